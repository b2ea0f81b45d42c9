"""What was said of the wait of one service, as a drawing: when, how long, by whom, and what counted. Pure.

Weeks have their scale; below it are lanes, for those who were received or waited without a number of weeks,
and for closed doors. What counted from day to day is what `waits.py` says of the days, so a gap is a time of
which nobody knew anything any more.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from directory.charts import Days, Weeks, percent, top_of
from directory.wait_statistics import Said, first_days
from directory.waits import SHUT, Audience, Intake, Ledger, Observation, Speaker, Wait, known

FEWEST = 3  # observations worth a drawing
CEILING, PLOT, GAP, LANE, FOOT = 26, 150, 10, 44, 42  # heights, in pixels
# Around 0, 0.
SHAPES = {
    Intake.OPEN: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    Intake.WAITING: "M-4.5-4.5h9v9h-9z",
    Intake.SUSPENDED: "M0-6.5 6.5 0 0 6.5-6.5 0z",
    Intake.CLOSED: "M-6-5h12L0 6z",
    Intake.CRISIS: "M-6 5h12L0-6z",
}


class Period(NamedTuple):
    """The days, both included, on which an observation counted."""

    said: Observation
    first: date
    last: date


def periods(observations: Iterable[Observation], first: date, last: date) -> list[Period]:
    """What counted from day to day for one audience; observations by day, then as they were stored."""
    coming = list(observations)
    ledger = Ledger()
    wait: Wait | None = None
    found: list[Period] = []
    for day in (first + timedelta(number) for number in range((last - first).days + 1)):
        while coming and coming[0].observed_on <= day:
            ledger.hear(Audience(), coming.pop(0))
            (wait,) = ledger.waits()
        said = wait and wait.on(day)
        if said is None or not said.counts(day):
            continue
        if found and found[-1].said == said and found[-1].last == day - timedelta(1):
            found[-1] = found[-1]._replace(last=day)
        else:
            found.append(Period(said, day, day))
    return found


class Mark(NamedTuple):
    """An observation on its day: a shape for the state, hollow when a professional said it."""

    state: Intake
    is_hollow: bool
    x: str
    y: str
    low: str = ""  # the ends of its range, "" in a lane
    high: str = ""
    arrow: str = ""  # where it goes on, beyond the scale or nobody said how far
    beyond: str = ""  # the weeks that the scale does not hold

    @property
    def shape(self) -> str:
        """Its outline."""
        return SHAPES[self.state]


class Band(NamedTuple):
    """What counted from one day to another."""

    state: Intake
    x: str
    width: str
    y: str
    height: str


class Layout(NamedTuple):
    """The scale of weeks and the lanes below it, as far as something stands there (pixels from above)."""

    weeks: Weeks | None
    lane_unsaid: int | None
    lane_shut: int | None
    bottom: int

    @classmethod
    def of(cls, said: Sequence[Observation]) -> "Layout":
        """The room that these observations take."""
        ends = [end for one in said for end in (one.weeks_from, one.weeks_to) if end is not None]
        weeks = lane_unsaid = lane_shut = None
        bottom = 0
        if any(_has_weeks(one) for one in said):
            weeks = Weeks(top_of(ends), CEILING, CEILING + PLOT)
            bottom = weeks.bottom + GAP
        if any(not _has_weeks(one) and one.state not in SHUT for one in said):
            lane_unsaid, bottom = bottom, bottom + LANE
        if any(one.state in SHUT for one in said):
            lane_shut, bottom = bottom, bottom + LANE
        return cls(weeks, lane_unsaid, lane_shut, bottom)

    def lane(self, said: Observation) -> int:
        """The middle of the lane where it stands, below the lane's name."""
        return ((self.lane_shut if said.state in SHUT else self.lane_unsaid) or 0) + 31

    def mark(self, said: Observation, x: str) -> Mark:
        """Where an observation stands on its day."""
        state, is_hollow = Intake(said.state), said.said_by == Speaker.PROFESSIONAL
        scale = self.weeks
        if scale is None or not _has_weeks(said):
            return Mark(state, is_hollow, x, str(self.lane(said)))
        low, high = said.weeks_from or 0, said.weeks_to
        furthest = low if high is None else high
        goes_on = high is None or furthest > scale.top
        return Mark(
            state,
            is_hollow,
            x,
            y=_px(scale.y(furthest)),
            low=_px(scale.y(low)),
            high=_px(scale.ceiling - 6 if goes_on else scale.y(furthest)),
            arrow=_px(scale.ceiling - 9) if goes_on else "",
            beyond=f"{furthest}{'' if high else '+'}" if furthest > scale.top else "",
        )

    def band(self, period: Period, days: Days) -> Band:
        """Where what counted stands, from its first day through its last."""
        said, start = period.said, days.at(period.first)
        end = days.at(period.last + timedelta(1))
        if self.weeks and _has_weeks(said):
            high = self.weeks.y(self.weeks.top if said.weeks_to is None else said.weeks_to)
            low = self.weeks.y(said.weeks_from or 0)
        else:
            high, low = self.lane(said) - 7, self.lane(said) + 7
        height = max(low - high, 4)
        y = (low + high - height) / 2
        return Band(Intake(said.state), percent(start), percent(end - start), _px(y), _px(height))


