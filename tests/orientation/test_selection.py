"""The network around a situation: chosen services whose address is the list."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import pytest
import segno
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from directory.models import Service, ServiceType
from directory.models.service import Status
from directory.models.taxonomy import Sector
from orientation.network import Network, elsewhere
from orientation.plain_text import LONGEST_MAILTO
from orientation.selection import MOST, Selection
from orientation.situation import Situation
from tests.factories import (
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    ScheduleFactory,
    ServiceAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    ServiceTypeFactory,
    WaitingTimeFactory,
)
from tests.orientation.test_pages import WILD, raw
from tests.smesb.reader import (
    INTERNAL_EMAIL,
    INTERNAL_NUMBER,
    PROFESSIONAL_EMAIL,
    PROFESSIONAL_NUMBER,
    SECRETS,
    Page,
    a_repertoire,
    html_of,
    plain,
)

ALL = "s=plein&s=refuge&s=nu&s=suspendu&s=archive&s=fusionne"
# A situation, and what would betray it.
LIST = "/orientation/?besoin=crise&age=35&code_postal=1081&public=femmes&q=trottoir"
TRACES = ("age=35", "35 ans", "1081", "femmes", "besoin", "crise", "trottoir", "code_postal")


def read(query: str) -> Selection:
    """The selection of a query string."""
    return Selection.from_query(QueryDict(query))


def page(client: Client, query: str, came_from: str = "") -> str:
    """The HTML of the selection's page, for someone who comes from another page."""
    with translation.override("fr"):
        answer = client.get(
            f"/selection/?{query}", headers={"Referer": f"http://testserver{came_from}"}
        )
    assert answer.status_code == 200
    return plain(answer.content.decode())


def text(client: Client, query: str) -> str:
    """The selection as plain text."""
    return plain(client.get(f"/selection/texte/?{query}").content.decode())


def links(html: str) -> list[str]:
    """Every address that the page links to."""
    return [unescape(link) for link in Page(html).links]


def missing(html: str) -> dict[str, str]:
    """The functions named as missing, with the address of their services."""
    block = html.partition('class="missing"')[2].partition("</section>")[0]
    found = re.findall(r'<li>(?:<a href="([^"]*)">)?([^<]+)', block)
    return {name: unescape(address) for address, name in found}


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


# The address is the list


def test_the_order_is_kept_and_repeats_are_dropped() -> None:
    selection = read("s=b&s=a&s=b&s=&s=%20a%20")

    assert selection.slugs == ("b", "a")
    assert selection.to_query() == [("s", "b"), ("s", "a")]
    assert selection.url == "/selection/?s=b&s=a"
    assert selection.full_url == f"{settings.SITE_URL}/selection/?s=b&s=a"


def test_reading_an_address_and_writing_it_are_inverse() -> None:
    selection = read("s=plein&s=le-chat_noir&s=2A")

    assert read(selection.url.partition("?")[2]) == selection


def test_adding_taking_off_and_replacing_give_new_selections() -> None:
    selection = Selection(("a", "b"))

    assert selection.without("a").slugs == ("b",)
    assert selection.without("z") == selection
    assert selection.replacing("a", by="c").slugs == ("c", "b")
    assert selection.replacing("a", by="b").slugs == ("b",)
    assert "a" in selection and "z" not in selection
    assert len(selection) == 2 and not Selection()
    assert Selection().url == "/selection/"


def test_past_thirty_the_others_are_set_apart() -> None:
    selection = read("&".join(f"s=service-{n}" for n in range(MOST + 2)))

    assert len(selection.slugs) == MOST
    assert selection.beyond == ("service-30", "service-31")


@pytest.mark.parametrize("value", ["a%00b", "a/b", "é", "a b", "x" * 121, "<b>", "a.b", "%ff"])
def test_what_is_no_slug_is_never_asked_of_the_database(value: str) -> None:
    selection = read(f"s=plein&s={value}")

    assert selection.slugs == ("plein",)
    assert len(selection.unreadable) == 1


# A network: functions filled and missing


def of(sector: Sector, slug: str, status: Status = Status.PUBLISHED) -> Service:
    """A service known by its function only."""
    return Service(slug=slug, status=status, type=ServiceType(sector=sector))


def network(*services: Service) -> Network:
    """The network of these services."""
    found = {service.slug: service for service in services}
    return Network(Selection(tuple(found)), found, date(2026, 11, 22))


