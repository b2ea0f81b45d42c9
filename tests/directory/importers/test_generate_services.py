"""Fictional services: plausible, marked, and the same for the same two numbers."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.importers.pseudowords import SIZE, vocabulary
from directory.importers.synthetic import SOURCE
from directory.models import (
    AccessCondition,
    Criterion,
    Email,
    Location,
    Organization,
    Phone,
    Service,
)
from tests.directory.importers.files import every_row

COUNT = 120


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """A site in DEMO."""
    settings.DEMO = True


def generate(count: int = COUNT, seed: int = 7) -> None:
    """Run the command."""
    call_command("generate_services", count, seed=seed, stdout=StringIO(), stderr=StringIO())


def world() -> dict[str, set[tuple[Any, ...]]]:
    """What is in the database, but for keys and moments."""
    services = Service.objects.values_list(
        *("uuid", "name", "slug", "organization__name", "type__slug", "age_min", "age_max"),
        *("audience", "coverage", "description_fr", "source_date", "verified_on"),
    )
    conditions = AccessCondition.objects.values_list("service__slug", "criterion__slug", "answer")
    places = Location.objects.values_list("services__slug", "latitude", "is_confidential")
    terms = Service.objects.values_list("slug", "languages__slug", "themes__slug", "needs__slug")
    rows = {"services": services, "conditions": conditions, "places": places, "terms": terms}
    return {name: set(found) for name, found in rows.items()}


def test_there_are_at_least_twenty_thousand_pseudo_words() -> None:
    words = vocabulary()
    assert len(set(words)) == len(words) == SIZE >= 20_000
    assert all(re.fullmatch(r"[a-zé]+", word) for word in words)


@pytest.mark.usefixtures("reference")
def test_fictional_services_say_so_and_have_no_number_that_could_ring() -> None:
    generate()
    assert Service.objects.published().count() == COUNT
    assert all(
        name.startswith("Service fictif ")
        for name in Service.objects.values_list("name", flat=True)
    )
    assert set(Service.objects.values_list("source", flat=True)) == {SOURCE}
    assert not Phone.objects.exists()
    assert not Email.objects.exists()
    assert not Service.objects.exclude(website="").exists()


@pytest.mark.usefixtures("reference")
def test_much_is_unknown_as_in_the_real_repertoire() -> None:
    generate()
    known = AccessCondition.objects.count() / (COUNT * Criterion.objects.count())
    assert 0.37 < known < 0.43
    assert set(AccessCondition.objects.values_list("answer", flat=True)) == {True, False}
    assert 0.45 < Service.objects.filter(coverage="").count() / COUNT < 0.75
    assert all(1 <= entry.locations.count() <= 3 for entry in Service.objects.all())
    for language in ("fr", "nl", "en"):
        texts = Service.objects.values_list(f"description_{language}", flat=True)
        assert max(len(text.split()) for text in texts) <= 12


@pytest.mark.usefixtures("reference")
def test_a_fictional_entry_is_one_that_the_admin_would_accept() -> None:
    generate(30)
    for model in (Service, Organization, Location, AccessCondition):
        for row in model._default_manager.all():
            row.full_clean()


@pytest.mark.usefixtures("reference")
def test_the_same_numbers_make_the_same_services() -> None:
    generate(40, 1)
    first = world()
    for model in (Service, Location, Organization):
        model._default_manager.all().delete()
    generate(40, 1)
    assert world() == first


@pytest.mark.usefixtures("reference")
def test_two_worlds_live_side_by_side_and_none_twice() -> None:
    generate(5, 1)
    generate(5, 2)
    assert Service.objects.count() == 10
    before = every_row()
    with pytest.raises(CommandError, match="déjà là"):
        generate(5, 1)
    assert every_row() == before


@pytest.mark.usefixtures("reference")
def test_a_site_that_is_neither_demo_nor_debug_refuses(settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="DEMO"):
        generate(1)
    assert not Service.objects.exists()


def test_without_reference_lists_it_says_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="load_reference"):
        generate(1)
