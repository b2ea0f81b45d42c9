"""The map of an answer, as a reader meets it."""

import gzip
import re

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from directory.importers.territory import load_territory
from directory.models import Location, PostalArea, Service
from directory.models.service import Status
from orientation import map_page
from orientation.live import forget
from orientation.outlines import outlines
from tests.factories import LocationFactory, NeedFactory, ServiceAtLocationFactory, ServiceFactory
from tests.smesb.reader import Page, html_of

FLAGEY, UCCLE = (50.8275, 4.3722), (50.8029, 4.3372)
IXELLES, UCCLE_AREA, LAEKEN = "21009-1050", "21016-1180", "21004-1020"


@pytest.fixture
def territory(db: None) -> None:
    """Brussels, without services."""
    load_territory(settings.FIXTURES / "geo")


def place(
    service: Service, area: str, point: tuple[float, float] | None = None, hidden: bool = False
) -> Location:
    """A place of a service."""
    latitude, longitude = point or (None, None)
    location: Location = LocationFactory.create(
        postal_area=PostalArea.objects.get(code=area),
        latitude=latitude,
        longitude=longitude,
        is_confidential=hidden,
    )
    ServiceAtLocationFactory.create(service=service, location=location)
    return location


def at(point: tuple[float, float]) -> str:
    """A dot, as it is drawn."""
    x, y = outlines().point(*point)
    return f"M{x} {y}h0"


def dots(html: str) -> dict[str, set[str]]:
    """The dots drawn, by verdict."""
    drawn = re.findall(r'class="dot dot-(\w+)" d="([^"]+)"', html.partition("</svg>")[0])
    found: dict[str, set[str]] = {}
    for verdict, path in drawn:
        found.setdefault(verdict, set()).update(re.findall(r"M\d+ \d+h0", path))
    return found


def counted(html: str) -> dict[str, int]:
    """The number of each commune that has any, in the table and on the drawing alike."""
    table = html.partition("Par commune")[2]
    rows = {n: int(c) for n, c in re.findall(r'row">([^<]+)</th><td>(\d+)</td>', table) if c != "0"}
    drawn = re.findall(r'class="map-number">([1-9]\d*)</tspan>', html)
    places = [count for name, count in rows.items() if name not in ("Sans adresse publiée",)]
    assert sorted(map(int, drawn)) == sorted(places)
    return rows


def test_each_commune_counts_the_services_that_have_a_place_there(
    territory: None, client: Client
) -> None:
    both, hidden, _nowhere = (ServiceFactory.create() for _number in range(3))
    place(both, IXELLES, FLAGEY)
    place(both, IXELLES)
    place(both, UCCLE_AREA, UCCLE)
    place(hidden, LAEKEN, hidden=True)
    for status in (Status.DRAFT, Status.SUSPENDED):
        place(ServiceFactory.create(status=status, status_since="2026-01-01"), IXELLES)
    html = html_of(client, "/carte/")
    assert counted(html) == {"Bruxelles": 1, "Ixelles": 1, "Uccle": 1, "Sans adresse publiée": 1}
    assert dots(html) == {"convient": {at(FLAGEY), at(UCCLE)}}
    assert "1 service compte dans sa commune sans y avoir de point" in html


def test_nothing_of_a_confidential_place_but_its_commune_is_drawn(
    territory: None, client: Client
) -> None:
    service = ServiceFactory.create(name="Abri")
    hidden = place(service, IXELLES, FLAGEY, hidden=True)
    x, y = outlines().point(*FLAGEY)
    for query in ("", "?bassin=sud&age=35&code_postal=1050", "?code_postal=1050&tri=proximite"):
        html = html_of(client, f"/carte/{query}")
        drawing, _end, rest = html.partition("</svg>")
        assert dots(html) == {} and "Abri" not in drawing and "à vol d’oiseau" not in rest
        assert not re.search(rf"\b{x} {y}\b", drawing)
        assert counted(html)["Ixelles"] == 1
    hidden.is_confidential = False
    hidden.save()
    assert at(FLAGEY) in html_of(client, "/carte/")
    hidden.is_confidential = True
    hidden.save()
    assert dots(html_of(client, "/carte/")) == {}


def test_a_verdict_has_its_own_dots_and_its_name(territory: None, client: Client) -> None:
    adults = ServiceFactory.create(name="Adultes", age_min=18, age_max=120)
    unknown = ServiceFactory.create(name="Tout à demander")
    children = ServiceFactory.create(name="Enfants", age_min=0, age_max=12)
    place(adults, IXELLES, FLAGEY)
    place(unknown, UCCLE_AREA, UCCLE)
    place(children, UCCLE_AREA, (50.80, 4.34))
    html = html_of(client, "/carte/?age=35")
    assert dots(html) == {"convient": {at(FLAGEY)}, "verifier": {at(UCCLE)}}
    assert "2 services : 1 convient, 1 à vérifier" in html
    assert "<title>Adultes – Convient</title>" in html and "Enfants" not in html
    assert re.findall(r'row-name" href="[^"]+">([^<]+)', html) == ["Adultes", "Tout à demander"]


