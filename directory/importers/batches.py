"""Long lists in pieces that every database takes in one query."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
SIZE = 500


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, `SIZE` at a time."""
    for start in range(0, len(items), SIZE):
        yield items[start : start + SIZE]