def test_services_stand_under_their_function_in_the_order_chosen() -> None:
    groups = network(
        of(Sector.HOUSING, "toit"),
        of(Sector.MENTAL_HEALTH, "ssm-b"),
        of(Sector.MENTAL_HEALTH, "ssm-a"),
    ).groups

    assert [(sector, [c.service.slug for c in group]) for sector, group in groups] == [
        (Sector.MENTAL_HEALTH, ["ssm-b", "ssm-a"]),
        (Sector.HOUSING, ["toit"]),
    ]


def test_the_functions_nobody_fills_are_named_but_never_emergency() -> None:
    lacking = network(of(Sector.HOUSING, "toit"), of(Sector.TIES, "lieu")).missing

    assert Sector.HOUSING not in lacking and Sector.TIES not in lacking
    assert Sector.EMERGENCY not in lacking
    assert len(lacking) == 5


def test_a_suspended_service_does_not_fill_its_function() -> None:
    found = network(of(Sector.HOUSING, "toit", Status.SUSPENDED))

    assert [sector for sector, _group in found.groups] == [Sector.HOUSING]
    assert Sector.HOUSING in found.missing


def test_elsewhere_the_criteria_stay_and_need_words_and_view_go() -> None:
    situation = Situation(
        q="trottoir", besoin=("crise",), type=("ssm",), age=35, bassin="nord", ecarte_par="age"
    )
    shelters = ServiceType(slug="abri", helps_personne=True), ServiceType(slug="accueil")

    asked = elsewhere(situation, shelters)
    assert asked == Situation(type=("abri", "accueil"), age=35, bassin="nord")


def test_support_is_for_the_professional_and_housing_for_the_person() -> None:
    support = [ServiceType(slug="appui", helps_professionnel=True)]
    shelter = [ServiceType(slug="abri")]

    assert elsewhere(Situation(), support).pour == "professionnel"
    assert elsewhere(Situation(pour="professionnel"), shelter).pour == "personne"
    both = [ServiceType(slug="abri", helps_personne=True, helps_proche=True)]
    assert elsewhere(Situation(pour="proche"), both).pour == "proche"


# The page


def test_each_service_says_whom_to_call_where_when_and_what_to_know(
    repertoire: None, client: Client
) -> None:
    html = page(client, "s=plein&s=refuge")

    assert "2 services choisis" in html
    for words in (
        'href="/services/plein/">Le Plein</a>',
        "Service de santé mentale (SSM) · L’Asbl",
        'href="tel:+3224990003"',
        "La Maison, Rue",
        "1081 Koekelberg",
        "lundi au vendredi 9 h–17 h",
        "Téléphoner.",
        "de 18 à 64 ans",
        "Zones servies : 1081 Koekelberg, 1702",
        "Source : Bruxelles Social, janvier 2021 (ancien) · Confirmé le 1er mai 2024 par l’équipe.",
        "Réservé à : femmes",
        "Berchem-Sainte-Agathe",
        "Pas encore confirmé par le service.",
    ):
        assert words in html, words


def test_what_is_not_known_is_said_as_what_to_ask(repertoire: None, client: Client) -> None:
    html = page(client, "s=nu")

    assert "Téléphone inconnu" in html
    assert "Sans adresse publiée" in html
    assert "qui est reçu, la zone servie, les horaires, la première démarche" in html


def test_each_service_is_taken_off_by_a_link(repertoire: None, client: Client) -> None:
    found = links(page(client, "s=plein&s=nu"))

    assert "/selection/?s=nu" in found and "/selection/?s=plein" in found


def test_services_are_compared_once_there_are_two(repertoire: None, client: Client) -> None:
    assert "/comparer/?s=nu&s=plein" in links(page(client, "s=nu&s=plein&s=archive&s=zz"))
    assert "/comparer/" not in page(client, "s=nu&s=archive")


def test_a_suspended_service_is_marked_and_promises_no_telephone(
    repertoire: None, client: Client
) -> None:
    PhoneFactory.create(service=Service.objects.get(slug="suspendu"), number="+3224990009")
    html = page(client, "s=suspendu")

    assert "Suspendu depuis le 14 mars 2026" in html
    assert "tel:+3224990009" not in html
    assert "02 499 00 09" not in text(client, "s=suspendu")
    assert "/selection/?s=plein" in links(html), "its successor in its place"


def test_what_is_gone_says_since_when_and_where_to_go_instead(
    repertoire: None, client: Client
) -> None:
    html = page(client, "s=archive&s=fusionne&s=nu")

    assert "1 service choisi" in html
    assert "Réuni avec un autre service depuis le 14 mars 2026." in html
    assert "N’existe plus, ou plus sous ce nom, depuis le 14 mars 2026." in html
    found = links(html)
    assert "/selection/?s=archive&s=plein&s=nu" in found
    assert "/types/ssm/" in found
    assert "/selection/?s=fusionne&s=nu" in found
    assert "Adressez-vous plutôt à : Le Plein" in text(client, "s=fusionne")


