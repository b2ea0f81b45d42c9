"""Sets of services as whole numbers: bit *i* is service *i*. Pure.

`&`, `|`, `^` and `bit_count()` do the work; here is what Python does not name. The numbers are GMP's,
which count three times as fast; they are written `int`, whose operators they share. The empty set may be
a plain 0.
"""

import sys
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence

from gmpy2 import bit_mask, bit_scan1, bit_test, hamdist, mpz

_number: Callable[..., int] = mpz
# For each bit of a byte, the digit it stands for: 48 or 49, « 0 » or « 1 ».
_DIGITS = [bytes(48 + (byte >> place & 1) for byte in range(256)) for place in range(8)]
_MANY = 100  # more than one slot in so many: marked byte by byte, which is quicker, and costs more a set
_CHUNK = 512  # bytes passed over together on the way to a far member


def of(slots: Collection[int], size: int) -> int:
    """The set of these slots, each below `size`."""
    if len(slots) * _MANY > size:
        marks = bytearray(size)
        for slot in slots:
            marks[slot] = 1
        return _read(marks[::-1], 0)
    stored = bytearray(size + 7 >> 3)
    for slot in slots:
        stored[slot >> 3] |= 1 << (slot & 7)
    return _number(int.from_bytes(stored, "little"))


def _read(stored: bytes | bytearray, bit: int) -> int:
    """The set of the slots whose byte has this bit; the last slot stands first."""
    return _number(stored.translate(_DIGITS[bit]).decode(), 2)


def planes(values: Sequence[int]) -> list[int]:
    """Whole numbers by slot, bit by bit: the set at index *k* holds the slots whose number has the bit *k*.

    No number is below 0 or above 2³² - 1.
    """
    stored = array("I", values)
    if sys.byteorder == "big":
        stored.byteswap()
    raw, width = stored.tobytes()[::-1], stored.itemsize
    of_byte = [raw[width - 1 - byte :: width] for byte in range(width)]
    highest = max(values, default=0).bit_length()
    return [_read(of_byte[bit // 8], bit % 8) for bit in range(highest)]


def one(slot: int) -> int:
    """The set of a single slot."""
    return _number(1) << slot


def below(size: int) -> int:
    """The set of the first `size` slots."""
    return _number(bit_mask(size))


def without(these: int, those: int) -> int:
    """What is in `these` and not in `those`."""
    return these ^ (these & those)


def shared(these: int, count: int, those: int, size: int) -> int:
    """How many are in both sets, of which one holds `count` and the other `size`; no set is made."""
    in_one_only: int = hamdist(these, those)
    return (count + size - in_one_only) // 2


def holds(these: int, slot: int) -> bool:
    """Whether the slot is in the set."""
    return bool(bit_test(these, slot))


def members(these: int, start: int = 0, count: int | None = None) -> Iterator[int]:
    """The slots in the set, in order: `count` of them from the `start`-th on, or all the rest."""
    slot, passed = _before(these, start)
    end = None if count is None else start + count
    while passed != end and (slot := bit_scan1(these, slot)) is not None:
        if passed >= start:
            yield slot
        slot, passed = slot + 1, passed + 1


def _before(these: int, start: int) -> tuple[int, int]:
    """A slot at or before the `start`-th member, and how many members stand before it."""
    if not start:
        return 0, 0
    stored = these.to_bytes(these.bit_length() + 7 >> 3, "little")
    passed = 0
    for begin in range(0, len(stored), _CHUNK):
        held = int.from_bytes(stored[begin : begin + _CHUNK], "little").bit_count()
        if passed + held > start:
            return begin * 8, passed
        passed += held
    return len(stored) * 8, passed
