"""How long one waits in many services: how they stand today, and who took no one, month after month. Pure.

What counts of a service on a day is what `waits.py` says of the observations made up to that day. Of several
audiences the widest of which something counts that day stands for the service: everyone, where that is said.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from directory.waits import Audience, Intake, Ledger, Observation, Wait

MONTHS = 18
FEWEST = 5  # known services, below which a percentage would say more than is known


class Slice(StrEnum):
    """How a service stands on a day, in the order they are shown."""

    SOON = "soon"
    MONTH = "month"
    QUARTER = "quarter"
    LONGER = "longer"
    UNSAID = "unsaid"
    SHUT = "shut"
    CRISIS = "crisis"
    UNKNOWN = "unknown"


# Weeks within which one is received: those of the question « délai ».
WEEKS = {Slice.SOON: 2, Slice.MONTH: 4, Slice.QUARTER: 13}

Said = tuple[Audience, Observation]
Standing = tuple[Slice, ...]  # how one service stood, day after day


class Share(NamedTuple):
    """Of the services of which something counted on a day, those that took no new requests."""

    shut: int
    known: int

    @property
    def percent(self) -> int | None:
        """None when too few are known for it to mean anything."""
        return round(100 * self.shut / self.known) if self.known >= FEWEST else None


class Figures(NamedTuple):
    """What some services amount to: how many stand where on the last day, and the share of each day."""

    slices: Mapping[Slice, int]
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        """How many services."""
        return sum(self.slices.values())

    @property
    def is_mostly_unknown(self) -> bool:
        """Whether no slice is as large as the one of what is not known."""
        return all(
            count < self.slices[Slice.UNKNOWN]
            for one, count in self.slices.items()
            if one != Slice.UNKNOWN
        )


def first_days(today: date, months: int = MONTHS) -> list[date]:
    """The first of each of the last months, this one included."""
    last = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - months + 1, last + 1)]


def days_to(today: date, months: int = MONTHS) -> list[date]:
    """The days that are looked at: the first of each of the last months, and today."""
    return sorted({*first_days(today, months), today})


def standing(observations: Iterable[Said], days: Sequence[date]) -> Standing:
    """How a service stood on each of these days; observations by day, then in the order they were stored."""
    coming = iter(observations)
    ledger = Ledger()
    following = next(coming, None)
    found = []
    for day in days:
        while following and following[1].observed_on <= day:
            ledger.hear(*following)
            following = next(coming, None)
        found.append(slice_of(ledger.waits(), day))
    return tuple(found)


def slice_of(waits: Sequence[Wait], day: date) -> Slice:
    """How a service stands, of whose audiences this is known, the widest last."""
    said = (wait.on(day) for wait in reversed(waits))
    return next((_slice(one, day) for one in said if one.counts(day)), Slice.UNKNOWN)


def _slice(said: Observation, day: date) -> Slice:
    if said.state in (Intake.SUSPENDED, Intake.CLOSED):
        return Slice.SHUT
    if said.state == Intake.CRISIS:
        return Slice.CRISIS
    for one, weeks in WEEKS.items():
        if said.within(weeks, False, day):
            return one
    # The longest time that was said decides: « 10 à 20 semaines » may be more than three months.
    surely_longer = said.within(WEEKS[Slice.QUARTER], False, day) is False
    return Slice.LONGER if surely_longer or said.weeks_to is not None else Slice.UNSAID


def add_up(standings: Sequence[Standing], days: Sequence[date]) -> Figures:
    """What these services amount to; every one is counted, whatever is known of it."""
    by_day = [Counter(standing[at] for standing in standings) for at in range(len(days))]
    return Figures(
        slices={one: by_day[-1][one] for one in Slice},
        shares=tuple(
            Share(count[Slice.SHUT], len(standings) - count[Slice.UNKNOWN]) for count in by_day
        ),
    )
