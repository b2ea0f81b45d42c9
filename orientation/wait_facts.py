"""What is true of the waits of one service, as facts that sets are made of. Pure; days are numbers.

An audience and who spoke (the last one, or the service itself) make a voice, which has facts of its own.
"""

from collections.abc import Hashable, Iterable, Iterator

from directory.waits import Audience, Intake, Observation, Wait
from orientation.days import bits_of

OWN, LATEST = "own", "latest"
BITS_OF_WEEKS = 9  # no wait is longer than 260 weeks
SAID = "said"  # beside the bits of a number: that there is one, be it 0
Voice = tuple[Audience, str]


def facts(waits: Iterable[Wait]) -> Iterator[tuple[Hashable, Iterable[Hashable]]]:
    """What is true of the waits of one service: kinds, each with its values."""
    for wait in waits:
        for who, said in ((LATEST, wait.last), (OWN, wait.by_service)):
            if said is not None:
                yield from _of_voice((wait.audience, who), said)


def _of_voice(voice: Voice, said: Observation) -> Iterator[tuple[Hashable, Iterable[Hashable]]]:
    yield "wait", [voice]
    yield ("state", voice), [said.state]
    yield ("day", voice), bits_of(said.observed_on.toordinal())
    if said.state == Intake.SUSPENDED and said.until:
        yield ("until", voice), [SAID, *bits_of(said.until.toordinal())]
    for kind, weeks in (("from", said.weeks_from), ("to", said.weeks_to)):
        if weeks is not None:
            yield (kind, voice), [SAID, *bits_of(weeks)]
