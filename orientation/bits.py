"""Sets of services as whole numbers: bit *i* is service *i*. Pure.

`&`, `|`, `^` and `int.bit_count()` do the work; here is what Python does not name.
"""

from collections.abc import Iterable, Iterator

_CHUNK = 512  # bytes looked at together when a set is walked


def of(slots: Iterable[int], size: int) -> int:
    """The set of these slots, each below `size`."""
    bits = bytearray(size + 7 >> 3)
    for slot in slots:
        bits[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(bits, "little")


def without(these: int, those: int) -> int:
    """What is in `these` and not in `those`."""
    return these ^ (these & those)


def holds(these: int, slot: int) -> bool:
    """Whether the slot is in the set."""
    return bool(these >> slot & 1)


def members(these: int, start: int = 0, count: int | None = None) -> Iterator[int]:
    """The slots in the set, in order: `count` of them from the `start`-th on, or all the rest."""
    stored = these.to_bytes(these.bit_length() + 7 >> 3, "little")
    left = len(stored) * 8 if count is None else count
    for begin in range(0, len(stored), _CHUNK):
        chunk = int.from_bytes(stored[begin : begin + _CHUNK], "little")
        held = chunk.bit_count()
        if start >= held:
            start -= held
            continue
        while chunk:
            lowest = chunk & -chunk
            chunk ^= lowest
            if start:
                start -= 1
                continue
            if not left:
                return
            left -= 1
            yield begin * 8 + lowest.bit_length() - 1
