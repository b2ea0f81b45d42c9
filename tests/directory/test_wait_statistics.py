"""The figures of many waits: every service counts, on every day, by what was said until then."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.wait_statistics import (
    FEWEST,
    Said,
    Share,
    Slice,
    add_up,
    days_to,
    first_days,
    slice_of,
    standing,
)
from directory.waits import Audience, Intake, Observation, Speaker, known

DAY = date(2026, 11, 22)
DAYS = days_to(DAY)
EVERYONE, YOUNG = Audience(), Audience("", 12, 25)


def said(
    state: str,
    low: int | None = None,
    high: int | None = None,
    days_ago: int = 0,
    by: str = Speaker.SERVICE,
    until: date | None = None,
) -> Observation:
    """What somebody said so many days ago."""
    return Observation(state, DAY - timedelta(days_ago), by, low, high, until)


WEEKS = st.none() | st.integers(0, 260)
AUDIENCES = st.sampled_from([EVERYONE, YOUNG, Audience("exil"), Audience("exil", 18, None)])


@st.composite
def observations(draw: st.DrawFn, first: int = 0) -> Observation:
    """What may be stored, said at least `first` days ago."""
    state = draw(st.sampled_from(Intake))
    low, high = draw(WEEKS), draw(WEEKS)
    if state not in (Intake.OPEN, Intake.WAITING):
        low = high = None
    elif low is not None and high is not None:
        low, high = sorted((low, high))
    one = said(state, low, high, draw(st.integers(first, 700)), draw(st.sampled_from(Speaker)))
    if state == Intake.SUSPENDED and draw(st.booleans()):
        one = one._replace(until=one.observed_on + timedelta(draw(st.integers(0, 300))))
    return one


HISTORIES = st.lists(st.tuples(AUDIENCES, observations()), max_size=12).map(
    lambda rows: sorted(rows, key=lambda row: row[1].observed_on)
)


# The days


def test_the_first_of_each_of_the_last_eighteen_months_and_today() -> None:
    assert len(DAYS) == 19
    assert (DAYS[0], DAYS[-2], DAYS[-1]) == (date(2025, 6, 1), date(2026, 11, 1), DAY)
    assert len(days_to(date(2026, 11, 1))) == 18, "today is the first: once"
    assert first_days(date(2026, 2, 28), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


# How one service stands


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (said(Intake.OPEN), Slice.SOON),
        (said(Intake.OPEN, 0, 2), Slice.SOON),
        (said(Intake.WAITING, 2, 4), Slice.MONTH),
        (said(Intake.WAITING, None, 13), Slice.QUARTER),
        (said(Intake.WAITING, 10, 20), Slice.LONGER),
        (said(Intake.WAITING, 14, None), Slice.LONGER),
        (said(Intake.WAITING), Slice.UNSAID),
        (said(Intake.WAITING, 3, None), Slice.UNSAID),
        (said(Intake.SUSPENDED), Slice.SHUT),
        (said(Intake.CLOSED), Slice.SHUT),
        (said(Intake.CRISIS), Slice.CRISIS),
        (said(Intake.OPEN, days_ago=90), Slice.SOON),
        (said(Intake.OPEN, days_ago=91), Slice.UNKNOWN),
        (said(Intake.SUSPENDED, days_ago=200, until=DAY), Slice.SHUT),
        (said(Intake.SUSPENDED, days_ago=2, until=DAY - timedelta(1)), Slice.UNKNOWN),
    ],
)
def test_where_a_service_stands(one: Observation, expected: Slice) -> None:
    assert slice_of(known([(EVERYONE, one)]), DAY) == expected


def test_what_is_said_for_everyone_goes_before_what_is_said_for_some() -> None:
    rows = [(EVERYONE, said(Intake.OPEN, days_ago=5)), (YOUNG, said(Intake.CLOSED))]
    assert standing(rows, [DAY]) == (Slice.SOON,)
    assert standing(rows[1:], [DAY]) == (Slice.SHUT,)


def test_where_nothing_counts_for_everyone_any_more_the_widest_that_counts_does() -> None:
    rows = [(EVERYONE, said(Intake.OPEN, days_ago=200)), (YOUNG, said(Intake.CLOSED))]
    assert standing(rows, [DAY]) == (Slice.SHUT,)


@given(HISTORIES)
def test_each_day_says_what_the_pages_said_that_day(rows: list[Said]) -> None:
    by_the_page = tuple(
        slice_of(known(row for row in rows if row[1].observed_on <= day), day) for day in DAYS
    )
    assert standing(rows, DAYS) == by_the_page


@given(HISTORIES, st.integers(0, len(DAYS) - 1), AUDIENCES, observations())
def test_what_is_said_later_changes_no_day_before(
    rows: list[Said], at: int, audience: Audience, later: Observation
) -> None:
    later = later._replace(observed_on=DAYS[at] + timedelta(1))
    more = sorted([*rows, (audience, later)], key=lambda row: row[1].observed_on)
    assert standing(more, DAYS)[: at + 1] == standing(rows, DAYS)[: at + 1]


@given(HISTORIES)
def test_nothing_said_is_not_known(rows: list[Said]) -> None:
    assert set(standing((), DAYS)) == {Slice.UNKNOWN}
    long_ago = [(who, one) for who, one in rows if one.until is None]
    assert standing(long_ago, [DAY + timedelta(1000)]) == (Slice.UNKNOWN,)


# Added up


@given(st.lists(HISTORIES, max_size=8))
def test_every_service_is_counted_once_whatever_was_said(histories: Sequence[list[Said]]) -> None:
    figures = add_up([standing(rows, DAYS) for rows in histories], DAYS)
    assert figures.total == len(histories)
    assert figures.slices[Slice.UNKNOWN] == figures.total - figures.shares[-1].known
    assert figures.slices[Slice.SHUT] == figures.shares[-1].shut
    for share in figures.shares:
        assert 0 <= share.shut <= share.known <= len(histories)
        assert (share.percent is None) == (share.known < FEWEST)


def test_a_share_of_too_few_has_no_percentage() -> None:
    assert Share(2, 4).percent is None
    assert Share(2, 5).percent == 40
    assert Share(0, 5).percent == 0


def test_what_is_not_known_is_said_to_be_the_most_where_it_is() -> None:
    unknown, shut = (Slice.UNKNOWN,), (Slice.SHUT,)
    assert add_up([unknown, unknown, shut], [DAY]).is_mostly_unknown
    assert not add_up([unknown, shut], [DAY]).is_mostly_unknown
    assert not add_up([], [DAY]).is_mostly_unknown
