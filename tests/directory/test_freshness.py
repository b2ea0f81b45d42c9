"""How old a fact looks."""

from datetime import date, timedelta

import pytest

from directory.freshness import Freshness, freshness

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-30, Freshness.RECENT),
        (0, Freshness.RECENT),
        (365, Freshness.RECENT),
        (366, Freshness.OLD),
        (3 * 365, Freshness.OLD),
        (3 * 365 + 1, Freshness.VERY_OLD),
        (20 * 365, Freshness.VERY_OLD),
    ],
)
def test_a_fact_grows_old(days: int, expected: Freshness) -> None:
    day = TODAY - timedelta(days=days)

    assert freshness(day, TODAY) == expected
    assert freshness(day.isoformat(), TODAY) == expected


@pytest.mark.parametrize("undated", [None, ""])
def test_a_fact_without_date_says_so(undated: str | None) -> None:
    assert freshness(undated, TODAY) == Freshness.UNDATED


def test_a_year_or_a_month_counts_from_its_first_day() -> None:
    assert freshness("2025", TODAY) == Freshness.OLD
    assert freshness("2026", TODAY) == Freshness.RECENT
    assert freshness("2025-11", TODAY) == Freshness.OLD
    assert freshness("2025-12", TODAY) == Freshness.RECENT
