"""The pages of the répertoire, as a reader without an account meets them."""

import re
from datetime import date

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from directory.models import Service
from directory.models.service import Coverage, Status
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
    UserFactory,
    WaitingTimeFactory,
)
from tests.smesb.reader import (
    INTERNAL_EMAIL,
    INTERNAL_NUMBER,
    PROFESSIONAL_EMAIL,
    PROFESSIONAL_NUMBER,
    PUBLIC_NUMBER,
    SECRETS,
    Page,
    a_repertoire,
    every_address,
    html_of,
    in_every_language,
)

EMERGENCY = ("tel:112", "tel:107", "tel:+3280032123")
POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; script-src 'self';"
    " style-src 'self'"
)


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


# Every page


def test_every_page_answers_in_three_languages(repertoire: None, client: Client) -> None:
    for address in in_every_language():
        language = address[1:3] if address.startswith(("/nl/", "/en/")) else "fr"
        assert f'<html lang="{language}">' in html_of(client, address), address


def test_every_page_is_well_formed(repertoire: None, client: Client) -> None:
    for address in every_address():
        page = Page(html_of(client, address))
        assert not page.misnested, address
        assert len(page.ids) == len(set(page.ids)), address


def test_no_page_loads_anything_from_elsewhere_or_inline(repertoire: None, client: Client) -> None:
    for address in every_address():
        page = Page(html_of(client, address))
        assert page.loads
        assert all(re.match(r"/(?!/)", one) for one in page.loads), address
        assert not page.inline, address


def test_every_link_inside_the_site_leads_somewhere(repertoire: None, client: Client) -> None:
    found = {
        link.partition("#")[0]
        for address in every_address()
        for link in Page(html_of(client, address)).links
        if link.startswith("/")
    }
    plain = sorted(link for link in found if "?" not in link)
    asked = sorted(found - set(plain))[::7]
    for link in [*plain, *asked]:
        assert client.get(link).status_code == 200, link


def test_no_page_sets_a_cookie(repertoire: None, client: Client) -> None:
    for address in [*every_address(), "/nulle-part/", "/healthz"]:
        answer = client.get(address)
        assert "Set-Cookie" not in answer, address
        assert not answer.cookies, address


def test_every_page_carries_the_security_headers(repertoire: None, client: Client) -> None:
    for address in [*every_address(), "/nulle-part/"]:
        answer = client.get(address)
        assert sorted(answer["Content-Security-Policy"].split("; ")) == sorted(POLICY.split("; "))
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_only_a_demonstration_is_kept_out_of_search_engines(
    repertoire: None, client: Client, settings: Settings
) -> None:
    service = Service.objects.get(slug="plein").get_absolute_url()
    ordinary = client.get(service)
    assert "X-Robots-Tag" not in ordinary
    assert "Site de démonstration" not in ordinary.content.decode()

    settings.DEMO = True
    for address in [*every_address(), "/nulle-part/", "/admin/login/", "/healthz"]:
        answer = client.get(address)
        assert answer["X-Robots-Tag"] == "noindex, nofollow", address
    assert "Site de démonstration" in html_of(client, service)


