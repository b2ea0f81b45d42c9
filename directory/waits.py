"""What the waiting times of a service say on a given day. Pure; ages and weeks are whole numbers.

Waits are dated observations. What counts is the last one, but for this: what a professional reports
never hides what the service itself said in the thirty days before; both show, and the service's counts.
An observation grows old: after ninety days it counts no more. A suspension of new requests that names
its last day holds until then, whatever its age, and is to be confirmed afterwards: it never becomes
« open » by itself. `docs/orientation.md` is the contract; page, filter, order, admin and API ask here.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

RECENT_DAYS, COUNTED_DAYS, SERVICE_WORD_DAYS = 30, 90, 30
YOUNGEST, OLDEST = 0, 120


class Intake(StrEnum):
    """Whether new people are taken."""

    OPEN = "open"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    CRISIS = "crisis"
    CLOSED = "closed"


class Speaker(StrEnum):
    """Who said it."""

    SERVICE = "service"
    COORDINATOR = "coordinator"
    PROFESSIONAL = "professional"


class Age(StrEnum):
    """How old an observation is."""

    RECENT = "recent"
    TO_CONFIRM = "to_confirm"
    EXPIRED = "expired"


class Audience(NamedTuple):
    """Whom a wait is for: a public by its slug ("" = any), ages with both bounds included."""

    group: str = ""
    age_min: int | None = None
    age_max: int | None = None

    def holds(self, groups: Collection[str], age: int | None) -> bool:
        """Whether everything it states holds what was asked; a bound nobody asked about does not."""
        if self.group and self.group not in groups:
            return False
        if self.age_min is None and self.age_max is None:
            return True
        return age is not None and self._youngest <= age <= self._oldest

    @property
    def width(self) -> tuple[bool, int]:
        """The narrower first: those that name a public, then by the years they span."""
        return not self.group, self._oldest - self._youngest

    @property
    def _youngest(self) -> int:
        return YOUNGEST if self.age_min is None else self.age_min

    @property
    def _oldest(self) -> int:
        return OLDEST if self.age_max is None else self.age_max


class Observation(NamedTuple):
    """What somebody said of a wait, on a day. `until`: the last day of a suspension."""

    state: str
    observed_on: date
    said_by: str
    weeks_from: int | None = None
    weeks_to: int | None = None
    until: date | None = None
    note: str = ""
    is_fictional: bool = False

    def counts(self, day: date) -> bool:
        """Whether it still says something on that day."""
        if self.state == Intake.SUSPENDED and self.until:
            return day <= self.until
        return (day - self.observed_on).days <= COUNTED_DAYS

    def age(self, day: date) -> Age:
        """How much it can be relied on. A suspension past its last day is to be confirmed."""
        if self.state == Intake.SUSPENDED and self.until:
            return Age.RECENT if day <= self.until else Age.TO_CONFIRM
        days = (day - self.observed_on).days
        if days > COUNTED_DAYS:
            return Age.EXPIRED
        return Age.RECENT if days <= RECENT_DAYS else Age.TO_CONFIRM

    def contradicts(self, other: "Observation") -> bool:
        """Whether both cannot be true of one day: another state, or weeks that never meet."""
        if self.state != other.state:
            return True
        return _apart(self, other) or _apart(other, self)

    def within(self, weeks: int, is_crisis: bool, day: date) -> bool | None:
        """Whether one is received within so many weeks; None when it does not say."""
        if not self.counts(day):
            return None
        match self.state:
            case Intake.SUSPENDED | Intake.CLOSED:
                return False
            case Intake.CRISIS:
                return is_crisis
        if self.weeks_to is not None and self.weeks_to <= weeks:
            return True
        if self.weeks_from is not None and self.weeks_from > weeks:
            return False
        says_nothing_more = self.weeks_from is None and self.weeks_to is None
        return True if self.state == Intake.OPEN and says_nothing_more and weeks else None


def _apart(sooner: Observation, later: Observation) -> bool:
    end, start = sooner.weeks_to, later.weeks_from
    return end is not None and start is not None and end < start


class Wait(NamedTuple):
    """What is known of one audience: the last observation, and the service's own when that is another's."""

    audience: Audience
    last: Observation
    by_service: Observation | None = None

    def on(self, day: date) -> Observation:
        """What counts on a day that is not before the last observation."""
        own = self.by_service
        is_near = own is not None and (day - own.observed_on).days <= SERVICE_WORD_DAYS
        return own if own is not None and is_near else self.last

    def beside(self, day: date) -> Observation | None:
        """What a professional reported since, and what does not count."""
        return None if self.on(day) is self.last else self.last

    def expires(self, day: date, days: int) -> bool:
        """Whether what counts on that day will count no more so many days later."""
        later = day + timedelta(days)
        return self.on(day).counts(day) and not self.on(later).counts(later)

    def is_contradicted(self, day: date) -> bool:
        """Whether a professional and the service, both still believed, do not say the same."""
        other = self.by_service
        if other is None or not other.counts(day) or not self.last.counts(day):
            return False
        return self.last.contradicts(other)


class Ledger:
    """What was heard so far, as observations come: within a day, in the order they were stored."""

    def __init__(self) -> None:
        self._last: dict[Audience, Observation] = {}
        self._own: dict[Audience, Observation] = {}

    def hear(self, audience: Audience, said: Observation) -> None:
        """Take in one observation."""
        _keep(self._last, audience, said)
        if said.said_by == Speaker.SERVICE:
            _keep(self._own, audience, said)

    def waits(self) -> tuple[Wait, ...]:
        """What is known of each audience, the widest last."""
        waits = [
            Wait(
                audience,
                said,
                self._own.get(audience) if said.said_by == Speaker.PROFESSIONAL else None,
            )
            for audience, said in self._last.items()
        ]
        return tuple(sorted(waits, key=lambda wait: (wait.audience.width, str(wait.audience))))


def known(observations: Iterable[tuple[Audience, Observation]]) -> tuple[Wait, ...]:
    """What is known of each audience, the widest last; observations in the order they were stored."""
    ledger = Ledger()
    for audience, said in observations:
        ledger.hear(audience, said)
    return ledger.waits()


def _keep(found: dict[Audience, Observation], audience: Audience, said: Observation) -> None:
    """Keep the later of two; on the same day one that is not a professional's, then what was stored last."""
    if audience not in found or _order(said) >= _order(found[audience]):
        found[audience] = said


