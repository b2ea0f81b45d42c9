"""The engine and the second reading of the contract say the same of every world."""

from dataclasses import asdict

from hypothesis import HealthCheck, given, settings

from orientation.catalogue import Catalogue
from orientation.matching import facet_counts, match
from orientation.situation import Situation
from tests.orientation import second_reading
from tests.orientation.worlds import catalogues, situations

many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(catalogues(), situations())
def test_every_service_is_listed_with_its_verdict_its_reasons_and_its_place(
    catalogue: Catalogue, situation: Situation
) -> None:
    found = match(situation, catalogue)

    assert [
        (
            one.profile.slug,
            one.verdict.value,
            [(reason.criterion, reason.answer.value) for reason in one.reasons],
        )
        for one in found.listed
    ] == second_reading.listed(situation, catalogue)


@many
@given(catalogues(), situations())
def test_every_count_is_the_same(catalogue: Catalogue, situation: Situation) -> None:
    found = match(situation, catalogue)

    assert asdict(found.counts) == second_reading.counts(situation, catalogue)
    assert dict(found.excluded_by) == second_reading.excluded_by(situation, catalogue)
    assert [profile.slug for profile in found.suspended] == [
        profile.slug
        for profile in catalogue.suspended
        if second_reading.meets(profile, situation, catalogue.territory)
    ]


@some
@given(catalogues(most=3), situations())
def test_every_facet_count_is_the_same(catalogue: Catalogue, situation: Situation) -> None:
    assert facet_counts(situation, catalogue) == second_reading.facets(situation, catalogue)
