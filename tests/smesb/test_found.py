"""How search engines find the site: addresses in three languages, robots.txt, the list of pages."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from directory.models import Service
from directory.models.service import Status
from tests.factories import OrganizationFactory, ServiceFactory, UserFactory
from tests.smesb.reader import a_repertoire, every_address, html_of, in_every_language

SITE = "http://localhost"
CANONICAL = re.compile(r'<link rel="canonical" href="(.*?)">')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="(.*?)" href="(.*?)">')
NOINDEX = '<meta name="robots" content="noindex">'
GONE = ("/services/archive/", "/services/fusionne/")
XML = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


def in_french(address: str) -> str:
    """The French address of a page of any language."""
    return re.sub(r"^/(nl|en|ar)/", "/", address)


def versions(path: str) -> dict[str, str]:
    """The addresses of a French path in each language; Arabic is that of one page to be found."""
    return {
        **({"ar": f"{SITE}/ar{path}"} if path == "/urgence/" else {}),
        "fr": f"{SITE}{path}",
        "nl": f"{SITE}/nl{path}",
        "en": f"{SITE}/en{path}",
        "x-default": f"{SITE}{path}",
    }


# Addresses


def test_a_page_is_not_indexed_or_says_its_address_in_each_language(
    repertoire: None, client: Client
) -> None:
    found = Counter[bool]()
    for address in in_every_language():
        html = html_of(client, address)
        hidden = NOINDEX in html
        found[hidden] += 1
        assert CANONICAL.findall(html) == ([] if hidden else [SITE + address]), address
        expected = {} if hidden else versions(in_french(address))
        assert dict(ALTERNATE.findall(html)) == expected, address
    assert found[True] and found[False]


def test_what_is_asked_of_a_page_is_not_in_its_address(repertoire: None, client: Client) -> None:
    html = html_of(client, "/nl/types/?de=quelque-part")

    assert CANONICAL.findall(html) == [f"{SITE}/nl/types/"]
    assert dict(ALTERNATE.findall(html)) == versions("/types/")
    assert 'href="/types/?de=quelque-part"' in html, "for the reader, in another language"


@pytest.mark.parametrize("address", ["/orientation/?age=35", "/selection/?s=plein", *GONE])
def test_pages_of_one_question_are_not_indexed(
    repertoire: None, client: Client, address: str
) -> None:
    assert NOINDEX in html_of(client, address)


def test_a_draft_is_not_indexed(repertoire: None, client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    html = html_of(client, "/services/brouillon/")

    assert NOINDEX in html
    assert "canonical" not in html and "og:" not in html and "ld+json" not in html


# robots.txt


def is_crawled(client: Client, path: str) -> bool:
    """Whether robots.txt lets a path be read."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    rules = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    return not any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in rules)


def test_what_is_not_indexed_is_not_crawled_and_the_rest_is(
    repertoire: None, client: Client
) -> None:
    for address in in_every_language():
        if in_french(address) not in GONE:  # read once more, so that it is forgotten
            hidden = NOINDEX in html_of(client, address)
            assert is_crawled(client, address) != hidden, address


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/orientation/mots/?q=a",
        "/selection/texte/",
        "/selection/qr.svg",
        "/api/services/",
        "/api/orientation/?age=35",
        "/mise-a-jour/00000000-0000-0000-0000-000000000001/",
    ],
)
def test_addresses_of_programs_and_of_links_are_not_crawled(
    client: Client, prefix: str, path: str
) -> None:
    assert not is_crawled(client, prefix + path)


def test_styles_scripts_and_pictures_are_crawled(client: Client) -> None:
    assert is_crawled(client, "/static/css/site.css")
    assert not is_crawled(client, "/admin/")


def test_robots_txt_is_text_that_names_the_sitemap(client: Client) -> None:
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().endswith(f"\nSitemap: {SITE}/sitemap.xml\n")


def test_nothing_of_a_demonstration_is_crawled(client: Client, settings: Settings) -> None:
    settings.DEMO = True

    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert not is_crawled(client, "/")


# sitemap.xml


def sitemap(client: Client) -> dict[str, ElementTree.Element]:
    """The entries of the sitemap by address."""
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    entries = ElementTree.fromstring(answer.content).findall("s:url", XML)  # noqa: S314 - our own
    return {str(entry.findtext("s:loc", "", XML)): entry for entry in entries}


def test_the_sitemap_holds_the_pages_meant_to_be_found(repertoire: None, client: Client) -> None:
    meant = {
        address
        for address in every_address()
        if NOINDEX not in html_of(client, address) and address != "/api/"  # for programmers
    }
    assert {"/", "/services/plein/", "/services/suspendu/", "/urgence/"} <= meant
    listed = sitemap(client)

    assert set(listed) == {one for path in meant for one in versions(path).values()}


def test_the_sitemap_says_each_page_in_each_language(repertoire: None, client: Client) -> None:
    for address, entry in sitemap(client).items():
        said = {one.get("hreflang"): one.get("href") for one in entry.findall("x:link", XML)}
        assert said == versions(in_french(address.removeprefix(SITE))), address


def test_the_sitemap_says_when_a_service_was_last_changed(repertoire: None, client: Client) -> None:
    changed = timezone.localdate(Service.objects.get(slug="plein").updated_at)
    entries = sitemap(client)

    said = entries[f"{SITE}/nl/services/plein/"].findtext("s:lastmod", None, XML)
    assert said == changed.isoformat()
    assert entries[f"{SITE}/types/"].find("s:lastmod", XML) is None


def test_the_sitemap_leaves_out_an_organisation_without_a_listed_service(
    repertoire: None, client: Client
) -> None:
    OrganizationFactory.create(slug="vide")
    ServiceFactory.create(
        status=Status.DRAFT, organization=OrganizationFactory.create(slug="secrete")
    )
    addresses = " ".join(sitemap(client))

    assert "/organisations/asbl/" in addresses
    assert "vide" not in addresses and "secrete" not in addresses


@pytest.mark.parametrize("count", [1, 3])
def test_the_sitemap_asks_the_database_a_fixed_number_of_times(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        ServiceFactory.create(organization=OrganizationFactory.create())
    with django_assert_num_queries(4):
        assert len(sitemap(client)) > 3 * count


def test_the_sitemap_says_the_address_of_the_site_whatever_the_request_says(
    db: None, client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://smes-b.example"

    assert "https://smes-b.example/urgence/" in sitemap(client)
