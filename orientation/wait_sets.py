"""Waits by the thousand: what counts for a question, as sets of services. Pure; days are numbers.

`directory.waits` says the same of one service, and the tests hold the two together. An audience and who
spoke (the last one, or the service itself) make a voice; every service that has it is in its set.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import groupby
from operator import or_

from directory.waits import (
    COUNTED_DAYS,
    SERVICE_WORD_DAYS,
    Audience,
    Intake,
)
from orientation import bits
from orientation.columns import Columns
from orientation.days import BITS_OF_A_DAY
from orientation.wait_facts import BITS_OF_WEEKS, LATEST, OWN, SAID, Voice


class Word:
    """What one voice says on a day, of every service that has it; each set is made once."""

    def __init__(self, columns: Columns, voice: Voice, day: date) -> None:
        self.columns, self.voice, self.day = columns, voice, day
        self.speaking = columns.of("wait", voice)
        self._within: dict[tuple[int, bool], tuple[int, int]] = {}
        self._ranks: dict[bool, tuple[list[int], list[int]]] = {}

    @classmethod
    def of(cls, columns: Columns, voice: Voice, day: date) -> "Word":
        """The word of a voice, kept as long as these columns and the day are asked."""
        kept_day, kept = columns.memo.get("words", (None, {}))
        if kept_day != day:
            kept = {}
            columns.memo["words"] = day, kept
        found: Word | None = kept.get(voice)
        if found is None:
            found = kept[voice] = cls(columns, voice, day)
        return found

    def since(self, days: int) -> int:
        """Those whose observation is not older than so many days."""
        first = self.day.toordinal() - days
        return self.speaking and self.speaking & _not_before(
            self.columns, ("day", self.voice), first
        )

    @cached_property
    def near(self) -> int:
        """Those whose word no professional's report hides, if it is their own."""
        return self.since(SERVICE_WORD_DAYS)

    @cached_property
    def counting(self) -> int:
        """Those whose observation is not too old to count."""
        ending = self.columns.of(("until", self.voice), SAID)
        today = self.day.toordinal()
        until = ending and ending & _not_before(self.columns, ("until", self.voice), today)
        return until | bits.without(self.since(COUNTED_DAYS), ending)

    @cached_property
    def _states(self) -> dict[Intake, int]:
        said = self.columns.values(("state", self.voice))
        return {intake: self.counting & said.get(intake, 0) for intake in Intake}

    @property
    def _bounds(self) -> tuple[int, int]:
        """Those who said from how many weeks, and up to how many."""
        of = self.columns.of
        return of(("from", self.voice), SAID), of(("to", self.voice), SAID)

    def within(self, weeks: int, is_crisis: bool) -> tuple[int, int]:
        """Those that receive one within so many weeks, and those that do not."""
        asked = weeks, is_crisis
        if asked not in self._within:
            self._within[asked] = self._received(weeks, is_crisis)
        return self._within[asked]

    def _received(self, weeks: int, is_crisis: bool) -> tuple[int, int]:
        state, (start, end) = self._states, self._bounds
        taking = state[Intake.OPEN] | state[Intake.WAITING]
        yes = bits.without(taking & end, self._later("to", weeks))
        no = bits.without(taking & self._later("from", weeks), yes)
        no |= state[Intake.SUSPENDED] | state[Intake.CLOSED]
        if weeks:
            yes |= bits.without(state[Intake.OPEN], start | end)
        if is_crisis:
            return yes | state[Intake.CRISIS], no
        return yes, no | state[Intake.CRISIS]

    def _later(self, kind: str, weeks: int) -> int:
        return _not_before(self.columns, (kind, self.voice), weeks + 1, BITS_OF_WEEKS)

    def ranks(self, is_crisis: bool) -> tuple[list[int], list[int]]:
        """Those that are open, that have a waiting list, that are shut; and for each bit of the weeks,
        the lowest first, those whose weeks have it.
        """
        if is_crisis not in self._ranks:
            self._ranks[is_crisis] = self._ranked(is_crisis)
        return self._ranks[is_crisis]

    def _ranked(self, is_crisis: bool) -> tuple[list[int], list[int]]:
        state, (start, end) = self._states, self._bounds
        taking = state[Intake.OPEN] | (state[Intake.CRISIS] if is_crisis else 0)
        shut = state[Intake.SUSPENDED] | state[Intake.CLOSED]
        shut |= 0 if is_crisis else state[Intake.CRISIS]
        waiting = state[Intake.WAITING]
        to, from_ = (taking | waiting) & end, bits.without(waiting & start, end)
        unsaid = bits.without(waiting, start | end)
        weeks = [
            unsaid
            | (to & self.columns.of(("to", self.voice), bit))
            | (from_ & self.columns.of(("from", self.voice), bit))
            for bit in range(BITS_OF_WEEKS)
        ]
        return [taking, waiting, shut], weeks


