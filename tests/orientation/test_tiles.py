"""The ground of the larger map: from elsewhere only if the settings say so, and on that page only."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from orientation.live import forget
from tests.smesb.reader import html_of

TILES = "https://tuiles.example:8443/{z}/{x}/{y}.png"


@pytest.fixture
def tiles(settings: Settings) -> None:
    """A site whose settings name a server of tiles."""
    settings.MAP_TILES_URL = TILES
    settings.MAP_TILES_ATTRIBUTION = "© Cartographes & <fils>"
    forget()


def images_from(client: Client, address: str) -> str:
    """Where a page may take images from."""
    policy = client.get(address)["Content-Security-Policy"]
    (found,) = re.findall(r"img-src ([^;]+)", policy)
    return str(found)


def test_without_the_setting_no_page_names_anyone_else(db: None, client: Client) -> None:
    assert images_from(client, "/carte/") == "'self'"
    assert "Afficher le fond" not in html_of(client, "/carte/grande/")
    assert "grande carte" not in html_of(client, "/confidentialite/")


def test_with_it_the_map_alone_may_show_tiles(db: None, client: Client, tiles: None) -> None:
    assert images_from(client, "/carte/") == "'self' https://tuiles.example:8443"
    for address in ("/", "/orientation/", "/carte/grande/", "/confidentialite/"):
        assert images_from(client, address) == "'self'"
    unchanged = client.get("/carte/", headers={"if-none-match": client.get("/carte/")["ETag"]})
    assert unchanged.status_code == 304
    assert "https://tuiles.example:8443" in unchanged["Content-Security-Policy"]


def test_the_reader_is_told_whose_they_are_before_and_on_the_page_of_privacy(
    db: None, client: Client, tiles: None
) -> None:
    html = html_of(client, "/carte/grande/")
    assert "Afficher le fond de carte de tuiles.example:8443" in html
    assert f'data-tiles="{TILES}"' in html
    assert "© Cartographes &amp; &lt;fils&gt;" in html
    assert "un fond de carte de tuiles.example:8443" in html_of(client, "/confidentialite/")
