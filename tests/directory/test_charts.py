"""Where the parts of charts stand: nothing outside, nothing lost, nothing drawn that nobody said."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from directory.charts import CELLS, STEPS, bar, columns, top_of
from directory.wait_chart import FEWEST, Drawing, draw, periods
from directory.wait_statistics import Figures, Said, Share, Slice
from directory.waits import Audience, Intake, Observation, Speaker, known
from tests.directory.test_wait_statistics import DAY, EVERYONE, HISTORIES, YOUNG, said

MOST = 24


def hundredths(length: str) -> float:
    return float(length.removesuffix("%"))


# Bars and columns


@given(st.dictionaries(st.sampled_from(Slice), st.integers(0, 300)))
def test_a_bar_holds_every_service_in_order(slices: dict[Slice, int]) -> None:
    figures = Figures({one: slices.get(one, 0) for one in Slice}, ())
    found = bar(figures)
    assert Counter({one.slice: one.services for one in found}) == Counter(slices)
    assert [one.slice for one in found] == [one for one in Slice if figures.slices[one]]
    width = sum(hundredths(one.width) for one in found)
    assert abs(width - min(figures.total / CELLS, 1) * 100) < 0.1


def test_a_bar_of_few_services_is_short() -> None:
    (one,) = bar(Figures({one: int(one == Slice.SHUT) for one in Slice}, ()))
    assert (one.slice, one.x, one.width) == (Slice.SHUT, "0.00%", "8.33%")


def test_a_column_is_as_high_as_its_share_and_none_is_a_line() -> None:
    half, none, few = columns([Share(3, 6), Share(0, 5), Share(1, 1)])
    assert (half.y, half.height) == ("50.00%", "50.00%")
    assert none.height == "2.00%" and none.share.percent == 0
    assert few.share.percent is None


# The scale of weeks


@given(st.lists(st.integers(0, 260), min_size=1))
def test_most_weeks_are_within_the_scale(weeks: list[int]) -> None:
    top = top_of(weeks)
    assert top in STEPS
    assert sum(one <= top for one in weeks) * 2 >= len(weeks)


def test_one_long_wait_does_not_flatten_the_others() -> None:
    assert top_of([4, 6, 8, 6, 260]) == 20
    assert top_of([60, 80, 100]) == 104, "where all are long, all are drawn"
    assert top_of([]) == STEPS[0]


# The history of one service


@given(HISTORIES)
def test_the_bands_say_what_counted_each_day(rows: list[Said]) -> None:
    mine = [one for audience, one in rows if audience == EVERYONE]
    first = DAY - timedelta(400)
    found = periods(mine, first, DAY)
    for number in range(0, 401, 7):
        day = first + timedelta(number)
        waits = known((EVERYONE, one) for one in mine if one.observed_on <= day)
        counted = [wait.on(day) for wait in waits if wait.on(day).counts(day)]
        assert [one.said for one in found if one.first <= day <= one.last] == counted


@given(HISTORIES)
def test_a_drawing_shows_each_observation_of_its_audience_once(rows: list[Said]) -> None:
    drawing = draw(rows, DAY, MOST)
    if drawing is None:
        return
    since = drawing.days.first
    assert [one for who, one in rows if who == drawing.whom and one.observed_on >= since] == (
        drawing.said
    )
    assert len(drawing.marks) == len(drawing.said) >= FEWEST
    for mark in drawing.marks:
        assert 0 <= hundredths(mark.x) <= 100 and 0 <= float(mark.y) <= drawing.layout.bottom
    for band in drawing.bands:
        assert hundredths(band.x) + hundredths(band.width) <= 100
        assert 0 <= float(band.y) <= float(band.y) + float(band.height) <= drawing.layout.bottom


def drawn(*observations: Observation) -> Drawing:
    """A drawing of these, for everyone."""
    drawing = draw([(EVERYONE, one) for one in observations], DAY, MOST)
    assert drawing
    return drawing


def test_too_few_observations_are_not_drawn() -> None:
    rows = [(EVERYONE, said(Intake.OPEN, days_ago=days)) for days in (3, 40)]
    assert draw(rows, DAY, MOST) is None
    assert draw([*rows, (EVERYONE, said(Intake.OPEN, days_ago=700))], DAY, MOST) is None
    assert draw([], DAY, MOST) is None
    assert draw([*rows, (EVERYONE, said(Intake.OPEN, days_ago=1))], DAY, MOST)


def test_without_everyone_the_widest_audience_is_drawn() -> None:
    exil = Audience("exil")
    rows = [(who, said(Intake.OPEN, days_ago=days)) for days in (9, 6, 3) for who in (exil, YOUNG)]
    drawing = draw(rows, DAY, MOST)
    assert drawing and drawing.whom == YOUNG


def test_closed_doors_and_waits_without_weeks_have_lanes_of_their_own() -> None:
    drawing = drawn(
        said(Intake.WAITING, 4, 6, 90), said(Intake.OPEN, days_ago=60), said(Intake.CLOSED)
    )
    weeks, unsaid, shut = drawing.marks
    layout = drawing.layout
    assert layout.lane_unsaid and layout.lane_shut
    assert weeks.low and float(weeks.y) < float(weeks.low) < layout.lane_unsaid
    assert layout.lane_unsaid < float(unsaid.y) < layout.lane_shut < float(shut.y) < layout.bottom
    assert not unsaid.low and not shut.low


def test_what_the_scale_does_not_hold_is_said() -> None:
    drawing = drawn(
        *(said(Intake.WAITING, 4, 6, days) for days in (90, 60, 50)),
        said(Intake.WAITING, 60, 120, 40),
        said(Intake.WAITING, 80, None, 20),
        said(Intake.WAITING, 3, None, 10),
    )
    assert [mark.beyond for mark in drawing.marks] == ["", "", "", "120", "80+", ""]
    assert [bool(mark.arrow) for mark in drawing.marks] == [False, False, False, True, True, True]
    assert drawing.goes_beyond and drawing.is_open_ended


def test_a_professional_is_hollow() -> None:
    by = (Speaker.SERVICE, Speaker.COORDINATOR, Speaker.PROFESSIONAL)
    marks = drawn(*(said(Intake.OPEN, days_ago=9 - at, by=one) for at, one in enumerate(by))).marks
    assert [mark.is_hollow for mark in marks] == [False, False, True]


def test_after_ninety_days_there_is_a_gap() -> None:
    first = said(Intake.CLOSED, days_ago=300)
    drawing = drawn(first, said(Intake.CLOSED, days_ago=100), said(Intake.CLOSED, days_ago=50))
    found = periods(drawing.said, drawing.days.first, DAY)
    assert [(one.first, one.last) for one in found] == [
        (first.observed_on, first.observed_on + timedelta(90)),
        (date(2026, 8, 14), date(2026, 10, 2)),
        (date(2026, 10, 3), DAY),
    ]


def test_only_what_the_table_shows_is_drawn() -> None:
    rows = [(EVERYONE, said(Intake.OPEN, days_ago=days)) for days in range(60, 0, -1)]
    drawing = draw(rows, DAY, MOST)
    assert drawing and len(drawing.marks) == MOST
    assert drawing.days.first == DAY - timedelta(MOST)
