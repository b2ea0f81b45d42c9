"""The two sheets one hands over, in Arabic: nothing of them in French, nothing of the site in Arabic."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from directory.emergency import LINES, Line
from directory.models import Service, ServiceType
from directory.models.service import Audience
from directory.models.service_rows import GroupRelation
from directory.models.waiting_time import Intake
from tests.factories import (
    EmailFactory,
    PhoneFactory,
    ScheduleFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    WaitingTimeFactory,
)
from tests.smesb.reader import Page, a_repertoire

SHEETS = ("/ar/urgence/", "/ar/selection/", "/ar/selection/?{all}&s=inconnu&s=%20!")
# What may stand in Latin letters: the name of the site, and acronyms as they are on the door.
LATIN = re.compile(r"[a-zà-ÿ][\wà-ÿ’]*|[A-ZÀ-Ý][a-zà-ÿ][\wà-ÿ’]*")
ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
LINK = re.compile(r"https?://[!-~]+|[!-~]+@[!-~]+")


class Fixed(HTMLParser):
    """The words of a page, seen or spoken, outside what is marked as a name or as another language."""

    VOID = Page.VOID - {"option"}
    SPOKEN = ("title", "alt", "aria-label", "placeholder", "data-label", "data-done", "data-failed")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[bool] = []  # whether each open element is in Arabic
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; keep what of it is spoken."""
        stated = {name: value or "" for name, value in attrs}
        is_arabic = stated.get("lang", "ar") == "ar" and tag not in ("bdi", "code")
        here = is_arabic and (not self._open or self._open[-1])
        if tag not in self.VOID:
            self._open.append(here)
        if here:
            self.words += [stated[name] for name in self.SPOKEN if name in stated]
        if tag == "meta" and stated.get("name") == "description":
            self.words.append(stated["content"])

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag not in self.VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self._open and self._open[-1]:
            self.words.append(data)


def foreign(text: str) -> list[str]:
    """The words of a text that are not in Arabic."""
    return LATIN.findall(LINK.sub("", ISOLATED.sub("", text)))


