"""The pages that compare services: what is asked, what is shown, what is proposed."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from directory.comparable import comparable_with
from directory.models import Service
from directory.models.service import Coverage
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    LanguageFactory,
    LocationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ProfessionFactory,
    ScheduleFactory,
    ServiceAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    ServiceTypeFactory,
    ThemeFactory,
    WaitingTimeFactory,
)
from tests.smesb.reader import (
    INTERNAL_NUMBER,
    PROFESSIONAL_NUMBER,
    SECRETS,
    Page,
    a_repertoire,
    html_of,
)

# The page


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


def notices(html: str) -> str:
    """The notices of the page."""
    return " ".join(re.findall(r'<p class="notice">(.*?)</p>', html, flags=re.DOTALL))


def names(html: str) -> list[str]:
    """The services compared, in order."""
    return re.findall(r'class="compare-name"[^>]*>([^<]+)<', html)


def test_a_comparison_is_a_table_with_headers_both_ways(repertoire: None, client: Client) -> None:
    html = html_of(client, "/comparer/?s=refuge&s=plein")
    page = Page(html)

    assert names(html) == ["La Maison des femmes", "Le Plein"]
    assert html.count('scope="col"') == 2
    assert '<th role="rowheader" scope="row">Langues</th>' in html
    assert 'data-label="Le Plein"' in html
    assert 'href="tel:+3224990003"' in html
    assert 'href="/services/plein/"' in html
    assert 'href="/comparer/?s=refuge"' in html, "without the other"
    assert html.index("Ce qui diffère") < html.index("Connu pour certains seulement")
    assert html.index("Connu pour certains seulement") < html.index("Ce qui est pareil")
    assert html.index("Ce qui est pareil") < html.index("On ne le sait pour aucun")
    assert not page.misnested and not page.inline
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "Le Plein\u00a0: "), ("/nl", "Le Plein: "), ("/en", "Le Plein: ")],
)
def test_a_colon_stands_as_the_language_has_it(
    repertoire: None, client: Client, prefix: str, said: str
) -> None:
    with translation.override("fr"):  # the page’s language must not stay for what follows
        answer = client.get(f"{prefix}/comparer/?s=refuge&s=plein")

    html = answer.content.decode()
    assert f'<span class="sr-only">{said}</span>' in html


def test_a_condition_says_its_answer_its_note_and_its_own_date(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/comparer/?s=plein&s=nu")

    assert "on ne sait pas" in html
    assert re.search(r"Condition \d+ : oui\.\s*<span class=\"note\">ça dépend</span>", html)
    assert "Page web, 2019 · ancien" in html


def test_a_wait_that_is_too_old_is_to_be_asked_again_not_unsaid(db: None, client: Client) -> None:
    for slug in ("avant", "autre"):
        ServiceFactory.create(slug=slug, name=slug)
    long_ago = timezone.localdate() - timedelta(days=100)
    WaitingTimeFactory.create(
        service=Service.objects.get(slug="avant"), state="suspended", observed_on=long_ago
    )
    html = html_of(client, "/comparer/?s=avant&s=autre")

    row = html[html.index("Délai d’un premier contact</th>") :].partition("</tr>")[0]
    assert row.count("on ne sait pas") == 2
    assert "À redemander. Avant" in row
    assert "Délai d’un premier contact ·" not in html, "something is known of it"


def test_a_comparison_shows_nothing_that_is_not_public(repertoire: None, client: Client) -> None:
    for prefix in ("", "/nl", "/en"):
        html = html_of(client, f"{prefix}/comparer/?s=plein&s=refuge&s=nu&s=suspendu")
        for secret in (*SECRETS, INTERNAL_NUMBER, PROFESSIONAL_NUMBER, "note interne"):
            assert secret not in html, secret
        assert "Berchem-Sainte-Agathe" in html


def test_a_suspended_service_is_compared_marked_and_without_number(
    repertoire: None, client: Client
) -> None:
    PhoneFactory.create(service=Service.objects.get(slug="suspendu"), number="+3224990008")
    html = html_of(client, "/comparer/?s=plein&s=suspendu")

    assert "Suspendu depuis le 14 mars 2026" in html
    assert "+3224990008" not in html


def test_types_that_differ_stand_below_in_the_order_of_the_columns(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/comparer/?s=nu&s=plein")
    apart = html.partition("Quand choisir quel type de service")[2]

    assert "Pas un planning." in apart
    assert apart.index("Type ") < apart.index("Service de santé mentale")
    assert "Quand choisir" not in html_of(client, "/comparer/?s=refuge&s=plein"), "one type"


# What is asked


def test_repeats_are_dropped_and_the_order_is_kept(repertoire: None, client: Client) -> None:
    html = html_of(client, "/comparer/?s=nu&s=plein&s=nu&s=&s=+plein+&s=refuge")

    assert names(html) == ["Nu", "Le Plein", "La Maison des femmes"]
    assert not notices(html)


def test_what_is_not_in_the_repertoire_is_said_a_draft_as_well(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/comparer/?s=plein&s=inconnu&s=brouillon&s=nu")

    assert names(html) == ["Le Plein", "Nu"]
    assert "inconnu, brouillon" in notices(html)
    assert "Le Brouillon" not in html


def test_a_service_that_is_gone_says_so_and_where_to_go(repertoire: None, client: Client) -> None:
    html = html_of(client, "/comparer/?s=plein&s=archive&s=fusionne&s=nu")

    assert names(html) == ["Le Plein", "Nu"]
    assert "N’existe plus" in notices(html) and "Réuni avec un autre service" in notices(html)
    assert 'href="/services/archive/"' in notices(html)
    assert 'href="/services/plein/"' in notices(html)


def test_beyond_four_the_others_are_named(db: None, client: Client) -> None:
    for number in range(6):
        ServiceFactory.create(slug=f"s{number}", name=f"Numéro {number}")
    html = html_of(client, "/comparer/?" + "&".join(f"s=s{n}" for n in range(6)))

    assert names(html) == [f"Numéro {n}" for n in range(4)]
    assert "Numéro 4" in notices(html) and "Numéro 5" in notices(html)
    assert "Ajouter un service" not in html


def test_with_none_the_page_says_how_to_choose(db: None, client: Client) -> None:
    html = html_of(client, "/comparer/")

    assert "Choisissez de deux à quatre services" in html
    assert 'href="/orientation/"' in html


def test_with_one_the_page_proposes_its_type_and_its_look_alikes(
    repertoire: None, client: Client
) -> None:
    planning = Service.objects.get(slug="plein").type.look_alikes.get()
    ServiceFactory.create(slug="pf", name="Le Planning", type=planning)
    html = html_of(client, "/comparer/?s=plein")

    assert 'href="/comparer/?s=plein&amp;s=pf"' in html
    assert 'href="/comparer/?s=plein&amp;s=refuge"' in html
    assert html.index("Des types qu’on confond souvent") < html.index("Du même type")
    for absent in ("L’Archivé", "Le Brouillon", "Le Suspendu"):
        assert absent not in html
    html_of(client, "/comparer/?s=plein&s=pf")


def test_a_third_is_added_to_the_two(repertoire: None, client: Client) -> None:
    assert 'href="/comparer/?s=plein&amp;s=nu&amp;ajouter=1"' in html_of(
        client, "/comparer/?s=plein&s=nu"
    )
    html = html_of(client, "/comparer/?s=plein&s=nu&ajouter=1")

    assert 'href="/comparer/?s=plein&amp;s=nu&amp;s=refuge"' in html
    assert 'href="/comparer/?s=plein&amp;s=nu"' in html, "and the way back"


def test_the_page_of_a_service_leads_to_a_comparison(repertoire: None, client: Client) -> None:
    assert 'href="/comparer/?s=plein"' in html_of(client, "/services/plein/")


def test_services_of_the_same_commune_are_proposed_first(db: None) -> None:
    kind, other = ServiceTypeFactory.create_batch(2)
    kind.look_alikes.add(other)
    area = PostalAreaFactory.create()
    chosen, near = (ServiceFactory.create(type=kind, name=name) for name in ("Moi", "Voisin"))
    for service in (chosen, near):
        ServiceAtLocationFactory.create(
            service=service, location=LocationFactory.create(postal_area=area)
        )
    for number in range(7):
        ServiceFactory.create(type=kind, name=f"A{number}")
        ServiceFactory.create(type=other, name=f"B{number}")
    found = comparable_with(list(Service.objects.filter(pk=chosen.pk).for_page()))

    assert [s.name for s in found.same_type] == ["Voisin", "A0", "A1", "A2", "A3"]
    assert [s.name for s in found.look_alikes] == ["B0", "B1"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_comparison_is_only_read(db: None, client: Client, method: str) -> None:
    assert getattr(client, method)("/comparer/").status_code == 405


# Addresses nobody meant


def test_a_thousand_services_are_asked(repertoire: None, client: Client) -> None:
    query = "&".join(["s=plein", "s=nu", *(f"s=x{n}" for n in range(998))])
    html = html_of(client, f"/comparer/?{query}")

    assert names(html) == ["Le Plein", "Nu"]
    assert "980 n’ont pas été lus" in notices(html)
    assert len(html) < 60_000


@pytest.mark.parametrize("wild", ["%00", "plein%00", "%ff%fe", "<script>", "%e2%80%ae", "é" * 5000])
def test_what_is_no_service_is_shown_as_plain_text(
    repertoire: None, client: Client, wild: str
) -> None:
    html = html_of(client, f"/comparer/?s=plein&s=nu&s={wild}")

    assert names(html) == ["Le Plein", "Nu"]
    assert notices(html)
    assert "<script>" not in html and "\x00" not in html and "\u202e" not in html
    assert len(notices(html)) < 400


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    values=st.lists(
        st.one_of(
            st.text(max_size=12).map(quote),
            st.sampled_from(["plein", "nu", "refuge", "archive", "%00", "%C3%28", "9" * 3000]),
        ),
        max_size=7,
    ),
    key=st.sampled_from(["s", "s[]", "S", "ajouter", ""]),
)
def test_no_address_breaks_the_comparison(
    repertoire: None, client: Client, values: list[str], key: str
) -> None:
    query = "&".join([*(f"s={value}" for value in values), f"{key}=1"])

    assert client.get("/comparer/", QUERY_STRING=query).status_code == 200


# Questions to the database


def known_services(count: int) -> str:
    """Services of which everything is known, each of its own type; the address that compares them."""
    criteria = CriterionFactory.create_batch(3)
    for number in range(count):
        service = ServiceFactory.create(slug=f"s{number}", coverage=Coverage.AREAS)
        service.languages.add(LanguageFactory.create())
        service.professions.add(ProfessionFactory.create())
        service.themes.add(ThemeFactory.create())
        ServiceTargetGroupFactory.create(service=service)
        ServiceAreaFactory.create(service=service)
        for criterion in criteria:
            AccessConditionFactory.create(service=service, criterion=criterion, source="Page")
        for place in LocationFactory.create_batch(2):
            ServiceAtLocationFactory.create(service=service, location=place)
            ScheduleFactory.create(service=service, location=place)
            PhoneFactory.create(service=service, location=place)
    return "/comparer/?" + "&".join(f"s=s{n}" for n in range(count))


@pytest.mark.parametrize("count", [2, 4])
def test_four_services_ask_the_database_as_often_as_two(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    address = known_services(count)
    with django_assert_num_queries(21):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_proposals_ask_the_database_a_fixed_number_of_times(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    known_services(1)
    kind = Service.objects.get().type
    for _number in range(count):
        service = ServiceFactory.create(type=kind)
        ServiceAtLocationFactory.create(service=service)
        PhoneFactory.create(service=service)
    with django_assert_num_queries(26):
        assert client.get("/comparer/?s=s0").status_code == 200