def _order(said: Observation) -> tuple[date, bool]:
    return said.observed_on, said.said_by != Speaker.PROFESSIONAL


def for_whom(
    waits: Iterable[Wait], groups: Collection[str], age: int | None, day: date
) -> Wait | None:
    """The wait that counts for what was asked: of the narrowest audience that holds it, then the latest."""
    held = [wait for wait in waits if wait.audience.holds(groups, age)]
    if len(held) < 2:
        return held[0] if held else None
    return min(
        held,
        key=lambda wait: (
            wait.audience.width,
            -wait.on(day).observed_on.toordinal(),
            str(wait.audience),
        ),
    )


LONG = 8  # weeks from which one says where to go meanwhile
SHUT = (Intake.SUSPENDED, Intake.CLOSED, Intake.CRISIS)  # one cannot just wait


def is_long(said: Observation, day: date) -> bool:
    """Whether one who needs help should not just wait: shut for now, or eight weeks and more."""
    if not said.counts(day):
        return False
    weeks = said.weeks_to if said.weeks_from is None else said.weeks_from
    return said.state in SHUT or (weeks is not None and weeks >= LONG)


LAST = 10_000  # weeks: after every number of weeks one can state


def intake_key(said: Observation | None, is_crisis: bool, day: date) -> tuple[int, int]:
    """Where a service stands by its intake: open, waiting list, not known, then those that take no one."""
    if said is None or not said.counts(day):
        return 2, 0
    if said.state == Intake.OPEN or (said.state == Intake.CRISIS and is_crisis):
        return 0, said.weeks_to or 0
    if said.state == Intake.WAITING:
        weeks = said.weeks_from if said.weeks_to is None else said.weeks_to
        return 1, LAST if weeks is None else weeks
    return 3, 0
