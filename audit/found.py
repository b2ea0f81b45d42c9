"""What is wrong somewhere, and how all of it is told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 3  # places of each finding that are named
LENGTH = 200  # signs of a finding that are printed


@dataclass(frozen=True)
class Found:
    """A finding: of which check, what it is, and on which page."""

    check: str
    what: str
    where: str


def told(found: Iterable[Found]) -> str:
    """The findings, alike ones together, with some of the pages that have them."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        places[one.check, " ".join(one.what.split())[:LENGTH]].append(one.where)
    lines = []
    for (check, what), where in sorted(places.items()):
        different = list(dict.fromkeys(where))
        more = f" and {len(different) - SHOWN} more" if len(different) > SHOWN else ""
        lines.append(f"{check}: {what}\n    {len(where)} × on {'  '.join(different[:SHOWN])}{more}")
    return "\n".join([*lines, ""]) if lines else ""