def test_a_draft_is_unknown(repertoire: None, client: Client) -> None:
    html = page(client, "s=brouillon&s=nu")

    assert "Le Brouillon" not in html
    assert "inconnu et donc laissé de côté" in html
    assert "<code>brouillon</code>" in html


def test_what_is_unknown_is_cut_and_stays_out_of_every_copy(
    repertoire: None, client: Client
) -> None:
    junk = "&".join(f"s=inconnu-{n}-{'x' * 90}" for n in range(20))
    html = page(client, f"s=nu&{junk}&s={'y' * 5000}&s=%3Cscript%3E")
    notice = html.partition('class="notice"')[2].partition("</p>")[0]

    assert len(notice) < 1_200
    assert notice.count("<code>") == 10
    copies = html.partition('class="copies"')[2].partition("</section>")[0]
    assert f'value="{settings.SITE_URL}/selection/?s=nu"' in copies
    assert "inconnu-" not in copies and 'src="/selection/qr.svg?s=nu"' in html


def test_past_thirty_the_others_are_named(db: None, client: Client) -> None:
    html = page(client, "&".join(f"s=service-{n}" for n in range(MOST + 2)))

    assert "Une sélection tient trente services" in html
    assert "<code>service-30</code> <code>service-31</code>" in html


def test_an_empty_selection_says_how_to_choose(db: None, client: Client) -> None:
    html = page(client, "")

    assert "Votre sélection est vide" in html
    assert "Ajouter à la sélection" in html
    assert 'href="/orientation/"' in html
    assert 'class="missing"' not in html and "qr.svg" not in html


def test_the_page_is_kept_by_nobody_and_indexed_by_nobody(repertoire: None, client: Client) -> None:
    for address in ("/selection/?s=nu", "/selection/texte/?s=nu"):
        answer = client.get(address)
        assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
        assert not answer.cookies
        assert "noindex" in answer.get("X-Robots-Tag", "") + answer.content.decode()
    assert "Referer" in client.get("/selection/?s=nu")["Vary"]
    assert client.post("/selection/").status_code == 405


# The situation one comes from


def test_missing_functions_open_for_the_situation_one_comes_from(
    repertoire: None, client: Client
) -> None:
    ServiceTypeFactory.create(slug="abri", sector=Sector.HOUSING)
    ServiceTypeFactory.create(slug="toit", sector=Sector.HOUSING)
    html = page(client, "s=nu", LIST)
    housing = missing(html)["Logement"]

    assert housing == (
        "/orientation/?type=abri&type=toit&age=35&public=femmes&code_postal=1081&s=nu"
    )
    assert missing(html)["Assuétudes"] == "", "no type yet: named all the same"
    assert "Revenir à la liste" in html
    back = next(link for link in links(html) if "besoin=crise" in link)
    assert back.startswith("/orientation/?") and "q=trottoir" in back and back.endswith("s=nu")


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "/",
        "/services/nu/",
        "/selection/?s=nu&age=35",
        "/orientation/ailleurs/?age=35",
        "@ailleurs.example/orientation/?age=35",
    ],
)
def test_from_elsewhere_they_open_by_type_alone(
    repertoire: None, client: Client, came_from: str
) -> None:
    ServiceTypeFactory.create(slug="abri", sector=Sector.HOUSING)
    html = page(client, "s=nu", came_from)

    assert missing(html)["Logement"] == "/orientation/?type=abri&s=nu"
    assert "Revenir à la liste" not in html
    assert "age=35" not in html


def test_the_list_of_any_language_is_known(repertoire: None, client: Client) -> None:
    for prefix in ("", "/nl", "/en"):
        html = page(client, "s=nu", f"{prefix}/orientation/?age=35")
        assert "/orientation/?age=35&s=nu" in links(html)


