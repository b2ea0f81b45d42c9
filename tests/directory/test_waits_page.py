"""The page of waiting times and the drawing on a service's page, as readers meet them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from directory import waits_counted
from directory.last_revision import read_revision
from directory.models import Service, WaitingTime
from directory.models.service import Status
from directory.models.waiting_time import Stage
from directory.wait_statistics import Share, Slice
from directory.waits_counted import counted
from tests.directory.reports import a_service
from tests.factories import (
    BassinFactory,
    LocationFactory,
    MunicipalityFactory,
    PostalAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    WaitingTimeFactory,
)
from tests.smesb.reader import Page, html_of, plain

DAY = date(2026, 11, 22)
PAGE = "/temps-d-attente/"
BY_TYPE = "/temps-d-attente/types/"


@pytest.fixture(autouse=True)
def on_the_day(db: None) -> Iterator[None]:
    """One day for all, and nothing kept from one test to another."""
    waits_counted.forget()
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        yield
    waits_counted.forget()


def some_services(count: int, **kinds: Any) -> list[Service]:
    """Services of one type, each in one bassin, each with something said."""
    bassin = BassinFactory.create(slug="sud")
    kind = ServiceTypeFactory.create(slug="ssm", name_fr="Service de santé mentale")
    found = []
    for _number in range(count):
        service = ServiceFactory.create(type=kind, **kinds)
        place = LocationFactory.create(postal_area=PostalAreaFactory.create(bassin=bassin))
        ServiceAtLocationFactory.create(service=service, location=place)
        WaitingTimeFactory.create(service=service, state="suspended", observed_on=DAY)
        found.append(service)
    return found


def words(html: str) -> str:
    """What a reader sees of a part of a page."""
    return plain(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


# The figures


def test_every_listed_service_counts_and_no_other() -> None:
    first, *_others = some_services(3)
    Service.objects.filter(pk=first.pk).update(status=Status.SUSPENDED, status_since=DAY)
    ServiceFactory.create(type=first.type)
    for status in (Status.DRAFT, Status.ARCHIVED):
        gone = ServiceFactory.create(type=first.type, status=status, status_since=DAY)
        WaitingTimeFactory.create(service=gone)
    found = counted(DAY)
    assert found.everywhere == found.types[first.type_id]
    assert found.everywhere.total == 4
    assert found.everywhere.slices[Slice.SHUT] == 3
    assert found.everywhere.slices[Slice.UNKNOWN] == 1
    assert found.everywhere.shares[-2:] == (Share(0, 0), Share(3, 3))


def test_what_is_set_aside_or_of_the_follow_up_does_not_count() -> None:
    service = ServiceFactory.create()
    WaitingTimeFactory.create(service=service, is_set_aside=True)
    WaitingTimeFactory.create(service=service, stage=Stage.FOLLOW_UP)
    assert counted(DAY).everywhere.shares[-1] == Share(0, 0)


def test_the_audience_is_read_with_what_is_said() -> None:
    service = ServiceFactory.create()
    WaitingTimeFactory.create(service=service, state="open", observed_on=DAY - timedelta(3))
    for narrower in ({"group": TargetGroupFactory.create()}, {"age_max": 18}):
        WaitingTimeFactory.create(service=service, state="closed", **narrower)
    assert counted(DAY).everywhere.slices[Slice.SOON] == 1


def test_a_service_counts_in_each_bassin_of_its_places() -> None:
    north, south = BassinFactory.create(), BassinFactory.create()
    split, whole = MunicipalityFactory.create(), MunicipalityFactory.create()
    areas = [
        PostalAreaFactory.create(municipality=split, bassin=north),
        PostalAreaFactory.create(municipality=split, bassin=south),
        PostalAreaFactory.create(municipality=whole, bassin=south),
    ]
    both, secret, nowhere = (ServiceFactory.create() for _number in range(3))
    for area in areas:
        place = LocationFactory.create(postal_area=area)
        ServiceAtLocationFactory.create(service=both, location=place)
    hidden = LocationFactory.create(postal_area=areas[0], is_confidential=True)
    ServiceAtLocationFactory.create(service=secret, location=hidden)
    found = counted(DAY)
    # Of a confidential place only the commune is said, which lies in both.
    assert {key: figures.total for key, figures in found.bassins.items()} == {
        north.pk: 2,
        south.pk: 2,
    }
    assert found.no_bassin.total == 1 and not nowhere.at_locations.exists()
    hidden.postal_area, hidden.municipality = areas[2], whole
    hidden.save()
    assert counted(DAY).bassins[north.pk].total == 1
    pages = {
        bassin: Service.objects.with_card_data().by_relation_to(bassin).located
        for bassin in (north, south)
    }
    assert {bassin.pk: len(located) for bassin, located in pages.items()} == {
        key: figures.total for key, figures in counted(DAY).bassins.items()
    }


def test_it_is_counted_anew_when_something_changes_or_the_day_does(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    (service,) = some_services(1)
    assert counted(DAY).everywhere.slices[Slice.SHUT] == 1
    with django_assert_num_queries(1):
        counted(DAY)
    assert counted(DAY + timedelta(100)).everywhere.slices[Slice.UNKNOWN] == 1
    WaitingTimeFactory.create(service=service, state="open")
    assert counted(DAY).everywhere.slices[Slice.SOON] == 1
    WaitingTime.objects.all().delete()
    assert counted(DAY).everywhere.slices[Slice.UNKNOWN] == 1


# The page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", [PAGE, BY_TYPE])
def test_the_pages_ask_the_database_as_often_for_three_services_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, page: str, count: int
) -> None:
    some_services(count)
    read_revision()  # what this test wrote is counted now, not by the page
    with django_assert_num_queries(7):
        assert client.get(page).status_code == 200
    with django_assert_num_queries(2):
        assert client.get(page).status_code == 200


def test_the_page_says_both_numbers_and_a_percentage_of_five_or_more(client: Client) -> None:
    first, *_others = some_services(5)
    html = html_of(client, PAGE)
    assert (
        "On sait quelque chose de 5 services. Demandes suspendues ou fermées : 5 (100 %)." in html
    )
    assert "5 sur 5 (100 %)" in html and "inconnu" in html
    assert "La plus grande part" not in html

    WaitingTime.objects.filter(service=first).delete()
    html = html_of(client, PAGE)
    assert "On sait quelque chose de 4 services. Demandes suspendues ou fermées : 4." in html
    assert "4 sur 4" in html
    assert " %)" not in html


def test_a_repertoire_without_services_has_the_page_too(client: Client) -> None:
    html = html_of(client, PAGE)
    assert "Aujourd’hui, pour 0 service" in html
    assert "On ne sait rien de récent." in html


def test_what_is_not_known_is_said_to_be_the_largest_part(client: Client) -> None:
    some_services(1)
    ServiceFactory.create_batch(2)
    html = html_of(client, PAGE)
    assert "La plus grande part : on ne sait pas." in html
    assert "Sans bassin connu" in html


def test_the_tables_say_what_the_charts_show(client: Client) -> None:
    some_services(6)
    html = html_of(client, BY_TYPE)
    today, since = re.findall(r'<div class="chart-table".*?</table>', html, re.S)[-2:]
    row = "Service de santé mentale"
    assert words(today.partition("<tbody>")[2]) == f"{row} 6 0 0 0 0 0 6 0 0"
    assert words(since.partition("<tbody>")[2]) == f"{row} {'inconnu ' * 18}6 sur 6 (100 %)"
    (bar,) = re.findall(r'id="type-ssm-bd">(.*?)<', html)
    assert bar == "Nouvelles demandes suspendues ou fermées : 6"


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_every_drawing_has_a_name_and_a_description(client: Client, prefix: str) -> None:
    some_services(6)
    service = a_service()
    for days in (3, 40, 60):
        WaitingTimeFactory.create(service=service, observed_on=DAY - timedelta(days), weeks_to=4)
    for address in (PAGE, BY_TYPE, service.get_absolute_url()):
        html = html_of(client, f"{prefix}{address}")
        page = Page(html)
        assert not page.misnested and not page.inline
        assert len(page.ids) == len(set(page.ids))
        drawings = re.findall(r'<svg class="chart-plot[^>]*>', html)
        assert drawings
        for drawing in drawings:
            assert 'role="img"' in drawing
            (named,) = re.findall(r'aria-labelledby="([^"]+)"', drawing)
            assert set(named.split()) <= set(page.ids)
        assert not re.findall(r'\s(?:x|y|x1|x2|y1|y2|width|height)="[^"]*,', html), (
            "no decimal comma"
        )


def test_figures_that_are_fictional_are_said_to_be(client: Client) -> None:
    some_services(1)
    warning = "Des chiffres de cette page sont fictifs"
    assert warning not in html_of(client, PAGE) + html_of(client, BY_TYPE)
    WaitingTimeFactory.create(is_fictional=True)
    assert warning in html_of(client, PAGE)
    assert warning in html_of(client, BY_TYPE)


def test_the_types_and_the_bassins_lead_there(client: Client) -> None:
    some_services(1)
    for address in ("/bassins/sud/", "/a-propos/", BY_TYPE):
        assert f'href="{PAGE}' in html_of(client, address), address
    for address in ("/types/", PAGE):
        assert f'href="{BY_TYPE}' in html_of(client, address), address


# The drawing on a service's page


def test_three_observations_are_drawn_and_two_are_not(client: Client) -> None:
    service = a_service()
    for days in (100, 40):
        WaitingTimeFactory.create(service=service, observed_on=DAY - timedelta(days), weeks_to=4)
    html = html_of(client, service.get_absolute_url())
    assert "wait-drawing" not in html and "css/charts." not in html
    WaitingTimeFactory.create(service=service, state="closed", said_by="professional")
    html = html_of(client, service.get_absolute_url())
    assert html.count('class="mark mark-waiting"') == 2
    assert html.count('class="mark mark-closed is-hollow"') == 1
    assert "Signe creux" in html and "css/charts." in html
    assert "3 observations, du 14 août 2026 au 22 novembre 2026" in html
    assert "chiffres fictifs" not in html


def test_a_drawing_says_what_is_fictional_for_whom_and_where_it_stops(client: Client) -> None:
    service = a_service()
    weeks = ((None, 4), (2, 6), (3, 6), (None, 260), (2, None))
    for days, (low, high) in enumerate(weeks):
        WaitingTimeFactory.create(
            service=service,
            observed_on=DAY - timedelta(days),
            weeks_from=low,
            weeks_to=high,
            age_min=60,
            is_fictional=days == 2,
        )
    figure = html_of(client, service.get_absolute_url()).partition("wait-drawing")[2]
    figure = figure.partition("</figure>")[0]
    assert "chiffres fictifs" in figure and "dès 60 ans" in figure
    assert "L’échelle s’arrête à 12 semaines" in figure
    assert ">260</text>" in figure
    assert "personne n’a dit combien au plus" in figure
    assert all(month in figure for month in (">juin<", ">sept.<", ">2025<", ">2026<"))