@dataclass(frozen=True)
class Heard:
    """What counts for a question: each voice's word, with the services of which it counts."""

    columns: Columns
    words: tuple[tuple[Word, int], ...]

    @classmethod
    def of(cls, columns: Columns, groups: Collection[str], age: int | None, day: date) -> "Heard":
        """For these publics and this age: the narrowest audience that holds them, then the latest.

        One question asks it several times: the last answer is kept.
        """
        asked = (tuple(sorted(groups)), age, day)
        kept = columns.memo.get("heard")
        if kept and kept[0] == asked:
            found: Heard = kept[1]
            return found
        heard = cls._of(columns, groups, age, day)
        columns.memo["heard"] = asked, heard
        return heard

    @classmethod
    def _of(cls, columns: Columns, groups: Collection[str], age: int | None, day: date) -> "Heard":
        audiences = {
            voice[0]
            for voice in columns.values("wait")
            if isinstance(voice, tuple) and voice[0].holds(groups, age)
        }
        in_order = sorted(audiences, key=lambda audience: (audience.width, str(audience)))
        left, found = columns.everything, []
        for _width, alike in groupby(in_order, key=lambda audience: audience.width):
            heard = [
                (word, these & left)
                for audience in alike
                for word, these in _believed(columns, audience, day)
            ]
            for word, these in _latest(columns, heard):
                found.append((word, these & left))
                left = bits.without(left, these)
        return cls(columns, tuple((word, these) for word, these in found if these))

    def within(self, weeks: int, is_crisis: bool) -> tuple[int, int]:
        """The services that receive one within so many weeks, and those that do not."""
        yes = no = 0
        for word, these in self.words:
            soon, late = word.within(weeks, is_crisis)
            yes, no = yes | (these & soon), no | (these & late)
        return yes, no

    def ranks(self, is_crisis: bool) -> tuple[list[int], list[int]]:
        """The order of `waits.intake_key`: the sets of open, waiting list and not known, the rest last;
        and for each bit of the weeks, the highest first, those whose weeks have it.
        """
        kinds, weeks = [0, 0, 0], [0] * BITS_OF_WEEKS
        for word, these in self.words:
            some_kinds, some_weeks = word.ranks(is_crisis)
            kinds = [one | (these & other) for one, other in zip(kinds, some_kinds, strict=True)]
            weeks = [one | (these & other) for one, other in zip(weeks, some_weeks, strict=True)]
        open_, waiting, shut = kinds
        unknown = bits.without(self.columns.everything, open_ | waiting | shut)
        return [open_, waiting, unknown], weeks[::-1]


def _believed(columns: Columns, audience: Audience, day: date) -> list[tuple[Word, int]]:
    """Through which voice an audience is heard: the service's own, said lately, else the last."""
    own, latest = (Word.of(columns, (audience, who), day) for who in (OWN, LATEST))
    return [(own, own.near), (latest, bits.without(latest.speaking, own.near))]


def _latest(columns: Columns, heard: list[tuple[Word, int]]) -> list[tuple[Word, int]]:
    """Of voices that several audiences alike have, those heard last; in the order given when equal."""
    if len({word.voice[0] for word, _these in heard}) < 2:
        return heard
    left = [these for _voice, these in heard]
    for bit in reversed(range(BITS_OF_A_DAY)):
        late = [
            these & columns.of(("day", word.voice), bit)
            for (word, _all), these in zip(heard, left, strict=True)
        ]
        some = reduce(or_, late)
        left = [one | bits.without(these, some) for one, these in zip(late, left, strict=True)]
    taken, found = 0, []
    for (word, _all), these in zip(heard, left, strict=True):
        found.append((word, bits.without(these, taken)))
        taken |= these
    # One is heard through one voice: those that came earlier are heard no more.
    return found


def _not_before(columns: Columns, kind: Hashable, number: int, length: int = BITS_OF_A_DAY) -> int:
    """The services whose number of this kind, of `length` bits, is this one or greater."""
    later, equal, planes = 0, columns.everything, columns.values(kind)
    for bit in reversed(range(length)):
        plane = planes.get(bit, 0)
        if number >> bit & 1:
            equal &= plane
        else:
            later |= equal & plane
            equal = bits.without(equal, plane)
    return later | equal
