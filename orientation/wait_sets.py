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


@dataclass(frozen=True)
class Heard:
    """What counts for a question: each voice with the services whose word counts through it."""

    columns: Columns
    day: date
    voices: tuple[tuple[Voice, int], ...]

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
                (voice, these & left)
                for audience in alike
                for voice, these in _believed(columns, audience, day)
            ]
            for voice, these in _latest(columns, heard):
                found.append((voice, these & left))
                left = bits.without(left, these)
        return cls(columns, day, tuple((voice, these) for voice, these in found if these))

    @cached_property
    def counting(self) -> tuple[tuple[Voice, int], ...]:
        """Each voice, with the services whose observation is not too old to count."""
        since, found = self.day.toordinal() - COUNTED_DAYS, []
        for voice, these in self.voices:
            ending = these & self.columns.of(("until", voice), SAID)
            until = _not_before(self.columns, ("until", voice), self.day.toordinal())
            fresh = _not_before(self.columns, ("day", voice), since)
            found.append((voice, (ending & until) | (bits.without(these, ending) & fresh)))
        return tuple(found)

    def within(self, weeks: int, is_crisis: bool) -> tuple[int, int]:
        """The services that receive one within so many weeks, and those that do not."""
        yes = no = 0
        for voice, these in self.counting:
            state = self._states(voice, these)
            no |= state[Intake.SUSPENDED] | state[Intake.CLOSED]
            if is_crisis:
                yes |= state[Intake.CRISIS]
            else:
                no |= state[Intake.CRISIS]
            taking = state[Intake.OPEN] | state[Intake.WAITING]
            start, end = (
                self.columns.of(("from", voice), SAID),
                self.columns.of(("to", voice), SAID),
            )
            soon = bits.without(taking & end, self._later("to", voice, weeks))
            late = bits.without(taking & self._later("from", voice, weeks), soon)
            if weeks:
                soon |= bits.without(state[Intake.OPEN], start | end)
            yes, no = yes | soon, no | late
        return yes, no

    def ranks(self, is_crisis: bool) -> tuple[list[int], list[int]]:
        """The order of `waits.intake_key`: the sets of open, waiting list and not known, the rest last;
        and for each bit of the weeks, the highest first, those whose weeks have it.
        """
        open_ = waiting = shut = 0
        weeks = [0] * BITS_OF_WEEKS
        for voice, these in self.counting:
            state = self._states(voice, these)
            taking = state[Intake.OPEN] | (state[Intake.CRISIS] if is_crisis else 0)
            shut |= state[Intake.SUSPENDED] | state[Intake.CLOSED]
            shut |= 0 if is_crisis else state[Intake.CRISIS]
            start, end = (
                self.columns.of(("from", voice), SAID),
                self.columns.of(("to", voice), SAID),
            )
            to = (taking | state[Intake.WAITING]) & end
            from_ = bits.without(state[Intake.WAITING] & start, end)
            unsaid = bits.without(state[Intake.WAITING], start | end)
            for bit in range(BITS_OF_WEEKS):
                weeks[bit] |= unsaid
                weeks[bit] |= to & self.columns.of(("to", voice), bit)
                weeks[bit] |= from_ & self.columns.of(("from", voice), bit)
            open_, waiting = open_ | taking, waiting | state[Intake.WAITING]
        unknown = bits.without(self.columns.everything, open_ | waiting | shut)
        return [open_, waiting, unknown], weeks[::-1]

    def _states(self, voice: Voice, these: int) -> dict[Intake, int]:
        said = self.columns.values(("state", voice))
        return {intake: these & said.get(intake, 0) for intake in Intake}

    def _later(self, kind: str, voice: Voice, weeks: int) -> int:
        return _not_before(self.columns, (kind, voice), weeks + 1, BITS_OF_WEEKS)


def _believed(columns: Columns, audience: Audience, day: date) -> list[tuple[Voice, int]]:
    """Through which voice an audience is heard: the service's own, said lately, else the last."""
    own, latest = (audience, OWN), (audience, LATEST)
    since = day.toordinal() - SERVICE_WORD_DAYS
    spoken = columns.of("wait", own)
    near = spoken and spoken & _not_before(columns, ("day", own), since)
    return [(own, near), (latest, bits.without(columns.of("wait", latest), near))]


def _latest(columns: Columns, heard: list[tuple[Voice, int]]) -> list[tuple[Voice, int]]:
    """Of voices that several audiences alike have, those heard last; in the order given when equal."""
    if len({voice[0] for voice, _these in heard}) < 2:
        return heard
    left = [these for _voice, these in heard]
    for bit in reversed(range(BITS_OF_A_DAY)):
        late = [
            these & columns.of(("day", voice), bit)
            for (voice, _all), these in zip(heard, left, strict=True)
        ]
        some = reduce(or_, late)
        left = [one | bits.without(these, some) for one, these in zip(late, left, strict=True)]
    taken, found = 0, []
    for (voice, _all), these in zip(heard, left, strict=True):
        found.append((voice, bits.without(these, taken)))
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
