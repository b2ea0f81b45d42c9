"""The rule of everything that loads: an import never overwrites what a person wrote.

Values are plain and comparable (texts, numbers, booleans, lists and dicts of them), as JSON keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Merge:
    """What to write, what was left as a person wants it, and what to remember of it all."""

    updates: dict[str, Any]
    kept: dict[str, Any]
    remembered: dict[str, Any]
    writes: bool  # whether anything is to be stored, be it the memory alone


def is_empty(value: Any) -> bool:
    """Whether a value says nothing; 0 says something, a box that is not ticked does not."""
    return value is None or value is False or value in ("", [], {})


def merge(current: Facts, last: Facts, incoming: Facts) -> Merge:
    """Decide field by field, for the fields of `incoming`, between three versions of an entry.

    A field is updated if it still holds what the last import wrote, or if no import ever wrote it
    and it is empty. Otherwise a person changed it: the incoming value is `kept` back, to be reported.
    Merging the same `incoming` again, once `updates` and `remembered` are stored, updates nothing.
    """
    updates, kept, remembered = {}, {}, dict(last)
    for field, value in incoming.items():
        now = current.get(field)
        untouched = now == last[field] if field in last else is_empty(now)
        if now == value or (is_empty(now) and is_empty(value)):
            remembered[field] = value
        elif untouched:
            updates[field] = remembered[field] = value
        else:
            kept[field] = value
    return Merge(updates, kept, remembered, writes=remembered != last)
