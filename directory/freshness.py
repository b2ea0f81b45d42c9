"""How old a fact is, and when it begins to look old. Days and whole years."""

from datetime import date
from enum import StrEnum

from directory.dates import first_day

OLD_AFTER_DAYS = 365
VERY_OLD_AFTER_DAYS = 3 * 365


class Freshness(StrEnum):
    """How much a date can be relied on."""

    RECENT = "recent"
    OLD = "old"
    VERY_OLD = "very_old"
    UNDATED = "undated"


def freshness(partial: str | date | None, today: date) -> Freshness:
    """Say how a dated fact looks on `today`; a year or a month counts from its first day."""
    if not partial:
        return Freshness.UNDATED
    day = partial if isinstance(partial, date) else first_day(partial)
    age = (today - day).days
    if age > VERY_OLD_AFTER_DAYS:
        return Freshness.VERY_OLD
    return Freshness.OLD if age > OLD_AFTER_DAYS else Freshness.RECENT
