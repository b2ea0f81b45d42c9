"""The properties that the contract promises of every answer, on invented worlds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from orientation import matching
from orientation.criteria import Answer
from orientation.filters import OrientationFilter
from orientation.matching import Match, Results, Verdict
from orientation.profile import Profile
from orientation.situation import Situation
from tests.orientation.plain_matcher import World
from tests.orientation.worlds import VOCABULARY, situations, worlds

EVERYTHING = ("convient", "verifier", "exclus")
GOOD = {Verdict.FITS: 2, Verdict.TO_CHECK: 1, Verdict.EXCLUDED: 0}
rule = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def all_of(situation: Situation, world: World) -> dict[str, Match]:
    """Every service in scope with its verdict, by slug."""
    shown = replace(situation, verdict=EVERYTHING, ecarte_par="")
    return {one.profile.slug: one for one in match(shown, world).listed}


def match(situation: Situation, world: World) -> Results:
    """What the engine answers in this world."""
    return matching.match(situation, world.catalogue)


def told(results: Results) -> object:
    """An answer without the question, so that two questions may have the same."""
    return results.counts, dict(results.excluded_by), list(results.listed)


# Learning something


def knows_ages(profile: Profile) -> Profile:
    return replace(profile, age_min=profile.age_min or 0, age_max=profile.age_max or 120)


def knows_conditions(profile: Profile) -> Profile:
    answers = dict.fromkeys(VOCABULARY.conditions, False)
    stated = {slug: answer for slug, answer in profile.conditions.items() if answer is not None}
    return replace(profile, conditions={**answers, **stated})


def knows_coverage(profile: Profile) -> Profile:
    return replace(profile, coverage=profile.coverage or "region")


def knows_who_may_ask(profile: Profile) -> Profile:
    return replace(profile, who_may_ask=profile.who_may_ask or frozenset({"proche"}))


def knows_hours(profile: Profile) -> Profile:
    return replace(profile, schedules=profile.schedules or ("Sa 10:00-13:00",))


def knows_lists(profile: Profile) -> Profile:
    complete = {f"{name}_complete": True for name in ("languages", "professions", "themes")}
    return replace(profile, **complete)  # type: ignore[arg-type]


LESSONS = (
    *(knows_ages, knows_conditions, knows_coverage),
    *(knows_who_may_ask, knows_hours, knows_lists),
)


@rule
@given(worlds(), situations(), st.randoms(use_true_random=False))
def test_the_order_of_services_changes_nothing(
    world: World, situation: Situation, chance: Any
) -> None:
    shuffled = list(world.profiles)
    chance.shuffle(shuffled)

    again = match(situation, replace(world, profiles=shuffled))

    assert told(again) == told(match(situation, world))


@rule
@given(worlds(), situations(), st.randoms(use_true_random=False))
def test_the_order_of_values_in_the_address_changes_nothing(
    world: World, situation: Situation, chance: Any
) -> None:
    pairs = situation.to_query()
    shuffled = pairs.copy()
    chance.shuffle(shuffled)

    assert read(shuffled, world) == read(pairs, world)


@rule
@given(worlds(), situations())
def test_every_service_in_scope_has_exactly_one_verdict(world: World, situation: Situation) -> None:
    counts = match(situation, world).counts

    assert counts.convient + counts.verifier + counts.exclus == counts.total
    assert counts.presque <= counts.exclus


@rule
@given(worlds(), situations())
def test_every_exclusion_is_counted_under_each_criterion_that_refuses(
    world: World, situation: Situation
) -> None:
    results = match(situation, world)

    refused = [one.refused_by for one in all_of(situation, world).values() if one.refused_by]
    assert sum(results.excluded_by.values()) == sum(map(len, refused))
    assert sum(results.excluded_by.values()) >= results.counts.exclus == len(refused)
    assert all(results.excluded_by.values()), "a criterion that refuses nobody is left out"


@rule
@given(worlds(), situations())
def test_what_refuses_a_service_opens_to_the_list_of_those_it_refuses(
    world: World, situation: Situation
) -> None:
    for key, count in match(situation, world).excluded_by.items():
        opened = match(replace(situation, ecarte_par=key, verdict=()), world)
        assert len(opened.listed) == count


@rule
@given(worlds(), situations())
def test_unknown_never_excludes(world: World, situation: Situation) -> None:
    for one in all_of(situation, world).values():
        assert (one.verdict is Verdict.EXCLUDED) == bool(one.refused_by)
        if one.verdict is Verdict.TO_CHECK:
            assert one.questions and not one.refused_by


@rule
@given(worlds(), situations())
def test_every_question_has_words(world: World, situation: Situation) -> None:
    for one in all_of(situation, world).values():
        for question in one.questions:
            assert question.text.rstrip(")").strip()
            assert "?" in question.text


@rule
@given(worlds(), situations(), situations())
def test_a_parameter_not_yet_asked_never_promotes_a_service(
    world: World, situation: Situation, other: Situation
) -> None:
    names = ("age", "code_postal", "langue", "condition", "intervenant", "theme", "demandeur")
    for name in (*names, "ouvert"):
        value = getattr(other, name)
        if getattr(situation, name) or getattr(situation, name) == 0 or not value:
            continue
        added: dict[str, Any] = {name: value}
        before = all_of(situation, world)
        after = all_of(replace(situation, **added), world)
        assert before.keys() == after.keys()
        for slug, one in after.items():
            assert GOOD[one.verdict] <= GOOD[before[slug].verdict], (name, value)


@rule
@given(worlds(), situations(), situations())
def test_public_promotes_only_by_answering_a_reservation(
    world: World, situation: Situation, other: Situation
) -> None:
    assume(not situation.public and other.public)
    before = all_of(situation, world)
    for slug, one in all_of(replace(situation, public=other.public), world).items():
        if GOOD[one.verdict] > GOOD[before[slug].verdict]:
            assert one.profile.reserved & set(other.public)


@rule
@given(worlds(), situations(), situations())
def test_a_scope_parameter_not_yet_asked_only_narrows(
    world: World, situation: Situation, other: Situation
) -> None:
    for name in ("q", "besoin", "type", "bassin"):
        if getattr(situation, name):
            continue
        added: dict[str, Any] = {name: getattr(other, name)}
        before = all_of(situation, world)
        for slug, one in all_of(replace(situation, **added), world).items():
            assert one.verdict == before[slug].verdict


@rule
@given(worlds(), situations(), st.sampled_from(LESSONS))
def test_what_is_learnt_of_one_service_changes_no_other(
    world: World, situation: Situation, learn: Callable[[Profile], Profile]
) -> None:
    first, *others = world.profiles
    before = all_of(situation, world)
    after = all_of(situation, replace(world, profiles=[learn(first), *others]))

    for profile in others:
        assert before.get(profile.slug) == after.get(profile.slug)


@rule
@given(worlds(), situations(), st.sampled_from(LESSONS))
def test_what_is_learnt_never_overturns_what_was_known(
    world: World, situation: Situation, learn: Callable[[Profile], Profile]
) -> None:
    # But for `sans_adresse`, which is known better than the zone; and a zone opens or shuts scope.
    assume(not (situation.code_postal and situation.code_postal.without_address))
    first, *others = world.profiles
    before = all_of(situation, world).get(first.slug)
    after = all_of(situation, replace(world, profiles=[learn(first), *others])).get(first.slug)
    assume(before and after)
    assert before and after
    for old, new in zip(before.reasons, after.reasons, strict=True):
        assert old.criterion == new.criterion
        if old.answer is not Answer.UNKNOWN:
            assert old.answer is new.answer


@rule
@given(worlds(most=3), situations())
def test_a_facet_count_is_the_list_one_gets_by_choosing_it(
    world: World, situation: Situation
) -> None:
    plain = replace(situation, verdict=(), ecarte_par="")
    for parameter, options in match(plain, world).facets.items():
        assert options.keys() == {one.slug for one in VOCABULARY.options[parameter]}
        for slug, count in options.items():
            chosen = match(plain.choosing(parameter, slug), world)
            assert count == len(chosen.listed), (parameter, slug)


@rule
@given(worlds(), situations(), situations())
def test_what_is_shown_and_how_it_is_sorted_changes_no_count(
    world: World, situation: Situation, other: Situation
) -> None:
    view: dict[str, Any] = {
        "verdict": other.verdict,
        "ecarte_par": other.ecarte_par,
        "tri": other.tri,
    }
    seen_otherwise = replace(situation, **view)

    assert match(situation, world).counts == match(seen_otherwise, world).counts
    assert match(situation, world).facets == match(seen_otherwise, world).facets


@rule
@given(worlds(), situations())
def test_opening_what_stands_apart_keeps_its_number(world: World, situation: Situation) -> None:
    opened = replace(situation, zone_inconnue=True)
    closed = replace(situation, zone_inconnue=False)
    without = match(replace(situation, besoin=()), world).counts
    before, after = match(closed, world).counts, match(opened, world).counts

    assert before.zone_inconnue == after.zone_inconnue
    assert after.total == before.total + after.zone_inconnue
    assert match(situation, world).counts.sans_besoin == without.sans_besoin
    assert situation.bassin or not before.zone_inconnue


@rule
@given(worlds(), situations())
def test_order_keys_are_numbers_and_strings_of_one_length(
    world: World, situation: Situation
) -> None:
    keys = [one.order for one in all_of(situation, world).values()]

    assert len({len(key) for key in keys}) <= 1
    assert all(isinstance(part, int | str) for key in keys for part in key)
    assert len(set(keys)) == len(keys), "the order is total"


def read(pairs: list[tuple[str, str]], world: World) -> Situation:
    """The question that an address asks."""
    return OrientationFilter(QueryDict(urlencode(pairs)), world.catalogue).situation


@rule
@given(worlds(most=1), situations(), st.integers(1, 10**6), st.integers(1, 200))
def test_a_question_survives_its_address(
    world: World, situation: Situation, page: int, per_page: int
) -> None:
    situation = replace(situation, page=page, per_page=per_page)
    filterset = OrientationFilter(QueryDict(urlencode(situation.to_query())), world.catalogue)

    assert filterset.situation == situation
    assert filterset.ignored == []


@rule
@given(worlds(most=1), st.text(max_size=260), st.text(max_size=30), st.text(max_size=5))
def test_whatever_is_typed_what_was_understood_survives_its_address(
    world: World, q: str, place: str, age: str
) -> None:
    understood = read([("q", q), ("code_postal", place), ("age", age)], world)

    assert read(understood.to_query(), world) == understood