def test_the_situation_is_in_the_links_on_and_nowhere_else(
    repertoire: None, client: Client
) -> None:
    """Not in a copy, the mail, the QR code, nor anything that is printed."""
    ServiceTypeFactory.create(slug="abri", sector=Sector.HOUSING)
    html = page(client, "s=nu", LIST)
    strip_and_links_on = (
        r'<p class="network-acts">.*?</p>',
        r'<section class="missing".*?</section>',
        r'<aside class="strip".*?</aside>',
    )
    rest = html
    for part in strip_and_links_on:
        assert re.search(part, rest, flags=re.DOTALL), part
        rest = re.sub(part, "", rest, flags=re.DOTALL)
    for trace in TRACES:
        assert trace not in unquote(unescape(rest)), trace
    assert (
        page(client, "s=nu", LIST).partition("<textarea")[2]
        == page(client, "s=nu").partition("<textarea")[2]
    )
    headers = {"Referer": f"http://testserver{LIST}"}
    for address in ("/selection/texte/?s=nu", "/selection/qr.svg?s=nu"):
        assert client.get(address, headers=headers).content == client.get(address).content, (
            "copies do not know where one comes from"
        )


def test_what_tells_the_situation_is_not_printed() -> None:
    sheet = (settings.BASE_DIR / "static/css/print.css").read_text("utf-8")
    hidden = next(
        line for line in sheet.splitlines() if "{ display: none; }" in line and ".missing" in line
    )

    assert ".network-acts" in hidden


# Paper, text, mail, QR code


def test_the_text_says_all_that_the_sheet_says(repertoire: None, client: Client) -> None:
    answer = client.get("/selection/texte/?s=plein&s=refuge")
    words = plain(answer.content.decode())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for line in (
        "2 services choisis",
        "SANTÉ MENTALE",
        "Le Plein",
        "Service de santé mentale (SSM) · L’Asbl",
        "Téléphone : 02 499 00 03 (accueil, Page web, 2020)",
        "Horaires : 1081 Koekelberg : lundi au vendredi 9 h–17 h (sauf en août)",
        "Accès : Téléphoner.",
        "Source : Bruxelles Social, janvier 2021 (ancien) · Confirmé le 1er mai 2024 par l’équipe.",
        "112 – Danger vital",
        f"{settings.SITE_URL}/selection/?s=plein&s=refuge",
        f"{settings.SITE_URL}/services/refuge/",
    ):
        assert line in words, line
    assert "\n\n\n" not in words and "<" not in words


def test_the_text_on_the_page_is_the_same(repertoire: None, client: Client) -> None:
    on_page = page(client, "s=plein").partition('rows="10">')[2].partition("</textarea>")[0]

    assert unescape(on_page) == text(client, "s=plein")


def test_no_copy_tells_what_is_not_public(repertoire: None, client: Client) -> None:
    hidden = (
        *SECRETS,
        *(PROFESSIONAL_NUMBER, INTERNAL_NUMBER, "02 499 00 01", "02 499 00 02"),
        *(PROFESSIONAL_EMAIL, INTERNAL_EMAIL, "note interne"),
    )
    for content in (page(client, ALL), text(client, ALL)):
        for secret in hidden:
            assert secret not in content, secret
    assert "adresse confidentielle : elle se donne au téléphone" in text(client, ALL)


def mail(html: str) -> str:
    """The address that opens the reader's mail program."""
    return next((link for link in links(html) if link.startswith("mailto:?")), "")


def test_the_mail_carries_the_text_and_nobody_to_send_it_to(
    repertoire: None, client: Client
) -> None:
    href = mail(page(client, "s=nu"))

    assert href.startswith("mailto:?subject=1%20service%20choisi&body=")
    assert plain(unquote(href).partition("body=")[2]).replace("\r\n", "\n") == text(client, "s=nu")


def test_a_long_mail_carries_names_and_telephones_then_the_address_alone(
    db: None, client: Client
) -> None:
    query = ""
    for number in range(MOST):
        service = ServiceFactory.create(
            slug=f"s{number}", name=f"Numéro {number} des étés éternels"
        )
        PhoneFactory.create(service=service, number=f"+32249900{number + 10}")
        query += f"&s=s{number}"
        if number == 5:
            some = mail(page(client, query[1:]))
    assert "02%20499%2000%2010" in some.replace("%C2%A0", "%20") and len(some) <= LONGEST_MAILTO
    everything = mail(page(client, query[1:]))
    assert unquote(everything).endswith(f"{read(query[1:]).full_url}\r\n")
    assert len(everything) <= LONGEST_MAILTO


def test_the_qr_code_holds_the_address_of_the_selection_and_nothing_else(client: Client) -> None:
    answer = client.get("/selection/qr.svg?s=b&s=a&s=b&age=35&besoin=crise")
    expected = BytesIO()
    segno.make(f"{settings.SITE_URL}/selection/?s=b&s=a", error="l", micro=False).save(
        expected, kind="svg", light="#fff"
    )

    assert answer.content == expected.getvalue()
    assert answer["Content-Type"] == "image/svg+xml"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "max-age=86400"}
    assert b"style=" not in answer.content and b"<style" not in answer.content


