"""The engine, set by set, says what the plain matcher says service by service."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.matching import Match, match
from orientation.profile import pack, unpack
from orientation.situation import Situation
from tests.orientation import plain_matcher
from tests.orientation.plain_matcher import World
from tests.orientation.worlds import situations, worlds

many = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
EVERYTHING = ("convient", "verifier", "exclus")


def told(found: Match) -> tuple[Match, tuple[int | str, ...]]:
    """An answer as both give it, with its place: the snapshot keeps words apart, and alone knows slots."""
    seen = replace(found, slot=-1, profile=replace(found.profile, words=frozenset()))
    return seen, found.order


@many
@given(worlds(most=7), situations())
def test_the_engine_answers_as_the_plain_matcher(world: World, situation: Situation) -> None:
    found = match(situation, world.catalogue)
    expected = plain_matcher.match(situation, world)

    assert found.counts == expected.counts
    assert found.excluded_by == expected.excluded_by
    assert found.did_you_mean == expected.did_you_mean
    assert list(map(told, found.listed)) == list(map(told, expected.listed))
    assert found.suspended_count == len(expected.suspended)
    assert [one.slug for one in found.suspended(9)] == [one.slug for one in expected.suspended]
    assert {key: list(map(told, near)) for key, near in found.near_misses.items()} == {
        key: list(map(told, near)) for key, near in expected.near_misses.items()
    }


@many
@given(worlds(most=6), situations())
def test_every_facet_count_is_that_of_the_plain_matcher(world: World, situation: Situation) -> None:
    found = match(situation, world.catalogue).facets

    assert found == plain_matcher.facet_counts(situation, world)


@many
@given(worlds(most=7), situations(), st.integers(0, 8), st.integers(1, 8))
def test_any_page_is_a_piece_of_the_whole_order(
    world: World, situation: Situation, start: int, count: int
) -> None:
    whole = list(match(replace(situation, verdict=EVERYTHING), world.catalogue).listed)
    listed = match(replace(situation, verdict=EVERYTHING), world.catalogue).listed

    assert listed[start : start + count] == whole[start : start + count]


@many
@given(worlds(most=7), worlds(most=7), situations(), st.sets(st.integers(0, 8)))
def test_a_patched_snapshot_answers_as_one_built_anew(
    world: World, other: World, situation: Situation, first: set[int]
) -> None:
    """Services change, go and come, in two steps: the answers are those of the world as it is then."""
    after = replace(other, territory=world.territory)
    catalogue = world.catalogue
    keys = {catalogue.snapshot.profile(slot).slug: slot for slot in range(catalogue.snapshot.size)}
    for profile in (*after.profiles, *after.suspended):
        keys.setdefault(profile.slug, len(keys))
    now = [(keys[one.slug], True, one) for one in after.profiles]
    now += [(keys[one.slug], False, one) for one in after.suspended]
    patched = catalogue.snapshot
    for step in (first, set(keys.values()) - first):
        patched = patched.with_changes(step, [read for read in now if read[0] in step])

    found = match(situation, replace(catalogue, snapshot=patched, at=after.at))
    expected = plain_matcher.match(situation, after)

    assert found.counts == expected.counts
    assert list(map(told, found.listed)) == list(map(told, expected.listed))
    assert found.facets == plain_matcher.facet_counts(situation, after)
    assert [one.slug for one in found.suspended(9)] == [one.slug for one in expected.suspended]


@many
@given(worlds(most=3))
def test_a_profile_is_the_same_after_it_was_packed(world: World) -> None:
    for profile in world.profiles:
        assert unpack(pack(profile)) == replace(profile, words=frozenset())
