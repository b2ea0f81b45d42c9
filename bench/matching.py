"""Matching with all its counts, beside a plain loop of ANDs and popcounts over sets as large."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

from orientation import bits
from orientation.catalogue import Catalogue
from orientation.columns import Columns
from orientation.matching import match
from orientation.points import Points
from orientation.situation import Situation
from orientation.snapshot import Snapshot
from orientation.word_index import WordIndex

LOOP = 200


def measured(catalogue: Catalogue, situations: Sequence[Situation]) -> tuple[float, float]:
    """Seconds for one question and for one loop, on average; one after the other, question by question."""
    chance, size = Random(0), catalogue.snapshot.size  # noqa: S311 - chance need not be safe here
    everything = catalogue.snapshot.columns.everything
    sets = [everything & chance.getrandbits(size) for _ in range(LOOP)]  # of the engine's own kind
    for situation in situations[:20]:  # what the snapshot remembers of its options is worked out
        _answer(situation, catalogue)
    answering = looping = 0.0
    for situation in situations:
        started = perf_counter()
        _answer(situation, catalogue)
        between = perf_counter()
        for each in sets:
            (everything & each).bit_count()
        looping += perf_counter() - between
        answering += between - started
    return answering / len(situations), looping / len(situations)


def _answer(situation: Situation, catalogue: Catalogue) -> None:
    results = match(situation, catalogue)
    _all = results.counts, results.excluded_by, results.facets


def tiled(catalogue: Catalogue, times: int) -> Catalogue:
    """The catalogue with its services again and again, in memory only."""
    snapshot, size = catalogue.snapshot, catalogue.snapshot.size
    again = sum(1 << size * turn for turn in range(times))
    sets = {
        kind: {value: these * again for value, these in values.items()}
        for kind, values in snapshot.columns._sets.items()
    }
    points = [tuple(d for point in snapshot.points.of(s) for d in point) for s in range(size)]
    return replace(
        catalogue,
        snapshot=Snapshot(
            keys=snapshot.keys * times,
            packed=[*snapshot.packed] * times,
            columns=Columns(size * times, sets),
            words=WordIndex.build(_words(snapshot) * times),
            points=Points.build(points * times),
            published=snapshot.published * again,
            suspended=snapshot.suspended * again,
            in_order=size * times,
        ),
    )


def _words(snapshot: Snapshot) -> list[list[str]]:
    """The words of each service, by slot."""
    found: list[list[str]] = [[] for _ in range(snapshot.size)]
    for segment in snapshot.words._segments:
        for word in segment.words:
            for slot in bits.members(segment.whole(word)):
                found[slot].append(word)
    return found
