"""Dates known to the day, the month or only the year."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from directory.dates import first_day, in_words, validate_partial_date


@pytest.mark.parametrize(
    ("partial", "day", "words"),
    [
        ("2018", date(2018, 1, 1), "2018"),
        ("2021-01", date(2021, 1, 1), "janvier 2021"),
        ("2026-08-08", date(2026, 8, 8), "8 août 2026"),
        ("2024-02-29", date(2024, 2, 29), "29 février 2024"),
    ],
)
def test_partial_dates(partial: str, day: date, words: str) -> None:
    validate_partial_date(partial)
    assert first_day(partial) == day
    with translation.override("fr"):
        assert in_words(partial) == words


def test_dates_are_said_in_the_language_in_use() -> None:
    with translation.override("nl"):
        assert in_words("2026-08-08") == "8 augustus 2026"
        assert in_words("2021-01") == "januari 2021"


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("fr", "1er mai 2026", "11 mai 2026"),
        ("nl", "1 mei 2026", "11 mei 2026"),
        ("en", "1 May 2026", "11 May 2026"),
    ],
)
def test_the_first_of_a_month_is_said_as_french_says_it(
    language: str, first: str, eleventh: str
) -> None:
    with translation.override(language):
        assert in_words(date(2026, 5, 1)) == in_words("2026-05-01") == first
        assert in_words(date(2026, 5, 11)) == eleventh


def test_no_date_has_no_words() -> None:
    assert in_words("") == in_words(None) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("", "18", "2026-8", "2026-13", "2026-02-30", "0000", "2026-08-08T10:00", "août 2026"),
        *("2026/08", "2026-08-", " 2026", "2026\n", "-2026"),
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|year"):
        first_day(text)
    with pytest.raises(ValidationError, match="2026-08-22"):
        validate_partial_date(text)
