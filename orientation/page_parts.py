"""The pieces that the list page is made of, as its templates take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.languages import StrOrPromise
from orientation.cards import Row
from orientation.vocabulary import Option


@dataclass(frozen=True)
class Group:
    """The options of one parameter with the number of services each would leave."""

    name: str
    label: StrOrPromise
    several: bool
    options: Sequence[Option]
    counts: Mapping[str, int]
    chosen: frozenset[str]
    notice: StrOrPromise


@dataclass(frozen=True)
class Tab:
    """A kind of answer, how many there are, and the address that lists them."""

    label: StrOrPromise
    count: int
    url: str
    current: bool = False


@dataclass(frozen=True)
class Unread:
    """What was typed in a field and is not part of the question."""

    field: str
    value: str


@dataclass(frozen=True)
class NearMisses:
    """Those that a single criterion refuses: what it is called, what one can do, the first cards."""

    label: StrOrPromise
    advice: StrOrPromise
    count: int
    rows: Sequence[Row]
    url: str
    widened_url: str