def _has_weeks(said: Observation) -> bool:
    return bool(said.weeks_from) or said.weeks_to is not None


def _px(pixels: float) -> str:
    return f"{pixels:.1f}"


class Drawing(NamedTuple):
    """Everything that is drawn, from the back to the front."""

    whom: Audience
    said: list[Observation]
    layout: Layout
    days: Days
    bands: list[Band]
    marks: list[Mark]

    @property
    def height(self) -> int:
        """All of it, with the names of the months."""
        return self.layout.bottom + FOOT

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """The weeks that the scale names, with where they stand."""
        scale = self.layout.weeks
        if scale is None:
            return []
        return [(weeks, _px(scale.y(weeks))) for weeks in (0, scale.top // 2, scale.top)]

    @property
    def months(self) -> list[tuple[date, str]]:
        """The first days of months, with where they stand."""
        first = self.days.first
        return [(day, self.days.x(day)) for day in first_days(self.days.last) if day >= first]

    @property
    def goes_beyond(self) -> bool:
        """Whether some weeks are more than the scale holds."""
        return any(mark.beyond for mark in self.marks)

    @property
    def is_open_ended(self) -> bool:
        """Whether of some waits nobody said how long at most."""
        return any(mark.arrow and not mark.beyond for mark in self.marks)


def draw(observations: Sequence[Said], today: date, most: int) -> Drawing | None:
    """What was said for everyone, else for the widest audience; None with too few observations.

    Only the last `most` observations, those of the table beside it: earlier days are left out with them.
    Observations in the order they were stored.
    """
    by_day = sorted(observations, key=lambda one: one[1].observed_on)
    shown = [one for one in by_day[-most:] if one[1].observed_on <= today]
    first = first_days(today)[0]
    if len(by_day) > most:
        first = max(first, by_day[-most][1].observed_on)
    waits = known(one for one in shown if one[1].observed_on >= first)
    if not waits:
        return None
    whom = waits[-1].audience
    said = [one for audience, one in shown if audience == whom]
    marked = [one for one in said if one.observed_on >= first]
    if len(marked) < FEWEST:
        return None
    days = Days(first, today)
    counted = periods(said, first, today)
    layout = Layout.of([*marked, *(one.said for one in counted)])
    return Drawing(
        whom=whom,
        said=marked,
        layout=layout,
        days=days,
        bands=[layout.band(one, days) for one in counted],
        marks=[layout.mark(one, days.x(one.observed_on)) for one in marked],
    )
