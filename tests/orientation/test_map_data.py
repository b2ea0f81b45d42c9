"""What the larger map is made of: what the page tells, where it is, and nothing of a confidential place."""

import gzip
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from directory.importers.territory import load_territory
from directory.models import Municipality
from directory.planar import metres
from orientation import map_page
from orientation.live import forget
from tests.factories import NeedFactory, ServiceFactory
from tests.orientation.test_map import FLAGEY, IXELLES, LAEKEN, UCCLE, UCCLE_AREA, counted, place
from tests.smesb.reader import SECRETS, Page, a_repertoire, html_of

Json = dict[str, Any]


@pytest.fixture
def territory(db: None) -> None:
    """Brussels, without services."""
    load_territory(settings.FIXTURES / "geo")


def data_of(client: Client, query: str = "", prefix: str = "") -> Json:
    """The data of a question, as the script of the map gets them."""
    html = html_of(client, f"{prefix}/carte/grande/{query}")
    (text,) = re.findall(r'<script type="application/json">(.*?)</script>', html, re.S)
    found: Json = json.loads(text)
    return found


def named(data: Json) -> dict[tuple[float, float], list[str]]:
    """The names at each place."""
    return {tuple(dot["at"]): [one["name"] for one in dot["services"]] for dot in data["dots"]}


def test_communes_have_the_numbers_of_the_drawing(territory: None, client: Client) -> None:
    place(ServiceFactory.create(), IXELLES, FLAGEY)
    place(ServiceFactory.create(), IXELLES)
    place(ServiceFactory.create(), LAEKEN, hidden=True)
    data = data_of(client)
    labelled = {area["name"]: area["count"] for area in data["areas"] if area["label"]}
    assert len(labelled) == 19
    drawn = counted(html_of(client, "/carte/"))
    drawn.pop("Sans adresse publiée", None)
    assert {name: count for name, count in labelled.items() if count} == drawn
    (ixelles,) = (area for area in data["areas"] if area["name"] == "Ixelles")
    assert ixelles["said"] == "2 services y ont un lieu"
    assert ixelles["bassin"] == {"name": "Bassin Sud", "url": "/carte/?bassin=sud"}


def test_places_are_where_they_are_on_earth(territory: None, client: Client) -> None:
    place(ServiceFactory.create(name="Ici"), IXELLES, FLAGEY)
    data = data_of(client, "?code_postal=1050")
    assert named(data) == {FLAGEY: ["Ici"]}
    for area in data["areas"]:
        if area["label"]:
            commune = Municipality.objects.get(name_fr=area["name"])
            assert metres(tuple(area["label"]), (commune.latitude, commune.longitude)) < 5_000
    (north, west), (south, east) = data["frame"]
    for area in data["areas"]:
        for latitude, longitude in area["rings"][0]:
            assert south <= latitude <= north and west <= longitude <= east
    assert len(data["asked"]) == 2  # Ixelles, and the part of the City that has its code
    near = data_of(client, "?bassin=sud")["frame"]
    assert near[0][0] < north and near[1][1] < east
    assert all(len(line) >= 2 for line in data["borders"])


def test_a_dot_names_every_service_that_stands_there(territory: None, client: Client) -> None:
    fits = ServiceFactory.create(name="Adultes", slug="adultes", age_min=18, age_max=120)
    unknown = ServiceFactory.create(name="Tout à demander", slug="demander")
    for service in (unknown, fits):
        place(service, IXELLES, FLAGEY)
    place(ServiceFactory.create(name="Enfants", age_min=0, age_max=12), UCCLE_AREA, UCCLE)
    (dot,) = data_of(client, "?age=35")["dots"]
    assert dot["verdict"] == "convient"
    assert dot["services"] == [
        {"name": "Adultes", "url": "/services/adultes/", "said": "Convient"},
        {"name": "Tout à demander", "url": "/services/demander/", "said": "À vérifier"},
    ]
    assert {one["said"] for dot in data_of(client)["dots"] for one in dot["services"]} == {""}


def test_it_is_asked_as_the_page_is_and_answers_in_its_language(
    territory: None, client: Client
) -> None:
    NeedFactory.create(slug="crise")
    query = "?besoin=crise&bassin=sud&age=35&s=ici"
    for prefix in ("", "/nl", "/en"):
        page = html_of(client, f"{prefix}/carte/{query}").replace("&amp;", "&")
        assert f'data-from="{prefix}/carte/grande/{query}"' in page
    dutch = data_of(client, query, "/nl")
    assert "Elsene" in {area["name"] for area in dutch["areas"]}
    sud = {area["bassin"]["url"] for area in dutch["areas"] if area["name"] == "Elsene"}
    assert sud == {"/nl/carte/?besoin=crise&bassin=sud&age=35&s=ici"}


def test_nothing_of_a_confidential_place_but_its_commune_is_sent(
    territory: None, client: Client
) -> None:
    hidden = place(ServiceFactory.create(name="Abri", slug="abri"), IXELLES, FLAGEY, hidden=True)
    for query in ("", "?bassin=sud&age=35&code_postal=1050"):
        text = client.get(f"/carte/grande/{query}").content.decode()
        assert "Abri" not in text and "abri" not in text
        assert str(FLAGEY[0]) not in text and str(FLAGEY[1]) not in text
        (ixelles,) = (area for area in data_of(client, query)["areas"] if area["name"] == "Ixelles")
        assert ixelles["count"] == 1
    hidden.is_confidential = False
    hidden.save()
    assert named(data_of(client)) == {FLAGEY: ["Abri"]}
    hidden.is_confidential = True
    hidden.save()
    assert named(data_of(client)) == {}


def test_nothing_of_a_repertoire_that_is_secret_is_sent(db: None, client: Client) -> None:
    a_repertoire()
    for prefix in ("", "/nl", "/en"):
        for query in ("", "?age=35&code_postal=1081&bassin=nord-ouest"):
            html = html_of(client, f"{prefix}/carte/grande/{query}")
            assert "Le Plein" in html
            assert [secret for secret in SECRETS if secret in html] == []


def test_too_many_services_have_no_dots_here_either(
    territory: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(ServiceFactory.create(), IXELLES, FLAGEY)
    monkeypatch.setattr(map_page, "MOST_DRAWN", 0)
    forget()
    assert data_of(client)["dots"] == []


def test_it_is_private_light_and_sent_once(territory: None, client: Client) -> None:
    for number in range(100):
        service = ServiceFactory.create(name=f"Service numéro {number}")
        place(service, IXELLES, (50.81 + number / 1000, 4.36))
    first = client.get("/carte/grande/")
    assert first["Cache-Control"] == "private, no-cache"
    assert '<meta name="robots" content="noindex">' in first.content.decode()
    assert client.get("/carte/grande/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert len(gzip.compress(first.content)) < 14_000


def test_it_is_a_page_without_a_word_of_anyone_s_html(territory: None, client: Client) -> None:
    name = "</script><img src=x>"
    place(ServiceFactory.create(name=name), IXELLES, FLAGEY)
    html = html_of(client, "/carte/grande/?age=35")
    assert "<img" not in html and html.count("</script>") == 1
    assert named(data_of(client)) == {FLAGEY: [name]}
    page = Page(html)
    assert not page.misnested and not page.inline
