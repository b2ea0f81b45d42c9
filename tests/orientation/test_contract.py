"""The engine and the second reading of the contract say the same of every world."""

from dataclasses import asdict, replace

from hypothesis import HealthCheck, given, settings

from orientation.matching import match
from orientation.situation import Situation
from tests.orientation import second_reading
from tests.orientation.plain_matcher import World
from tests.orientation.worlds import situations, worlds

many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def meant(situation: Situation, world: World) -> Situation:
    """The question with its words in the spelling that is searched."""
    return replace(situation, q=world.meant(situation.q).text)


@many
@given(worlds(), situations())
def test_every_service_is_listed_with_its_verdict_its_reasons_and_its_place(
    world: World, situation: Situation
) -> None:
    found = match(situation, world.catalogue)

    assert [
        (
            one.profile.slug,
            one.verdict.value,
            [(reason.criterion, reason.answer.value) for reason in one.reasons],
        )
        for one in found.listed
    ] == second_reading.listed(meant(situation, world), world)


@many
@given(worlds(), situations())
def test_every_count_is_the_same(world: World, situation: Situation) -> None:
    found = match(situation, world.catalogue)

    assert asdict(found.counts) == second_reading.counts(meant(situation, world), world)
    assert dict(found.excluded_by) == second_reading.excluded_by(meant(situation, world), world)
    assert [profile.slug for profile in found.suspended(9)] == [
        profile.slug
        for profile in world.suspended
        if second_reading.meets(profile, meant(situation, world), world.territory)
    ]


@some
@given(worlds(most=3), situations())
def test_every_facet_count_is_the_same(world: World, situation: Situation) -> None:
    assert match(situation, world.catalogue).facets == second_reading.facets(
        meant(situation, world), world
    )
