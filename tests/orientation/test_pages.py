"""The entrance and the list, as a reader without an account meets them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import brotli
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from directory.importers.reference import load_reference
from directory.importers.services import import_services
from directory.importers.synthetic import generate
from orientation import kept
from orientation.live import forget
from orientation.snapshot import Found, Snapshot
from smesb.storage import join_imports, without_spacing
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    CriterionFactory,
    LocationFactory,
    MunicipalityFactory,
    NeedFactory,
    PhoneFactory,
    PostalAreaFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
)
from tests.smesb.reader import a_repertoire, html_of

BASE = Path(settings.BASE_DIR)


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


def cards(html: str) -> list[str]:
    """The slugs of the services listed, in order."""
    return re.findall(r'<h3><a href="/services/([\w-]+)/">', html)


def notices(html: str) -> str:
    """Everything that is said of what could not be read."""
    return " ".join(re.findall(r'class="notice".*?</(?:p|span)>', html, flags=re.DOTALL))


# The entrance


def test_the_entrance_asks_one_question_first(repertoire: None, client: Client) -> None:
    html = html_of(client, "/")

    assert "De quoi la personne a-t-elle besoin ?" in html
    assert 'href="/orientation/?besoin=crise#resultats"' in html
    assert 'href="/bassins/nord-ouest/"' in html


def test_the_entrance_opens_for_professionals_and_relatives_as_such(
    db: None, client: Client
) -> None:
    NeedFactory.create(slug="appui")
    NeedFactory.create(slug="proches")
    html = html_of(client, "/")

    assert 'href="/orientation/?besoin=appui&amp;pour=professionnel#resultats"' in html
    assert 'href="/orientation/?besoin=proches&amp;pour=proche#resultats"' in html


@pytest.mark.parametrize("address", ["/", "/orientation/", "/orientation/?age=35", "/a-propos/"])
def test_pages_answer_when_there_is_nothing_at_all(db: None, client: Client, address: str) -> None:
    assert "tel:112" in html_of(client, address)


# The list


def test_with_no_criterion_asked_no_verdict_is_shown(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/")

    assert set(cards(html)) == {"plein", "refuge", "nu"}
    assert 'class="verdict' not in html
    assert 'class="tabs"' not in html


def test_each_card_says_its_verdict_and_its_reasons(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/?age=35")

    assert cards(html) == ["plein", "nu", "refuge"], "fits, then one question, then two"
    assert "Reçoit de 18 à 64 ans" in html
    assert "Recevez-vous une personne de 35 ans ?" in html
    assert "Réservé à : femmes. La personne en fait-elle partie ?" in html
    assert "À vérifier · 2 questions à poser" in html
    assert "À vérifier · 1 question à poser" in html


def test_nothing_is_hidden_without_saying_so(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/?age=5")

    assert "1 service écarté :" in html and ">âge (1)</a>" in html
    assert 'href="/orientation/?age=5&amp;ecarte_par=age#resultats"' in html
    opened = html_of(client, "/orientation/?age=5&ecarte_par=age")
    assert cards(opened) == ["plein"]
    assert cards(html_of(client, "/orientation/?age=5&verdict=presque")) == ["plein"]


def test_suspended_services_are_listed_apart_since_when(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/")

    assert "suspendu" not in cards(html)
    assert "1 service suspendu pour l’instant" in html
    assert "Suspendu depuis le 14 mars 2026" in html


def test_the_form_and_the_chips_hold_what_was_asked(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/?age=35&code_postal=sans&besoin=crise&tri=nom")

    assert 'name="age" value="35"' in html
    assert 'name="code_postal" value="sans"' in html
    assert re.search(r'name="besoin" value="crise" checked', html)
    assert '<input type="hidden" name="tri" value="nom">' in html
    assert "35 ans <span>" in html and "Sans adresse <span>" in html


def test_a_code_of_two_areas_asks_which_and_each_answer_is_a_link(db: None, client: Client) -> None:
    ixelles = MunicipalityFactory.create(nis_code="21009", name_fr="Ixelles")
    bruxelles = MunicipalityFactory.create(nis_code="21004", name_fr="Bruxelles")
    here = PostalAreaFactory.create(municipality=ixelles, postal_code="1050")
    PostalAreaFactory.create(municipality=bruxelles, postal_code="1050")
    ServiceFactory.create(coverage="zones").areas.create(area=here)
    html = html_of(client, "/orientation/?code_postal=1050")

    assert "La personne habite-t-elle 1050 Bruxelles ou 1050 Ixelles ?" in html
    for area in ("21004-1050", "21009-1050"):
        assert f'href="/orientation/?code_postal={area}"' in html
    assert "Convient" in html_of(client, "/orientation/?code_postal=21009-1050")


def test_a_crisis_shows_whom_to_call_before_the_list(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/?besoin=crise")

    assert html.index("appelez d’abord") < html.index('class="cards"')


def test_no_answer_says_what_to_take_off_and_who_always_answers(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/orientation/?q=introuvable&age=35")

    assert "Aucun service ne répond à tout cela." in html
    assert "Sans « Mots : introuvable »" in html
    assert "Ces lignes répondent toujours" in html
    assert 'class="tabs"' not in html and "0 convient" not in html, "kinds of nothing"


def test_paper_says_which_of_the_services_it_has(db: None, client: Client) -> None:
    ServiceFactory.create_batch(3)
    assert "Services 1 à 2 sur 3" in html_of(client, "/orientation/?per_page=2")
    assert "Services 1 à" not in html_of(client, "/orientation/")


def test_a_code_outside_the_region_is_said_to_be_so(repertoire: None, client: Client) -> None:
    assert "Habite : 1800, hors de Bruxelles" in html_of(client, "/orientation/?code_postal=1800")


@pytest.mark.parametrize("age", ["abc", "-1", "121", "12.5"])
def test_an_age_that_is_none_is_said_in_plain_words(
    repertoire: None, client: Client, age: str
) -> None:
    html = html_of(client, f"/orientation/?age={age}")
    assert "Écrivez l’âge en chiffres, de 0 à 120." in notices(html)


def test_pages_of_a_list_follow_one_another(db: None, client: Client) -> None:
    for number in range(5):
        ServiceFactory.create(slug=f"s{number}", name=f"Service {number}")

    assert cards(html_of(client, "/orientation/?per_page=2")) == ["s0", "s1"]
    middle = html_of(client, "/orientation/?per_page=2&page=2")
    assert cards(middle) == ["s2", "s3"]
    assert 'rel="prev" href="/orientation/?per_page=2#resultats"' in middle
    assert 'rel="next" href="/orientation/?page=3&amp;per_page=2#resultats"' in middle
    assert '<ol class="cards" start="3">' in middle


def test_the_hour_of_the_question_is_that_of_brussels(db: None, client: Client) -> None:
    ScheduleFactory.create(osm="Mo-Fr 09:00-17:00", service__slug="bureau")
    # 9:07 in Brussels, in winter
    with time_machine.travel("2026-11-23T08:07:00+00:00", tick=False):
        html = html_of(client, "/orientation/?ouvert=maintenant")
    assert "Ouvert à 09:00" in html
    # a second before nine
    with time_machine.travel("2026-11-23T07:59:59+00:00", tick=False):
        html = html_of(client, "/orientation/?ouvert=maintenant&verdict=exclus")
    assert "Fermé à 08:45" in html


def test_the_number_behind_open_now_is_that_of_the_hour(db: None, client: Client) -> None:
    ScheduleFactory.create(osm="Mo-Fr 09:00-17:00", service__slug="bureau")
    zipped = {"accept-encoding": "gzip"}
    with time_machine.travel("2026-11-23T09:05:00+00:00", tick=False):
        morning = client.get("/orientation/", headers=zipped)
        assert client.get("/orientation/", headers=zipped).content == morning.content
    with time_machine.travel("2026-11-23T22:05:00+00:00", tick=False):
        night = client.get("/orientation/", headers=zipped)
        again = {**zipped, "if-none-match": morning["ETag"]}
        assert client.get("/orientation/", headers=again).status_code == 200

    now = r'value="maintenant"><span>[^<]*</span> <span class="count">\((\d)\)'
    assert re.findall(now, gzip.decompress(morning.content).decode()) == ["1"]
    assert re.findall(now, gzip.decompress(night.content).decode()) == ["0"]


def test_a_long_page_travels_in_brotli_to_those_who_read_it(
    repertoire: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = client.get("/orientation/?age=35").content
    for longest, encoding, unpack in (
        (len(plain) - 1, "br", brotli.decompress),
        (len(plain), "gzip", gzip.decompress),
    ):
        kept._pages.clear()
        monkeypatch.setattr(kept, "LONG", longest)
        for _ in range(2):  # made, then from the copy
            answer = client.get("/orientation/?age=35", headers={"accept-encoding": "gzip, br"})
            assert answer["Content-Encoding"] == encoding
            assert unpack(answer.content) == plain
            older = client.get("/orientation/?age=35", headers={"accept-encoding": "gzip"})
            assert gzip.decompress(older.content) == plain


def test_a_page_that_has_not_changed_is_not_sent_again(repertoire: None, client: Client) -> None:
    first = client.get("/orientation/?age=35")

    unchanged = client.get("/orientation/?age=35", headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    ServiceFactory.create()
    changed = client.get("/orientation/?age=35", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_ways_out_search_a_misspelling_once(
    repertoire: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    find = Snapshot.find

    def noting(snapshot: Snapshot, text: str) -> Found:
        asked.append(text)
        return find(snapshot, text)

    monkeypatch.setattr(Snapshot, "find", noting)
    client.get("/orientation/?q=introuvablle&age=35&langue=fr&besoin=crise&verdict=convient")

    assert asked.count("introuvablle") == 1


# What cannot be read


def test_what_could_not_be_read_is_said_with_the_results_too(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/orientation/?code_postal=Atlantide")

    assert "« Atlantide » n’est pas compris : la recherche se fait sans." in html
    assert '<a href="#code_postal">' in html


def test_no_control_character_comes_back(repertoire: None, client: Client) -> None:
    for path in ("/orientation/?q=%00a%1bb&age=%7f&x=%01", "/services/%00/"):
        answer = client.get(path)
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", answer.content.decode())


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("age=cent", "age-notice"),
        ("age=121", "age-notice"),
        ("code_postal=Atlantide", "code_postal-notice"),
        ("q=%00", "q-notice"),
    ],
)
def test_a_notice_stands_beside_the_field(
    repertoire: None, client: Client, query: str, field: str
) -> None:
    html = html_of(client, f"/orientation/?{query}&langue=fr")

    assert f'class="notice" id="{field}"' in html
    assert re.search(rf'aria-describedby="[^"]*{field}', html)
    assert re.search(r'name="langue" value="fr" checked', html), "the rest of the question stays"


def test_what_was_typed_is_not_lost(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/?age=cent&code_postal=Atlantide")

    assert 'name="age" value="cent"' in html
    assert 'name="code_postal" value="Atlantide"' in html


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("inconnu", "valeur-etrange"),
        ("verdict", "valeur-etrange"),
        ("ecarte_par", "valeur-etrange"),
        ("zone_inconnue", "valeur-etrange"),
        ("page", "valeur-etrange"),
        ("per_page", "valeur-etrange"),
        ("tri", "valeur-etrange"),
        ("langue", "valeur-etrange"),
        ("ouvert", "valeur-etrange"),
        ("bassin", "valeur-etrange"),
    ],
)
def test_whatever_is_ignored_is_said_on_the_page(
    repertoire: None, client: Client, name: str, value: str
) -> None:
    assert value in notices(html_of(client, f"/orientation/?{name}={value}"))


def test_an_unreadable_order_is_said_even_when_nothing_is_found(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/orientation/?q=introuvable&tri=valeur-etrange")

    assert "valeur-etrange" in notices(html)


WILD = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        (
            *("%00", "%ff", "%C3%28", "-1", "1000000000", "9" * 5000, "a" * 10_000, "1_0", "٣"),
            *("1050", "sans", "21009-1050", "crise", "femmes", "maintenant", "exclus", "[]"),
            *("'; DROP TABLE x; --", "{{ 7 }}", "<b>", "\ud7ff", "\u202e", "🦄"),
        )
    ),
)
KEYS = st.sampled_from(
    (
        *("q", "besoin", "pour", "type", "bassin", "zone_inconnue", "age", "public", "code_postal"),
        *("langue", "condition", "intervenant", "theme", "demandeur", "ouvert", "delai", "verdict"),
        *("ecarte_par", "tri", "page", "per_page", "age[]", "", "csrfmiddlewaretoken", "é"),
    )
)


def raw(pairs: list[tuple[str, str]]) -> str:
    """A query string; what is already percent-encoded stays so, wrong bytes included."""
    return "&".join(
        f"{quote_plus(key)}={value if value.startswith('%') and value.isascii() else quote_plus(value)}"
        for key, value in pairs
    )


@hypothesis_settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(pairs=st.lists(st.tuples(KEYS, WILD), max_size=6))
def test_no_address_breaks_the_list(
    repertoire: None, client: Client, pairs: list[tuple[str, str]]
) -> None:
    answer = client.get("/orientation/", query_params=None, QUERY_STRING=raw(pairs))

    assert answer.status_code == 200


# Questions to the database, and weight


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "first", "then"),
    [("/", 3, 3), ("/orientation/", 46, 1), ("/orientation/?age=35", 46, 1)],
)
def test_the_database_is_asked_as_often_for_three_services_as_for_one(
    db: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    first: int,
    then: int,
    count: int,
) -> None:
    bassin = BassinFactory.create()
    criterion = CriterionFactory.create()
    for number in range(count):
        need = NeedFactory.create()
        service = ServiceFactory.create(name=f"Service {number}", coverage="zones")
        service.needs.add(need)
        service.type.needs.add(need)
        area = PostalAreaFactory.create(bassin=bassin)
        service.areas.create(area=area)
        place = LocationFactory.create(postal_area=area, is_confidential=number % 2 == 1)
        ServiceAtLocationFactory.create(service=service, location=place)
        ServiceTargetGroupFactory.create(service=service)
        AccessConditionFactory.create(service=service, criterion=criterion)
        ScheduleFactory.create(service=service)
        PhoneFactory.create(service=service)
    forget()
    with django_assert_num_queries(first):
        assert client.get(address).status_code == 200
    with django_assert_num_queries(then):
        assert client.get(address).status_code == 200


@pytest.fixture
def starter(db: None) -> Iterator[None]:
    """The real services."""
    load_reference(settings.FIXTURES)
    import_services((BASE / "fixtures" / "services_starter.csv").read_bytes())
    call_command("load_readings", str(BASE / "fixtures" / "starter_readings.toml"), stdout=None)
    yield


def test_the_list_of_the_real_services_is_light(starter: None, client: Client) -> None:
    css = join_imports(
        (BASE / "static" / "css" / "site.css").read_text("utf-8"), BASE / "static" / "css"
    )
    # Files travel in brotli, ready; answers of a view in gzip, or in brotli when they are long.
    sheet = len(brotli.compress(without_spacing(css).encode()))
    for query in ("", "?age=35&code_postal=1050", "?besoin=ambulatoire&age=35&langue=fr"):
        page = len(gzip.compress(html_of(client, f"/orientation/{query}").encode()))
        assert page + sheet <= 14_000, (query, page, sheet)


def test_pages_answer_beyond_a_thousand_places(db: None, client: Client) -> None:
    """A database takes only so many keys in one question."""
    load_reference(settings.FIXTURES)
    generate(1_100, 1)

    for address in ("/orientation/?age=35&per_page=50", "/bassins/sud/"):
        assert client.get(address).status_code == 200, address