def test_distances_are_as_the_crow_flies_and_the_nearest_is_first(
    territory: None, client: Client
) -> None:
    far, near = ServiceFactory.create(name="Avant"), ServiceFactory.create(name="Près")
    place(far, UCCLE_AREA, UCCLE)
    place(near, IXELLES, FLAGEY)
    html = html_of(client, "/carte/?code_postal=1050")
    assert re.findall(r'row-name" href="[^"]+">([^<]+)', html) == ["Près", "Avant"]
    (nearest, _other) = re.findall(r"à (\d+,\d) km de 1050, à vol d’oiseau", html)
    assert float(nearest.replace(",", ".")) < 2
    assert "à vol d’oiseau" not in html_of(client, "/carte/?code_postal=sans")
    assert '<path class="map-asked" d="M' in html
    assert "map-asked" not in html_of(client, "/carte/?code_postal=1800"), "not on the drawing"


def test_a_bassin_is_seen_from_near_and_leads_to_its_list(territory: None, client: Client) -> None:
    crisis = NeedFactory.create(slug="crise")
    for name, area, point in (("Ici", IXELLES, FLAGEY), ("Là", LAEKEN, (50.8895, 4.3557))):
        service = ServiceFactory.create(name=name, coverage="region")
        service.needs.add(crisis)
        place(service, area, point)
    whole = html_of(client, "/carte/?besoin=crise&s=ici")
    near = html_of(client, "/carte/?besoin=crise&bassin=sud&s=ici")
    assert 'href="/carte/?besoin=crise&amp;bassin=sud&amp;s=ici"' in whole
    assert (
        'href="/orientation/?besoin=crise&amp;bassin=sud&amp;s=ici#resultats">2 services' in whole
    )
    assert 'href="/carte/?besoin=crise&amp;s=ici">Toute la Région' in near
    boxes = [int(re.findall(r'viewBox="\S+ \S+ (\d+)', html)[0]) for html in (whole, near)]
    assert boxes[1] < boxes[0]
    assert len(dots(whole)["convient"]) == 2 and dots(near) == {"convient": {at(FLAGEY)}}
    listed = html_of(client, "/orientation/?besoin=crise")
    of_the_form = re.findall(r'value="sud"[^>]*>.*?\((\d+)\)', listed)
    assert of_the_form == re.findall(r'aria-label="Bassin Sud : (\d+)', whole)


def test_the_list_leads_to_the_map_and_back(territory: None, client: Client) -> None:
    service = ServiceFactory.create(slug="ici", age_min=18)
    html = html_of(client, "/orientation/?age=35&verdict=verifier&tri=nom&s=ici")
    assert 'href="/carte/?age=35&amp;tri=nom&amp;s=ici">Voir sur une carte' in html
    html = html_of(client, "/carte/?age=35&tri=nom&s=ici")
    assert 'href="/orientation/?age=35&amp;tri=nom&amp;s=ici#resultats"' in html
    assert 'href="/carte/?tri=nom&amp;s=ici">35 ans' in html
    answer = client.get(
        service.get_absolute_url(), headers={"referer": "http://testserver/carte/?age=35"}
    )
    assert "35 ans" in answer.content.decode()


def test_dots_lose_their_names_then_go_when_there_are_too_many(
    territory: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(ServiceFactory.create(name="Seul"), IXELLES, FLAGEY)
    monkeypatch.setattr(map_page, "MOST_NAMED", 0)
    html = html_of(client, "/carte/")
    assert dots(html) == {"convient": {at(FLAGEY)}} and "Seul" not in html
    assert "trop nombreux pour être nommés" in html
    monkeypatch.setattr(map_page, "MOST_DRAWN", 0)
    forget()  # and with it the pages that are ready
    html = html_of(client, "/carte/?tri=nom")
    assert dots(html) == {} and "trop nombreux pour avoir chacun un point" in html


def test_what_could_not_be_read_is_said(territory: None, client: Client) -> None:
    html = html_of(client, "/carte/?age=cent&couleur=bleu")
    assert "<code>age=cent</code>" in html and "<code>couleur=bleu</code>" in html


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_the_drawing_is_named_and_its_numbers_are_whole(
    territory: None, client: Client, prefix: str
) -> None:
    place(ServiceFactory.create(), IXELLES, FLAGEY)
    for query in ("", "?bassin=sud&age=35&code_postal=1050"):
        html = html_of(client, f"{prefix}/carte/{query}")
        page = Page(html)
        assert not page.misnested and not page.inline
        assert len(page.ids) == len(set(page.ids))
        assert 'aria-labelledby="carte-nom"' in html and "carte-nom" in page.ids
        assert html.count('<a class="bassin') == 5
        assert not re.findall(r'\s(?:x|y|d|viewBox|font-size)="[^"]*,', html), "no decimal comma"


def test_a_repertoire_without_territory_has_the_page_too(db: None, client: Client) -> None:
    forget()
    assert "0 service" in html_of(client, "/carte/")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?age=35&code_postal=1050&bassin=sud"])
def test_the_database_is_asked_as_often_for_three_services_as_for_one(
    territory: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    query: str,
) -> None:
    for _number in range(count):
        service = ServiceFactory.create()
        place(service, IXELLES, FLAGEY)
        place(service, LAEKEN, hidden=True)
    forget()
    with django_assert_num_queries(47):
        assert client.get(f"/carte/{query}").status_code == 200
    with django_assert_num_queries(1):
        assert client.get(f"/carte/{query}").status_code == 200


def test_the_map_is_light(territory: None, client: Client) -> None:
    for number in range(40):
        place(ServiceFactory.create(), IXELLES, (50.81 + number / 1000, 4.36))
    page = len(gzip.compress(html_of(client, "/carte/?age=35&code_postal=1050").encode()))
    assert page <= 14_000, page
