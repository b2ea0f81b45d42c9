"""The order of a list, one rule at a time."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from orientation.matching import match
from orientation.profile import Profile, ProfilePlace
from orientation.situation import Situation
from orientation.territory import Area, Territory
from tests.orientation.plain_matcher import World
from tests.orientation.worlds import NAMES, VOCABULARY

AREAS = {
    "21009-1050": Area("21009-1050", "1050", "21009", "sud", "Ixelles", 50.83, 4.37),
    "21005-1040": Area("21005-1040", "1040", "21005", "sud", "Etterbeek", 50.84, 4.39),
    "21004-1000": Area("21004-1000", "1000", "21004", "centre", "Bruxelles", 50.85, 4.35),
    "21004-1050": Area("21004-1050", "1050", "21004", "centre", "Bruxelles", None, None),
}
TERRITORY = Territory(AREAS, {}, NAMES)
AT = datetime.fromisoformat("2026-11-23T10:00")


def service(slug: str, **known: Any) -> Profile:
    plain = Profile(slug=slug, name=slug, sort_key=slug, type="ssm", coverage="belgique")
    return replace(plain, **known)


def at(area: str | None, commune: str | None, *bassins: str, lat: float | None = None) -> Any:
    """A service's only place."""
    return (ProfilePlace(commune, area, frozenset(bassins), lat, 4.37 if lat else None),)


def order(*services: Profile, **question: Any) -> list[str]:
    """The slugs in the order in which they are listed, whatever the order they are given in."""
    asked = Situation(verdict=("convient", "exclus", "verifier"), **question)
    world = World(list(reversed(services)), [], TERRITORY, VOCABULARY, AT)
    return [one.profile.slug for one in match(asked, world.catalogue).listed]


@pytest.mark.parametrize("tri", ["pertinence", "proximite", "nom", "verification"])
def test_the_verdict_comes_first_whatever_the_order(tri: str) -> None:
    far = at(None, None)
    fits = service("z", age_min=0, age_max=120, places=far)
    to_check = service("m", verified_on=date(2026, 1, 1))
    excluded = service("a", age_min=50, verified_on=date(2026, 11, 1))

    place = TERRITORY.resolve("21009-1050")
    listed = order(fits, to_check, excluded, age=35, code_postal=place, tri=tri)
    assert listed == ["z", "m", "a"]


def test_a_whole_word_comes_before_a_prefix() -> None:
    whole, prefix = (
        service("z", words=frozenset({"deuil"})),
        service("a", words=frozenset({"deuils"})),
    )

    assert order(whole, prefix, q="deuil") == ["z", "a"]


def test_the_fewest_questions_come_first() -> None:
    one = service("z", age_min=18)
    two = service("a", age_min=18, conditions={"pmr": None})
    known = replace(one, conditions={"pmr": True})

    assert order(known, two, age=35, condition=("pmr",)) == ["z", "a"]


def test_specialised_in_what_is_asked_comes_before_the_rest() -> None:
    special = service("z", specialised=frozenset({"exil"}), everyone=True)
    ordinary = service("a", everyone=True)
    assert order(special, ordinary, public=("exil",)) == ["z", "a"]
    assert order(special, ordinary, public=("jeunes",)) == ["a", "z"]


def test_proximity_goes_from_the_area_to_nowhere() -> None:
    services = (
        service("f", places=at("21009-1050", "21009", "sud")),
        service("e", places=at(None, "21009", "sud")),
        service("d", places=at("21005-1040", "21005", "sud")),
        service("c", places=at("21004-1000", "21004", "centre")),
        service("a", places=at(None, None)),
        service("b"),
    )
    place = TERRITORY.resolve("21009-1050")
    assert order(*services, code_postal=place) == ["f", "e", "d", "c", "a", "b"]
    assert order(*services, code_postal=TERRITORY.resolve("sans")) == list("abcdef")
    assert order(*services) == list("abcdef")


def test_the_nearest_of_several_places_counts() -> None:
    here, there = at("21009-1050", "21009", "sud"), at("21004-1000", "21004", "centre")
    place = TERRITORY.resolve("21009-1050")

    assert order(
        service("z", places=there + here), service("a", places=there), code_postal=place
    ) == [*("z", "a")]


def test_by_proximity_metres_count_inside_a_tier_only() -> None:
    near = service("z", places=at("21009-1050", "21009", "sud", lat=50.831))
    far = service("b", places=at("21009-1050", "21009", "sud", lat=50.9))
    unmapped = service("a", places=at("21009-1050", "21009", "sud"))
    neighbour = service("0", places=at("21005-1040", "21005", "sud", lat=50.83))
    place = TERRITORY.resolve("21009-1050")

    listed = order(near, far, unmapped, neighbour, code_postal=place, tri="proximite")
    assert listed == ["z", "b", "a", "0"]


def test_by_proximity_without_a_place_asked_the_rest_decides() -> None:
    assert order(service("a"), service("b"), tri="proximite") == ["a", "b"]


def test_by_name_only_the_name_counts() -> None:
    known = service("z", age_min=0, conditions={"pmr": True})

    assert order(service("a", age_min=0), known, age=3, condition=("pmr",), tri="nom") == ["a", "z"]


def test_two_of_one_name_are_ordered_by_slug() -> None:
    assert order(service("b", sort_key="x"), service("a", sort_key="x")) == ["a", "b"]


def test_confirmed_most_recently_first_and_never_last() -> None:
    never = service("a")
    long_ago, lately = (
        service("b", verified_on=date(2020, 1, 1)),
        service("c", verified_on=date(2026, 1, 1)),
    )

    assert order(never, long_ago, lately, tri="verification") == ["c", "b", "a"]
