"""Words suggested while one types."""

from datetime import date
from urllib.parse import quote_plus

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models.service import Status
from tests.factories import ServiceFactory

ADDRESS = "/orientation/mots/"


@pytest.fixture
def services(db: None) -> None:
    """Two published services and one that is not."""
    ServiceFactory.create(name="Centre de psychologie")
    ServiceFactory.create(name="Autre centre de psychologie")
    ServiceFactory.create(
        name="Centre de psychomotricité", status=Status.ARCHIVED, status_since=date(2026, 1, 1)
    )


def suggested(client: Client, query: str) -> list[str]:
    """What an address suggests."""
    answer = client.get(ADDRESS, QUERY_STRING=query)
    assert answer.status_code == 200
    found: list[str] = answer.json()["suggestions"]
    return found


def test_a_word_begun_is_completed_to_those_of_published_services(
    services: None, client: Client
) -> None:
    found = suggested(client, "q=psycho")

    assert "psychologie" in found
    assert not any("psychomotri" in word for word in found)
    assert len(suggested(client, "q=ps")) <= 8


@pytest.mark.parametrize(
    "query", ["", "q=", "q=x", "q=%00", "q=%ff%C3", "q=" + "a" * 10_000, "q=ps&q=", "r=1"]
)
def test_whatever_is_not_a_beginning_suggests_nothing(
    services: None, client: Client, query: str
) -> None:
    assert suggested(client, query) == []


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(text=st.text(max_size=40))
def test_any_text_is_answered(services: None, client: Client, text: str) -> None:
    assert len(suggested(client, f"q={quote_plus(text, errors='replace')}")) <= 8


def test_what_one_types_is_kept_by_no_shared_cache(services: None, client: Client) -> None:
    answer = client.get(ADDRESS, {"q": "psycho"})

    assert "private" in answer["Cache-Control"] and "no-cache" in answer["Cache-Control"]
    assert client.post(ADDRESS).status_code == 405