def test_an_address_too_long_for_a_code_has_none(db: None, client: Client) -> None:
    slugs = [f"service-{n}-{'x' * 100}" for n in range(20)]
    for slug in slugs:
        ServiceFactory.create(slug=slug)
    query = "&".join(f"s={slug}" for slug in slugs)

    html = page(client, query)
    assert "qr.svg" not in html and "mailto:?" not in html
    assert client.get(f"/selection/qr.svg?{query}").status_code == 404


def test_the_page_is_well_formed_and_loads_nothing_from_elsewhere(
    repertoire: None, client: Client
) -> None:
    for query in ("", ALL, f"{ALL}&s=inconnu"):
        read_page = Page(page(client, query))
        assert not read_page.misnested and not read_page.inline
        assert len(read_page.ids) == len(set(read_page.ids))
        assert all(re.match(r"/(?!/)", one) for one in read_page.loads)
    for link in read_page.links:
        if link.startswith("/"):
            assert client.get(link.partition("#")[0]).status_code == 200, link


def test_the_page_answers_in_three_languages(repertoire: None, client: Client) -> None:
    for prefix in ("", "/nl", "/en"):
        html = html_of(client, f"{prefix}/selection/?{ALL}")
        assert f'src="{prefix}/selection/qr.svg?s=plein' in html
        assert f"{settings.SITE_URL}{prefix}/selection/?s=plein" in html


# What cannot be read


REFERERS = st.one_of(
    st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30),
    st.sampled_from(
        (
            *("http://[", "http://testserver/orientation/?" + "a=1&" * 6000),
            *(
                "http://testserver/orientation/?age=%00&code_postal=%ff",
                "//testserver//orientation",
            ),
            *("http://testserver/nl/orientation/?s=%00&type=" + "9" * 5000, "testserver"),
        )
    ),
)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    pairs=st.lists(st.tuples(st.sampled_from(("s", "age", "é", "")), WILD), max_size=6),
    referer=REFERERS,
)
def test_no_address_breaks_a_selection(
    repertoire: None, client: Client, pairs: list[tuple[str, str]], referer: str
) -> None:
    for path in ("/selection/", "/selection/texte/", "/selection/qr.svg"):
        answer = client.get(
            path, query_params=None, QUERY_STRING=raw([*pairs, ("s", "nu")]), HTTP_REFERER=referer
        )
        assert answer.status_code == 200


def test_thousands_of_parameters_are_refused_not_suffered(db: None, client: Client) -> None:
    assert client.get("/selection/", QUERY_STRING="s=a&" * 6000).status_code == 400


# Questions to the database


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/selection/", 19), ("/selection/texte/", 18)])
def test_the_database_is_asked_as_often_for_three_services_as_for_one(
    db: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
    count: int,
) -> None:
    query = []
    for number in range(count):
        service = ServiceFactory.create(
            slug=f"s{number}",
            coverage="zones",
            organization=OrganizationFactory.create(),
        )
        ServiceAreaFactory.create(service=service)
        place = LocationFactory.create(is_confidential=number % 2 == 1)
        ServiceAtLocationFactory.create(service=service, location=place)
        ServiceTargetGroupFactory.create(service=service)
        ScheduleFactory.create(service=service, location=place)
        PhoneFactory.create(service=service, location=place)
        gone = ServiceFactory.create(
            slug=f"g{number}",
            status=Status.MERGED,
            status_since=date(2026, 1, 1),
            successor=service,
        )
        query += [f"s={service.slug}", f"s={gone.slug}"]
    with django_assert_num_queries(queries):
        assert client.get(f"{path}?{'&'.join(query)}").status_code == 200


def test_a_qr_code_asks_nothing_of_the_database(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/selection/qr.svg?s=plein").status_code == 200


@pytest.mark.django_db
def test_each_chosen_service_is_a_tap_from_the_report_of_its_wait(client: Client) -> None:
    service = ServiceFactory.create(slug="ici")
    day = timezone.localdate() - timedelta(days=3)
    WaitingTimeFactory.create(service=service, weeks_from=4, weeks_to=6, observed_on=day)
    WaitingTimeFactory.create(service=service, state="suspended", said_by="professional")
    html = client.get("/selection/?s=ici").content.decode().replace("\u00a0", " ")
    assert 'href="/services/ici/signaler/#attente"' in html
    assert "4 à 6 semaines" in html
    assert "Rapporté depuis, sans compter : Ne prend plus de demandes" in html
