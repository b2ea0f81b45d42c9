"""Sets of services as whole numbers: bit *i* is service *i*. Pure.

`&`, `|`, `^` and `bit_count()` do the work; here is what Python does not name. The numbers are GMP's,
which count three times as fast; they are written `int`, whose operators they share. The empty set may be
a plain 0.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence

from gmpy2 import bit_mask, bit_scan1, bit_test, hamdist, mpz

# For each bit of a byte, the digit it stands for: 48 or 49, « 0 » or « 1 ».
_DIGITS = [bytes(48 + (byte >> place & 1) for byte in range(256)) for place in range(8)]
_CHUNK = 512  # bytes passed over together on the way to a far member


def of(slots: Iterable[int], size: int) -> int:
    """The set of these slots, each below `size`."""
    bits = bytearray(size + 7 >> 3)
    for slot in slots:
        bits[slot >> 3] |= 1 << (slot & 7)
    return from_bytes(bits)


def from_bytes(stored: bytes | bytearray) -> int:
    """The set whose bits stand in these bytes, the lowest first."""
    return mpz.from_bytes(stored, "little")  # type: ignore[no-any-return]


def planes(values: Sequence[int]) -> list[int]:
    """Whole numbers by slot, bit by bit: the set at index *k* holds the slots whose number has the bit *k*.

    No number is below 0 or above 2³² - 1.
    """
    stored = array("I", values)
    if sys.byteorder == "big":
        stored.byteswap()
    raw, width = stored.tobytes()[::-1], stored.itemsize
    found = []
    for bit in range(max(values, default=0).bit_length()):
        byte, place = divmod(bit, 8)
        digits = raw[width - 1 - byte :: width].translate(_DIGITS[place])
        found.append(mpz(digits.decode(), 2))
    return found


def one(slot: int) -> int:
    """The set of a single slot."""
    return mpz(1) << slot


def below(size: int) -> int:
    """The set of the first `size` slots."""
    return bit_mask(size)


def without(these: int, those: int) -> int:
    """What is in `these` and not in `those`."""
    return these ^ (these & those)


def shared(these: int, count: int, those: int, size: int) -> int:
    """How many are in both sets, of which one holds `count` and the other `size`; no set is made."""
    return (count + size - hamdist(these, those)) // 2  # type: ignore[no-any-return]


def holds(these: int, slot: int) -> bool:
    """Whether the slot is in the set."""
    return bit_test(these, slot)


def members(these: int, start: int = 0, count: int | None = None) -> Iterator[int]:
    """The slots in the set, in order: `count` of them from the `start`-th on, or all the rest."""
    slot, passed = _before(these, start)
    left = count
    while left != 0 and (slot := bit_scan1(these, slot)) is not None:
        if passed < start:
            passed += 1
        else:
            yield slot
            left = None if left is None else left - 1
        slot += 1


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
