"""Waits by the thousand: what counts for a question, as sets of services. Pure; days are numbers.

`directory.waits` says the same of one service, and the tests hold the two together. An audience and who
spoke (the last one, or the service itself) make a voice; every service that has it is in its set.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from operator import or_
from typing import TYPE_CHECKING

from directory.waits import (
    COUNTED_DAYS,
    LAST,
    SERVICE_WORD_DAYS,
    Audience,
    Intake,
    Observation,
    Wait,
)
from orientation import bits
from orientation.days import BITS, bits_of

if TYPE_CHECKING:
    from orientation.columns import Columns

OWN, LATEST = "own", "latest"
Voice = tuple[Audience, str]


def facts(waits: Iterable[Wait]) -> Iterator[tuple[str, Iterable[Hashable]]]:
    """What is true of the waits of one service: kinds, each with its values."""
    for wait in waits:
        for who, said in ((LATEST, wait.last), (OWN, wait.by_service)):
            if said is not None:
                yield from _of_voice((wait.audience, who), said)


def _of_voice(voice: Voice, said: Observation) -> Iterator[tuple[str, Iterable[Hashable]]]:
    yield "wait", [voice]
    yield "wait_state", [(voice, said.state)]
    yield "wait_day", [(voice, bit) for bit in bits_of(said.observed_on)]
    if said.state == Intake.SUSPENDED and said.until:
        yield "wait_ends", [voice]
        yield "wait_until", [(voice, bit) for bit in bits_of(said.until)]
    for kind, weeks in (("wait_from", said.weeks_from), ("wait_to", said.weeks_to)):
        if weeks is not None:
            yield "wait_weeks", [voice]
            yield kind, [(voice, weeks)]


@dataclass(frozen=True)
class Heard:
    """What counts for a question: each voice with the services whose word counts through it."""

    columns: "Columns"
    day: date
    voices: tuple[tuple[Voice, int], ...]

    @classmethod
    def of(cls, columns: "Columns", groups: Collection[str], age: int | None, day: date) -> "Heard":
        """For these publics and this age: the narrowest audience that holds them, then the latest."""
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

    def counting(self) -> Iterator[tuple[Voice, int]]:
        """Each voice, with the services whose observation is not too old to count."""
        since = self.day.toordinal() - COUNTED_DAYS
        for voice, these in self.voices:
            ending = these & self.columns.of("wait_ends", voice)
            until = _not_before(self.columns, "wait_until", voice, self.day.toordinal())
            fresh = _not_before(self.columns, "wait_day", voice, since)
            yield voice, (ending & until) | (bits.without(these, ending) & fresh)

    def within(self, weeks: int, is_crisis: bool) -> tuple[int, int]:
        """The services that receive one within so many weeks, and those that do not."""
        yes = no = 0
        for voice, these in self.counting():
            state = self._states(voice, these)
            no |= state[Intake.SUSPENDED] | state[Intake.CLOSED]
            if is_crisis:
                yes |= state[Intake.CRISIS]
            else:
                no |= state[Intake.CRISIS]
            taking = state[Intake.OPEN] | state[Intake.WAITING]
            soon = taking & self._weeks("wait_to", voice, range(weeks + 1))
            late = bits.without(taking & self._later("wait_from", voice, weeks), soon)
            if weeks:
                unsaid = self.columns.of("wait_weeks", voice)
                soon |= bits.without(state[Intake.OPEN], unsaid)
            yes, no = yes | soon, no | late
        return yes, no

    def ranks(self, is_crisis: bool) -> list[int]:
        """The services by their intake, the first in order first: those of `waits.intake_key`."""
        found: dict[tuple[int, int], int] = defaultdict(int)
        for voice, these in self.counting():
            state = self._states(voice, these)
            taking = state[Intake.OPEN] | (state[Intake.CRISIS] if is_crisis else 0)
            shut = state[Intake.SUSPENDED] | state[Intake.CLOSED]
            found[3, 0] |= shut if is_crisis else shut | state[Intake.CRISIS]
            for rank, those, kinds, otherwise in (
                (0, taking, ("wait_to",), 0),
                (1, state[Intake.WAITING], ("wait_to", "wait_from"), LAST),
            ):
                for kind in kinds:
                    for weeks, having in self._stated(kind, voice):
                        found[rank, weeks] |= those & having
                        those = bits.without(those, having)
                found[rank, otherwise] |= those
        told = reduce(or_, found.values(), 0)
        found[2, 0] = bits.without(self.columns.everything, told)
        return [found[key] for key in sorted(found)]

    def _states(self, voice: Voice, these: int) -> dict[Intake, int]:
        return {intake: these & self.columns.of("wait_state", (voice, intake)) for intake in Intake}

    def _weeks(self, kind: str, voice: Voice, weeks: Iterable[int]) -> int:
        return self.columns.any_of(kind, [(voice, number) for number in weeks])

    def _stated(self, kind: str, voice: Voice) -> list[tuple[int, int]]:
        """Each number of weeks that is stated, with the services that state it."""
        return [
            (key[1], these)
            for key, these in self.columns.values(kind).items()
            if isinstance(key, tuple) and key[0] == voice
        ]

    def _later(self, kind: str, voice: Voice, weeks: int) -> int:
        later = (these for number, these in self._stated(kind, voice) if number > weeks)
        return reduce(or_, later, 0)


def _believed(columns: "Columns", audience: Audience, day: date) -> list[tuple[Voice, int]]:
    """Through which voice an audience is heard: the service's own, said lately, else the last."""
    own, latest = (audience, OWN), (audience, LATEST)
    since = day.toordinal() - SERVICE_WORD_DAYS
    near = columns.of("wait", own) & _not_before(columns, "wait_day", own, since)
    return [(own, near), (latest, bits.without(columns.of("wait", latest), near))]


def _latest(columns: "Columns", heard: list[tuple[Voice, int]]) -> list[tuple[Voice, int]]:
    """Of voices that several audiences alike have, those heard last; in the order given when equal."""
    if len({voice[0] for voice, _these in heard}) < 2:
        return heard
    left = [these for _voice, these in heard]
    for bit in reversed(BITS):
        late = [
            these & columns.of("wait_day", (voice, bit))
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


def _not_before(columns: "Columns", kind: str, voice: Voice, number: int) -> int:
    """The services whose day, of this kind and voice, is this one or later."""
    later, equal = 0, columns.everything
    for bit in reversed(BITS):
        plane = columns.of(kind, (voice, bit))
        if number >> bit & 1:
            equal &= plane
        else:
            later |= equal & plane
            equal = bits.without(equal, plane)
    return later | equal
