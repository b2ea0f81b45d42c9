"""What counts among dated observations of a wait, as the days pass."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.waits import (
    COUNTED_DAYS,
    LAST,
    Age,
    Audience,
    Intake,
    Observation,
    Speaker,
    Wait,
    for_whom,
    intake_key,
    known,
)

DAY = date(2026, 11, 22)
EVERYONE = Audience()


def said(
    state: str = Intake.WAITING,
    days_ago: int = 0,
    by: str = Speaker.SERVICE,
    weeks: tuple[int | None, int | None] = (None, None),
    until: date | None = None,
) -> Observation:
    """What somebody said so many days ago."""
    return Observation(state, DAY - timedelta(days_ago), by, *weeks, until)


def only(*observations: Observation) -> Wait:
    """What is known when these concern everyone."""
    (wait,) = known((EVERYONE, one) for one in observations)
    return wait


# What counts


def test_the_last_observation_counts() -> None:
    first, last = said(Intake.OPEN, 20), said(Intake.WAITING, 10)
    assert only(last, first).on(DAY) == only(first, last).on(DAY) == last


def test_a_correction_of_the_same_day_counts_over_what_it_corrects() -> None:
    wrong, right = said(weeks=(4, 6)), said(weeks=(40, 60))
    assert only(wrong, right).on(DAY) == right


def test_on_the_same_day_a_professional_never_goes_before_the_service() -> None:
    service, professional = said(Intake.OPEN), said(Intake.CLOSED, by=Speaker.PROFESSIONAL)
    assert only(service, professional).on(DAY) == service


@pytest.mark.parametrize(("days_ago", "counts"), [(7, True), (30, True), (31, False)])
def test_a_report_never_hides_what_the_service_said_within_thirty_days(
    days_ago: int, counts: bool
) -> None:
    service = said(Intake.OPEN, days_ago)
    report = said(Intake.WAITING, 1, Speaker.PROFESSIONAL)
    wait = only(service, report)
    assert wait.on(DAY) == (service if counts else report)
    assert wait.beside(DAY) == (report if counts else None)
    assert wait.is_contradicted(DAY), "said to the coordinators either way"


def test_a_coordinator_is_believed_as_the_last_who_spoke() -> None:
    coordinator = said(Intake.CLOSED, 1, Speaker.COORDINATOR)
    wait = only(said(Intake.OPEN, 5), coordinator)
    assert wait.on(DAY) == coordinator
    assert wait.beside(DAY) is None and not wait.is_contradicted(DAY)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (said(weeks=(2, 6)), said(weeks=(6, 9)), False),
        (said(weeks=(2, 5)), said(weeks=(6, 9)), True),
        (said(weeks=(2, None)), said(weeks=(9, None)), False),
        (said(), said(weeks=(6, 9)), False),
        (said(Intake.OPEN), said(Intake.WAITING), True),
    ],
)
def test_two_words_contradict_each_other(one: Observation, other: Observation, apart: bool) -> None:
    assert one.contradicts(other) == other.contradicts(one) == apart


# How it grows old


@pytest.mark.parametrize(
    ("days_ago", "age", "counts"),
    [
        (0, Age.RECENT, True),
        (30, Age.RECENT, True),
        (31, Age.TO_CONFIRM, True),
        (90, Age.TO_CONFIRM, True),
        (91, Age.EXPIRED, False),
    ],
)
def test_an_observation_grows_old_by_itself(days_ago: int, age: Age, counts: bool) -> None:
    observation = said(days_ago=days_ago)
    assert (observation.age(DAY), observation.counts(DAY)) == (age, counts)


@pytest.mark.parametrize(
    ("days_left", "age", "answer"),
    [(5, Age.RECENT, False), (0, Age.RECENT, False), (-1, Age.TO_CONFIRM, None)],
)
def test_a_suspension_holds_through_its_last_day_and_never_opens_by_itself(
    days_left: int, age: Age, answer: bool | None
) -> None:
    until = DAY + timedelta(days_left)
    suspension = said(Intake.SUSPENDED, 200, until=until)
    assert suspension.age(DAY) == age
    assert suspension.within(13, False, DAY) is answer


# The filter and the order


@pytest.mark.parametrize(
    ("observation", "answers"),
    [  # within 0, 2, 4 and 13 weeks
        (said(Intake.OPEN), (None, True, True, True)),
        (said(Intake.OPEN, weeks=(0, 2)), (None, True, True, True)),
        (said(Intake.OPEN, weeks=(0, 0)), (True, True, True, True)),
        (said(Intake.WAITING), (None, None, None, None)),
        (said(Intake.WAITING, weeks=(3, 6)), (False, False, None, True)),
        (said(Intake.WAITING, weeks=(5, None)), (False, False, False, None)),
        (said(Intake.WAITING, weeks=(None, 4)), (None, None, True, True)),
        (said(Intake.SUSPENDED), (False, False, False, False)),
        (said(Intake.CLOSED), (False, False, False, False)),
        (said(Intake.CRISIS), (False, False, False, False)),
        (said(Intake.OPEN, 91), (None, None, None, None)),
        (said(Intake.CLOSED, 91), (None, None, None, None)),
    ],
)
def test_within_so_many_weeks(observation: Observation, answers: tuple[bool | None, ...]) -> None:
    assert tuple(observation.within(weeks, False, DAY) for weeks in (0, 2, 4, 13)) == answers


def test_crisis_only_is_open_to_who_asks_for_a_crisis() -> None:
    crisis = said(Intake.CRISIS)
    assert crisis.within(0, True, DAY) is True
    assert intake_key(crisis, True, DAY) == (0, 0)
    assert intake_key(crisis, False, DAY) == (3, 0)


def test_the_order_of_intakes() -> None:
    in_order = [
        said(Intake.OPEN),
        said(Intake.OPEN, weeks=(0, 2)),
        said(Intake.WAITING, weeks=(2, 4)),
        said(Intake.WAITING, weeks=(6, None)),
        said(Intake.WAITING),
        None,
        said(Intake.SUSPENDED),
    ]
    keys = [intake_key(one, False, DAY) for one in in_order]
    assert keys == sorted(keys) and len({*keys}) == len(keys)
    assert keys[4] == (1, LAST)
    assert intake_key(said(Intake.OPEN, 91), False, DAY) == keys[5]


# For whom

YOUNG, ADULTS = Audience(age_min=12, age_max=25), Audience(age_min=18)
EXILED = Audience("exil")


@pytest.mark.parametrize(
    ("groups", "age", "chosen"),
    [
        ((), None, EVERYONE),
        ((), 20, YOUNG),
        ((), 30, ADULTS),
        ((), 10, EVERYONE),
        (("exil",), 20, EXILED),
        (("sans_abri",), None, EVERYONE),
    ],
)
def test_the_narrowest_audience_that_holds_what_was_asked(
    groups: tuple[str, ...], age: int | None, chosen: Audience
) -> None:
    waits = known((audience, said()) for audience in (EVERYONE, YOUNG, ADULTS, EXILED))
    found = for_whom(waits, groups, age, DAY)
    assert found and found.audience == chosen


def test_a_bound_that_nobody_asked_about_does_not_hold() -> None:
    assert for_whom(known([(YOUNG, said()), (EXILED, said())]), (), None, DAY) is None


def test_of_two_audiences_as_narrow_the_latest_counts() -> None:
    waits = known([(EXILED, said(days_ago=9)), (Audience("femmes"), said(days_ago=3))])
    found = for_whom(waits, ("exil", "femmes"), None, DAY)
    assert found and found.audience.group == "femmes"


# Whatever is said

observations = st.builds(
    said,
    st.sampled_from(Intake),
    st.integers(0, 150),
    st.sampled_from(Speaker),
    st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(9, 20)),
)


@given(st.lists(observations, min_size=1), observations)
def test_an_older_observation_changes_nothing(told: list[Observation], late: Observation) -> None:
    """Unless it is the service's, which may weigh against a professional's."""
    oldest = min(one.observed_on for one in told)
    before = Observation(late.state, oldest - timedelta(1), Speaker.COORDINATOR)
    assert only(*told) == only(before, *told) == only(*told, before)


@given(st.lists(observations, min_size=1), st.integers(0, 120))
def test_a_day_that_passes_never_makes_an_observation_younger(
    told: list[Observation], days: int
) -> None:
    ages = list(Age)
    wait, later = only(*told), DAY + timedelta(days)
    for one in told:
        assert ages.index(one.age(later)) >= ages.index(one.age(DAY))
        assert one.counts(DAY) or not one.counts(later)
    assert wait.on(later) in told


@given(observations, st.booleans(), st.integers(0, 26), st.integers(0, 26))
def test_who_can_wait_longer_is_never_refused_what_a_shorter_wait_gives(
    one: Observation, is_crisis: bool, weeks: int, more: int
) -> None:
    shorter, longer = (one.within(w, is_crisis, DAY) for w in (weeks, weeks + more))
    assert not (shorter is True and longer is not True)
    assert not (longer is False and shorter is not False)


@given(observations, st.integers(0, 26))
def test_unknown_is_never_no(one: Observation, weeks: int) -> None:
    if (DAY - one.observed_on).days > COUNTED_DAYS:
        assert one.within(weeks, False, DAY) is None
        assert intake_key(one, False, DAY) == (2, 0)