def test_the_files_of_a_demonstration_are_not_indexed_either(
    db: None, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    answer = client.get(static("favicon.svg"))
    answer.close()

    assert answer.status_code == 200
    assert answer.headers.get("X-Robots-Tag") == "noindex, nofollow"


def test_every_page_shows_the_three_numbers(repertoire: None, client: Client) -> None:
    for address in [*in_every_language(), "/nulle-part/"]:
        html = client.get(address).content.decode()
        for number in EMERGENCY:
            assert number in html, address


@pytest.mark.parametrize("kind", ["services", "organisations", "types", "bassins"])
def test_what_does_not_exist_is_not_found(db: None, client: Client, kind: str) -> None:
    answer = client.get(f"/{kind}/inconnu/")

    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.content.decode()


# What is never published


def _without_lists_of_areas(html: str) -> str:
    """The page without the lists of all areas, where every postal code of the Region stands."""
    return re.sub(r'<datalist.*?</datalist>|<p class="lead">.*?</p>', "", html, flags=re.DOTALL)


def test_nothing_of_a_confidential_place_but_its_commune_is_on_any_page(
    repertoire: None, client: Client
) -> None:
    for address in in_every_language():
        html = _without_lists_of_areas(html_of(client, address))
        for secret in SECRETS:
            assert secret not in html, address


def test_a_confidential_place_says_its_commune_and_that_it_is_confidential(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/services/refuge/")

    assert "Berchem-Sainte-Agathe" in html
    assert "Adresse confidentielle" in html


def test_a_confidential_place_cannot_be_found_by_its_words(
    repertoire: None, client: Client
) -> None:
    for words in ("Cachée", "Verborgenstraat", "sonnette", "77bis", "1082"):
        html = client.get("/orientation/", {"q": words}).content.decode()
        assert "Aucun service ne répond à tout cela." in html, words


def test_internal_ways_to_reach_a_service_are_nowhere(repertoire: None, client: Client) -> None:
    for address in in_every_language():
        html = html_of(client, address)
        for internal in (INTERNAL_NUMBER, "02 499 00 01", INTERNAL_EMAIL, "note interne"):
            assert internal not in html, address


def test_the_number_for_professionals_is_on_the_service_page_only_under_its_heading(
    repertoire: None, client: Client
) -> None:
    for address in in_every_language():
        html = html_of(client, address)
        if address.endswith("/services/plein/"):
            before, _heading, after = html.partition('class="for-professionals"')
            assert PROFESSIONAL_NUMBER in after and PROFESSIONAL_EMAIL in after
            assert PUBLIC_NUMBER in before
            html = before
        assert PROFESSIONAL_NUMBER not in html, address
        assert PROFESSIONAL_EMAIL not in html, address


def test_a_draft_is_nowhere(repertoire: None, client: Client) -> None:
    assert client.get("/services/brouillon/").status_code == 404
    for address in every_address():
        assert "Brouillon" not in html_of(client, address), address


def test_a_draft_is_shown_to_those_who_may_see_it_and_says_what_it_is(
    repertoire: None, client: Client
) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    assert client.get("/services/brouillon/").status_code == 404

    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    assert "Brouillon : cette page n’est pas publiée." in html_of(client, "/services/brouillon/")


# States


def test_a_suspended_service_says_since_when_why_and_where_to_go(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/services/suspendu/")

    assert "Suspendu depuis le 14 mars 2026" in html
    assert "Travaux." in html
    assert 'href="/services/plein/"' in html


def test_an_archived_service_says_since_when_and_leads_to_its_type(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/services/archive/")

    assert "depuis le 14 mars 2026" in html
    assert 'href="/types/ssm/"' in html


def test_an_archived_service_leads_to_its_successor(repertoire: None, client: Client) -> None:
    Service.objects.filter(slug="archive").update(
        successor=Service.objects.get(slug="plein"), status_note="L’équipe a déménagé."
    )
    html = html_of(client, "/services/archive/")

    assert 'href="/services/plein/"' in html
    assert "L’équipe a déménagé." in html


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(repertoire: None, client: Client, method: str) -> None:
    for address in ("/", "/orientation/", "/services/plein/", "/urgence/", "/a-propos/"):
        assert getattr(client, method)(address).status_code == 405, address


def test_a_form_of_another_site_is_refused_on_a_page_with_the_emergency_numbers(
    db: None,
) -> None:
    answer = Client(enforce_csrf_checks=True).post("/")

    assert answer.status_code == 403
    assert "tel:112" in answer.content.decode()


def test_no_page_names_a_draft(repertoire: None, client: Client) -> None:
    draft = ServiceFactory.create(name="Pas encore dit", status=Status.DRAFT)
    Service.objects.filter(slug__in=["archive", "suspendu"]).update(successor=draft)

    for slug in ("archive", "suspendu"):
        assert "Pas encore dit" not in html_of(client, f"/services/{slug}/")


def test_a_draft_is_shown_to_those_who_may_see_it(db: None, client: Client) -> None:
    draft = ServiceFactory.create(status=Status.DRAFT)
    assert client.get(draft.get_absolute_url()).status_code == 404

    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    assert "cette page n’est pas publiée" in html_of(client, draft.get_absolute_url())


def test_a_telephone_of_one_place_says_where_it_answers(db: None, client: Client) -> None:
    service = ServiceFactory.create()
    place = LocationFactory.create(street_fr="Rue Tue", is_confidential=True)
    PhoneFactory.create(service=service, location=place, label="candidatures")
    html = html_of(client, service.get_absolute_url())

    assert f"candidatures, {place.published.commune}" in html
    assert "Rue Tue" not in html


def test_a_merged_service_leads_to_the_other(repertoire: None, client: Client) -> None:
    html = html_of(client, "/services/fusionne/")

    assert "Réuni avec un autre service depuis le 14 mars 2026" in html
    assert 'href="/services/plein/"' in html


def test_a_service_that_is_gone_shows_no_fact_and_is_not_indexed(
    repertoire: None, client: Client
) -> None:
    gone = Service.objects.get(slug="archive")
    PhoneFactory.create(service=gone, number="+3224990009")
    html = html_of(client, gone.get_absolute_url())

    assert "+3224990009" not in html
    assert '<meta name="robots" content="noindex">' in html


def test_lists_hold_what_is_published_and_suspended_only(repertoire: None, client: Client) -> None:
    html = html_of(client, "/types/ssm/")

    assert "Le Plein" in html and "Le Suspendu" in html
    assert "L’Archivé" not in html and "Le Fusionné" not in html


def test_a_suspended_service_shows_no_number_to_call_in_a_list(
    repertoire: None, client: Client
) -> None:
    PhoneFactory.create(service=Service.objects.get(slug="suspendu"), number="+3224990008")

    assert "+3224990008" not in html_of(client, "/types/ssm/")


# What is known, what is not


def test_a_service_with_nothing_but_a_name_has_a_page_of_questions(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/services/nu/")

    for question in (
        "On ne connaît pas de numéro de téléphone.",
        "Qui recevez-vous ?",
        "À quels âges recevez-vous ?",
        "Recevez-vous des personnes de toutes les communes ?",
        "Quand êtes-vous ouverts ?",
        "Comment se passe le premier contact ?",
        "Qui peut faire la demande",
        "Combien cela coûte-t-il ?",
        "Où recevez-vous ?",
        "Quelles langues parle-t-on",
        "Pas encore confirmé par le service.",
    ):
        assert question in html, question


def test_every_fact_shows_its_own_source_and_date(repertoire: None, client: Client) -> None:
    html = html_of(client, "/services/plein/")

    assert re.search(
        r'class="source is-old"><span class="on-screen">Relevé\W+</span>Page web, 2020 · ancien</span>',
        html,
    ), "the telephone"
    assert re.search(
        r'class="source is-old"><span class="sr-only">Relevé\W+</span>Page web, 2019 · ancien</span>',
        html,
    ), "a condition"
    assert "relevé : janvier 2021" in html, "the entry"
    assert "Confirmé le 1er mai 2024 par l’équipe." in html


def test_an_e_mail_address_shows_its_own_source_and_date(repertoire: None, client: Client) -> None:
    service = Service.objects.get(slug="plein")
    service.emails.filter(level="public").update(source="Annuaire papier", source_date="2018")

    assert "Annuaire papier, 2018" in html_of(client, service.get_absolute_url())


def test_an_organization_shows_itself_and_its_services(repertoire: None, client: Client) -> None:
    html = html_of(client, "/organisations/asbl/")

    for text in ("L’Asbl", "Depuis 1970.", "https://asbl.example.org/", "Le Plein"):
        assert text in html


def test_a_type_shows_what_sets_it_apart(repertoire: None, client: Client) -> None:
    html = html_of(client, "/types/ssm/")

    for text in ("Une équipe.", "Pas un planning.", "Planning familial", "(SSM)"):
        assert text in html


def test_a_bassin_sorts_services_by_what_binds_them_to_it(db: None, client: Client) -> None:
    bassin = BassinFactory.create(slug="sud")
    here, elsewhere = PostalAreaFactory.create(bassin=bassin), PostalAreaFactory.create()
    located = ServiceFactory.create(name="Situé", coverage=Coverage.REGION)
    regional = ServiceFactory.create(name="Régional", coverage=Coverage.AT_LEAST_REGION)
    serving = ServiceFactory.create(name="Desservant", coverage=Coverage.AREAS)
    unknown = ServiceFactory.create(name="Ignoré")
    absent = ServiceFactory.create(name="Absent", coverage=Coverage.AREAS)
    ServiceAtLocationFactory.create(
        service=located, location=LocationFactory.create(postal_area=here)
    )
    serving.areas.create(area=here)
    absent.areas.create(area=elsewhere)
    for one in (regional, serving, unknown, absent):
        place = LocationFactory.create(postal_area=elsewhere)
        ServiceAtLocationFactory.create(service=one, location=place)
    html = html_of(client, "/bassins/sud/")

    positions = [html.index(name) for name in ("Situé", "Desservant", "Régional", "Ignoré")]
    assert positions == sorted(positions)
    assert "Absent" not in html


def test_a_bassin_holds_the_services_that_the_list_of_that_bassin_holds(
    db: None, client: Client
) -> None:
    """No place and unknown coverage: in the bassin, for the page as for the list."""
    bassin = BassinFactory.create(slug="sud")
    PostalAreaFactory.create(bassin=bassin)
    ServiceFactory.create(name="Nulle part", slug="nulle-part")
    announced = ServiceFactory.create(
        name="Zone annoncée", slug="zone-annoncee", coverage=Coverage.AREAS
    )
    ServiceAtLocationFactory.create(service=announced)

    for address in ("/orientation/?bassin=sud&zone_inconnue=1", "/bassins/sud/"):
        html = html_of(client, address)
        assert "/services/nulle-part/" in html, address
        assert "/services/zone-annoncee/" in html, address


# Text is text


def test_what_people_wrote_is_escaped(db: None, client: Client) -> None:
    attack = '<script>alert("x")</script>'
    service = ServiceFactory.create(
        name=attack,
        description_fr=attack,
        specifics_fr=attack,
        audience_note=attack,
        coverage_note=attack,
        access_note=attack,
        cost_fr=attack,
        source=attack,
        organization=OrganizationFactory.create(name=attack, description_fr=attack),
        type=ServiceTypeFactory.create(name_fr=attack, distinction_fr=attack),
        slug="attaque",
    )
    ServiceAtLocationFactory.create(
        service=service, location=LocationFactory.create(name=attack, street_fr=attack)
    )
    for address in every_address():
        html = html_of(client, f"{address}")
        assert "<script>" not in html, address
    assert "&lt;script&gt;" in html_of(client, "/services/attaque/")


# Questions to the database


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/organisations/une/", 9), ("/types/un/", 10), ("/bassins/un/", 10), ("/a-propos/", 1)],
)
def test_a_list_asks_the_database_as_often_for_three_services_as_for_one(
    db: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    count: int,
) -> None:
    some_services(count)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def some_services(count: int) -> None:
    """Services of one organisation, type and bassin, each with places, telephones, two areas."""
    bassin = BassinFactory.create(slug="un")
    organization = OrganizationFactory.create(slug="une")
    kind = ServiceTypeFactory.create(slug="un")
    kind.look_alikes.add(ServiceTypeFactory.create())
    for _number in range(count):
        area = PostalAreaFactory.create(bassin=bassin)
        service = ServiceFactory.create(
            organization=organization,
            type=kind,
            coverage=Coverage.AREAS,
            source=f"Source {_number}",
        )
        service.areas.create(area=area)
        PhoneFactory.create(service=service)
        confidential = LocationFactory.create(postal_area=area, is_confidential=True)
        for place in (LocationFactory.create(postal_area=area), confidential):
            ServiceAtLocationFactory.create(service=service, location=place)
    ServiceFactory.create(
        organization=organization,
        type=kind,
        status=Status.SUSPENDED,
        status_since=date(2026, 1, 1),
        name="Suspendu",
    )


def test_a_service_page_asks_the_database_a_fixed_number_of_times(
    repertoire: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    service = Service.objects.get(slug="plein")
    with django_assert_num_queries(20):
        client.get(service.get_absolute_url())
    for _number in range(2):
        PhoneFactory.create(service=service)
        place = LocationFactory.create()
        ServiceAtLocationFactory.create(service=service, location=place)
    with django_assert_num_queries(20):
        client.get(service.get_absolute_url())


# When the database does not answer: pytest-django refuses every query here


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
@pytest.mark.parametrize("address", ["/urgence/", "/confidentialite/"])
def test_the_emergency_numbers_need_no_database(client: Client, prefix: str, address: str) -> None:
    html = html_of(client, f"{prefix}{address}")

    for number in EMERGENCY:
        assert number in html


def test_a_page_that_does_not_exist_needs_no_database(client: Client) -> None:
    answer = client.get("/nulle-part/")

    assert answer.status_code == 404
    assert "tel:112" in answer.content.decode()


def test_the_apology_needs_no_database_and_keeps_the_emergency_numbers() -> None:
    answer = Client(raise_request_exception=False).get("/")

    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Le site a un problème" in html
    assert "tel:112" in html


def test_healthz_asks_the_database(db: None, client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_healthz_fails_when_the_database_does_not_answer() -> None:
    assert Client(raise_request_exception=False).get("/healthz").status_code == 500


def test_a_dutch_reader_finds_lines_that_speak_dutch_first(client: Client) -> None:
    french, dutch = html_of(client, "/urgence/"), html_of(client, "/nl/urgence/")

    assert 'Bel <a href="tel:1813">1813</a> als je aan zelfmoord denkt' in dutch
    assert dutch.index("tel:1813") < dutch.index("Télé-Accueil")
    assert french.index("Télé-Accueil") < french.index("tel:1813")
    assert "<strong>Politie</strong>" in dutch and "<strong>Police</strong>" in french


def test_only_lines_checked_by_someone_are_not_marked_to_confirm(client: Client) -> None:
    assert "à confirmer" in html_of(client, reverse("directory:emergency"))


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "marked"), [("", False), ("/nl", True), ("/en", True)])
def test_what_exists_in_french_only_is_marked_on_the_other_pages(
    client: Client, prefix: str, marked: bool
) -> None:
    service = ServiceFactory.create(
        slug="ici",
        audience_note="Pour qui <souffre>",
        access_note="Sonner à droite",
        coverage="region",
        coverage_note="Surtout le haut",
    )
    AccessConditionFactory.create(
        service=service, note="sauf le lundi", criterion__slug="pmr", answer=None
    )
    ScheduleFactory.create(service=service, osm="", note="Le matin surtout")
    WaitingTimeFactory.create(service=service, note="moins en été")
    place = LocationFactory.create(access_note="Au fond de la cour")
    ServiceAtLocationFactory.create(service=service, location=place)
    html = client.get(f"{prefix}/services/ici/").content.decode()
    for words in (
        "Pour qui &lt;souffre&gt;",
        *("Sonner à droite", "Surtout le haut", "sauf le lundi", "Le matin surtout"),
        *("moins en été", "Au fond de la cour"),
    ):
        assert words in html
        assert (f'<span lang="fr">{words}</span>' in html) == marked
    html = client.get(f"{prefix}/orientation/?condition=pmr").content.decode()
    assert html.count("sauf le lundi") == 2  # what to ask, and the reason
    assert html.count('<span lang="fr">sauf le lundi</span>') == (2 if marked else 0)
