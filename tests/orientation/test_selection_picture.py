"""The picture beside the shared address of a selection."""

from io import BytesIO

import pytest
from django.http import QueryDict
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from directory.models import Service
from directory.picture import SIZE
from orientation.network import Network
from orientation.picture_words import picture_of
from orientation.selection import Selection
from tests.directory.test_picture import TODAY
from tests.factories import ServiceAtLocationFactory, ServiceFactory
from tests.smesb.reader import SECRETS, a_repertoire, plain


def network(query: str) -> Network:
    """The services of an address, read as the picture does."""
    selection = Selection.from_query(QueryDict(query))
    services = Service.objects.with_a_page().for_picture().filter(slug__in=selection.slugs)
    return Network(selection, {service.slug: service for service in services}, TODAY)


@pytest.mark.django_db
def test_it_names_the_services_what_they_are_and_the_day() -> None:
    a_repertoire()
    found = picture_of(network("s=plein&s=refuge&s=suspendu&s=archive&s=inconnu"))

    assert found.title == "3 services choisis"
    assert found.services == (
        ("Le Plein", "Service de santé mentale (SSM) · Berchem-Sainte-Agathe"),
        ("La Maison des femmes", "Service de santé mentale (SSM) · Berchem-Sainte-Agathe"),
        ("Le Suspendu", "Service de santé mentale (SSM) · Suspendu depuis le 14 mars 2026"),
    )
    assert (found.more, found.on) == ("", "22 novembre 2026")
    assert not [secret for secret in SECRETS if secret in found.alt]


@pytest.mark.parametrize(("count", "more"), [(4, ""), (5, "et 1 autre"), (30, "et 26 autres")])
@pytest.mark.django_db
def test_past_four_names_the_others_are_counted(count: int, more: str) -> None:
    for number in range(count):
        ServiceFactory.create(slug=f"s{number}", name=f"Service {number}")
    found = picture_of(network("&".join(f"s=s{number}" for number in range(count))))

    assert [name for name, _about in found.services] == [f"Service {number}" for number in range(4)]
    assert plain(found.more) == more


@pytest.mark.django_db
def test_its_address_is_the_selection_s_and_holds_no_situation(client: Client) -> None:
    a_repertoire()
    address = "/nl/selection/apercu.png?s=plein&s=refuge"
    answer = client.get(address)
    assert Image.open(BytesIO(answer.content)).size == SIZE
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    asked = client.get(f"{address}&age=35", headers={"Referer": "/orientation/?age=35"})
    assert asked.content == answer.content


@pytest.mark.parametrize("query", ["", "s=archive", "s=brouillon", "s=inconnu", "s=a%00b"])
@pytest.mark.django_db
def test_there_is_no_picture_of_nothing(client: Client, query: str) -> None:
    a_repertoire()

    assert client.get(f"/selection/apercu.png?{query}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.django_db
def test_the_database_is_asked_a_fixed_number_of_times(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    services = [ServiceFactory.create(slug=f"s{number}") for number in range(count)]
    for service in services:
        ServiceAtLocationFactory.create(service=service)
    query = "&".join(f"s={service.slug}" for service in services)
    with django_assert_num_queries(5):
        client.get(f"/selection/apercu.png?{query}")