@pytest.fixture
def everything(db: None) -> str:
    """A selection of services of every kind, with everything that a sheet can say of them."""
    a_repertoire()
    kind = ServiceTypeFactory.create(slug="cpas", name_fr="Centre public d’action sociale")
    full = ServiceFactory.create(
        slug="complet",
        name="Le Complet",
        type=kind,
        audience=Audience.RESERVED,
        age_max=25,
        source="Une source",
        source_date="2019-02",
    )
    for relation, name in (
        (GroupRelation.RESERVED, "personnes exilées"),
        (GroupRelation.RESERVED, "un public que personne n’a traduit"),
        (GroupRelation.REFUSED, "enfants"),
    ):
        group = TargetGroupFactory.create(name_fr=name)
        ServiceTargetGroupFactory.create(service=full, group=group, relation=relation)
    PhoneFactory.create(service=full, label="permanence", source="Ailleurs", source_date="2018")
    ScheduleFactory.create(service=full, osm="Mo-Fr 09:00-12:30,13:00-17:00; PH 10:00-12:00")
    ScheduleFactory.create(service=full, osm="", note="sur rendez-vous")
    ScheduleFactory.create(service=full, osm="24/7")
    today = timezone.localdate()
    weeks = ((None, 0), (1, None), (None, 1), (2, 2), (3, 11), (11, 11))
    for n, state in enumerate(Intake):
        one = ServiceFactory.create(
            slug=f"attente-{n}", name=f"Attente {n}", website="https://x.example/"
        )
        EmailFactory.create(service=one, label="accueil")
        group = TargetGroupFactory.create(name_fr=f"public {n}")
        low, high = weeks[n]
        WaitingTimeFactory.create(
            service=one,
            state=state,
            weeks_from=low if state == Intake.WAITING else None,
            weeks_to=high if state == Intake.WAITING else None,
            observed_on=today - timedelta(days=200 * (n % 2)),
            group=group if n == 1 else None,
            age_max=25 if n == 2 else None,
            is_fictional=n == 3,
        )
        WaitingTimeFactory.create(service=one, state="open", said_by="professional")
    for n, (low, high) in enumerate(weeks):
        one = ServiceFactory.create(slug=f"semaines-{n}", name=f"Semaines {n}")
        WaitingTimeFactory.create(
            service=one, weeks_from=low, weeks_to=high, said_by="coordinator", age_min=n or None
        )
    return "&".join(f"s={slug}" for slug in Service.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("address", SHEETS)
def test_a_sheet_is_in_arabic_from_right_to_left(
    everything: str, client: Client, address: str
) -> None:
    answer = client.get(address.format(all=everything))
    html = answer.content.decode()

    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in html
    assert [word for text in Fixed(html).words for word in foreign(text)] == []


def test_the_text_is_in_arabic_and_isolates_what_is_not(everything: str, client: Client) -> None:
    text = client.get(f"/ar/selection/texte/?{everything}").content.decode()

    assert foreign(text) == []
    assert "\u2066Le Complet\u2069" in text and "\u2066\u2066" not in text
    assert "\nhttp://localhost/services/complet/\n" in text, "a link ends where it ends"
    french = client.get(f"/selection/texte/?{everything}").content.decode()
    assert "Le Complet" in french and not re.search("[\u2066\u2069]", french)


def test_words_of_services_keep_their_language_and_names_are_set_apart(
    everything: str, client: Client
) -> None:
    html = client.get("/ar/selection/?s=plein&s=complet").content.decode()

    for marked in (
        "<bdi>Le Plein</bdi>",
        "خدمة الصحة النفسية (SSM)",
        '<span lang="fr" dir="ltr">Téléphoner.</span>',
        '<span lang="fr" dir="ltr">permanence</span>',
        '<span lang="fr" dir="ltr">un public que personne n’a traduit</span>',
        "اللاجئون والمهاجرون",
        "الاثنين إلى الجمعة 9:00 إلى 12:30، 13:00 إلى 17:00",
    ):
        assert marked in html.replace("&#x27;", "’"), marked


def test_a_type_that_was_given_another_name_is_said_in_french(
    everything: str, client: Client
) -> None:
    ServiceType.objects.filter(slug="cpas").update(name_fr="CPAS et Cie")
    html = client.get("/ar/selection/?s=complet").content.decode()

    assert '<span lang="fr" dir="ltr">CPAS et Cie</span>' in html


@pytest.mark.parametrize("address", SHEETS)
def test_every_link_of_a_sheet_leads_somewhere(
    everything: str, client: Client, address: str
) -> None:
    page = Page(client.get(address.format(all=everything)).content.decode())
    inside = {link for link in page.links if link.startswith("/")}

    assert {"/urgence/", "/nl/urgence/"} <= inside or any("/nl/selection/" in x for x in inside)
    for link in inside:
        assert client.get(link).status_code == 200, link


def test_the_sheet_carries_its_own_language(everything: str, client: Client) -> None:
    html = client.get("/ar/selection/?s=plein").content.decode()

    assert "/ar/selection/qr.svg?s=plein" in html
    assert "http://localhost/ar/selection/?s=plein" in html
    assert client.get("/ar/selection/qr.svg?s=plein").status_code == 200
    for act in ("signaler", "comparer", "orientation"):
        assert act not in html, "what is for the professional stays on the page in French"


@pytest.mark.parametrize(
    "address", ["/ar/", "/ar/orientation/", "/ar/services/plein/", "/ar/glossaire/", "/ar/admin/"]
)
def test_the_rest_of_the_site_is_not_in_arabic(
    everything: str, client: Client, address: str
) -> None:
    client.get("/ar/urgence/")
    answer = client.get(address)

    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.content.decode()


def test_a_number_that_dials_within_a_sentence_is_read_as_it_is_dialled(client: Client) -> None:
    """In pieces, « 0800 32 123 » would be seen as « 123 32 0800 »; the second follows a letter."""
    html = client.get("/ar/urgence/").content.decode()
    easy = html[html.index('class="easy"') :].partition("</section>")[0]

    assert easy.count('<a href="tel:+3280032123"><bdi>0800 32 123</bdi></a>') == 2
    assert easy.count("0800") == 2, "all of them"
    assert easy.count('<a href="tel:107"><bdi>107</bdi></a>') == 2


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_only_the_two_sheets_offer_arabic(everything: str, client: Client, prefix: str) -> None:
    def offer(address: str) -> list[str]:
        html = client.get(prefix + address).content.decode()
        return re.findall(r'<a href="(.*?)" lang="ar" dir="auto" hreflang="ar">العربية</a>', html)

    assert offer("/urgence/") == ["/ar/urgence/"]
    assert offer("/selection/?s=plein") == ["/ar/selection/?s=plein"]
    assert offer("/services/plein/") == offer("/types/") == offer("/") == []


@pytest.mark.parametrize("line", LINES.values(), ids=lambda line: line.slug)
def test_every_line_says_when_to_call_it_in_arabic(line: Line) -> None:
    said = {key.removesuffix("_fr") for key in line.texts if key.endswith("_fr")} - {"name"}

    assert said == {key.removesuffix("_ar") for key in line.texts if key.endswith("_ar")}
