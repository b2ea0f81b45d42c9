"""How the site looks outside its pages: shared addresses, a browser's search, a telephone's screen."""

import re
import struct
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from directory.models import Service
from directory.picture import HEIGHT, WIDTH
from tests.smesb.reader import SECRETS, a_repertoire, html_of, plain

SITE = "http://localhost"
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="(.*?)">')
LANGUAGES = pytest.mark.parametrize(
    ("prefix", "language"), [("", "fr"), ("/nl", "nl"), ("/en", "en")]
)


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


def preview(client: Client, address: str, **headers: str) -> dict[str, str]:
    """What is shown of an address that is shared."""
    return dict(META.findall(client.get(address, headers=headers).content.decode()))


def size(picture: str) -> tuple[int, int]:
    """The width and height of a PNG file of the site."""
    content = (Path(settings.BASE_DIR) / "static" / picture).read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def is_served(client: Client, address: str) -> bool:
    """Whether a file of the site is there."""
    answer = client.get(address)
    answer.close()
    return answer.status_code == 200


# Shared addresses


@LANGUAGES
def test_a_service_is_shared_by_its_name_and_description(
    repertoire: None, client: Client, prefix: str, language: str
) -> None:
    shown = preview(client, f"{prefix}/services/plein/?de=ailleurs")
    with translation.override(language):
        kind = str(Service.objects.get(slug="plein").type)

    picture = shown.pop("og:image")
    assert picture == f"{SITE}{prefix}/services/plein/apercu.png"
    assert is_served(client, picture.removeprefix(SITE))
    assert plain(unescape(shown.pop("og:image:alt"))).startswith(
        "Le Plein – Service de santé mentale"
    )
    assert shown == {
        "og:title": "Le Plein",
        "og:description": "Un accueil." if language == "fr" else kind,  # it exists in French only
        "og:url": f"{SITE}{prefix}/services/plein/",
        "og:type": "website",
        "og:site_name": "SMES-B",
        "og:locale": {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}[language],
        "og:image:width": f"{WIDTH}",
        "og:image:height": f"{HEIGHT}",
        "twitter:card": "summary_large_image",
    }


def test_a_service_without_description_is_shared_by_its_type(
    repertoire: None, client: Client
) -> None:
    kind = Service.objects.get(slug="nu").type

    assert preview(client, "/services/nu/")["og:description"] == str(kind)
    assert f'<meta name="description" content="{kind}">' in html_of(client, "/services/nu/")


def test_the_entrance_is_shared_in_its_language(repertoire: None, client: Client) -> None:
    shown = preview(client, "/en/")

    assert shown["og:title"] == "SMES-B: find mental health help in Brussels"
    assert shown["og:url"] == f"{SITE}/en/"
    assert shown["og:image"].startswith(f"{SITE}/static/card.")
    assert is_served(client, shown["og:image"].removeprefix(SITE))
    assert shown["og:description"] == "Mental health directory and guidance in Brussels."


def test_a_selection_is_shared_by_its_number_of_services_and_nothing_of_the_situation(
    repertoire: None, client: Client
) -> None:
    address = "/selection/?s=plein&s=refuge"
    shown = preview(client, address, referer=f"{SITE}/orientation/?age=16&besoin=crise&s=plein")

    assert shown["og:title"] == "2 services choisis"
    assert shown["og:url"] == f"{SITE}{address}".replace("&", "&amp;")
    assert shown["og:image"] == f"{SITE}/selection/apercu.png?s=plein&amp;s=refuge"
    assert is_served(client, unescape(shown["og:image"]).removeprefix(SITE))
    for word in ("age", "16", "besoin", "crise", *SECRETS):
        assert word not in "".join(shown.values()).replace("image", ""), word


@pytest.mark.parametrize("address", ["/selection/", "/orientation/?age=35", "/services/archive/"])
def test_what_says_nothing_to_others_has_no_preview(
    repertoire: None, client: Client, address: str
) -> None:
    assert not preview(client, address)


def test_the_picture_has_the_size_that_is_asked_and_is_light() -> None:
    assert size("card.png") == (1200, 630)
    assert (Path(settings.BASE_DIR) / "static" / "card.png").stat().st_size <= 40_000


# A browser's search, a telephone's screen


@LANGUAGES
def test_a_browser_can_search_the_list(
    repertoire: None, client: Client, prefix: str, language: str
) -> None:
    address = f"{prefix}/opensearch.xml"
    assert f'<link rel="search" href="{address}"' in html_of(client, f"{prefix}/urgence/")
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml"
    said = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    name = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    search = said.find("o:Url", name)

    assert said.findtext("o:Language", None, name) == language
    assert 0 < len(said.findtext("o:ShortName", "", name)) <= 16
    assert search is not None
    template = search.attrib["template"]
    assert template == f"{SITE}{prefix}/orientation/?q={{searchTerms}}"
    found = html_of(client, template.removeprefix(SITE).replace("{searchTerms}", "plein"))
    assert "Le Plein" in found


@LANGUAGES
def test_a_telephone_can_keep_the_site_on_its_screen(
    db: None, client: Client, prefix: str, language: str
) -> None:
    address = f"{prefix}/site.webmanifest"
    html = html_of(client, f"{prefix}/urgence/")
    assert f'<link rel="manifest" href="{address}"' in html
    answer = client.get(address)
    said = answer.json()

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert said["lang"] == language
    assert said["start_url"] == f"{prefix}/"
    for icon in said["icons"]:
        assert is_served(client, icon["src"])
    touched = re.search(r'<link rel="apple-touch-icon" href="(.*?)"', html)
    assert touched and is_served(client, touched[1])


@pytest.mark.parametrize("side", [180, 192, 512])
def test_icons_have_the_size_they_say_and_are_light(side: int) -> None:
    picture = f"icons/{side}.png"

    assert size(picture) == (side, side)
    assert (Path(settings.BASE_DIR) / "static" / picture).stat().st_size <= 5_000
