"""Telephone numbers as Belgians read and dial them."""

import pytest
from django.core.exceptions import ValidationError

from directory.phones import SHORT_NUMBERS, display, parse


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("02 762 97 20", "+3227629720", "02 762 97 20"),
        ("02/762.97.20", "+3227629720", "02 762 97 20"),
        ("+32 (0)2 762 97 20", "+3227629720", "02 762 97 20"),
        ("0032 2 762 97 20", "+3227629720", "02 762 97 20"),
        ("0475 12 34 56", "+32475123456", "0475 12 34 56"),
        ("0800 32 123", "+3280032123", "0800 32 123"),
        ("078 15 44 22", "+3278154422", "078 15 44 22"),
        ("107", "107", "107"),
        ("1 0 7", "107", "107"),
        ("116 000", "116000", "116000"),
        ("+33 1 42 68 53 00", "+33142685300", "+33 1 42 68 53 00"),
    ],
)
def test_a_number_is_stored_one_way_and_shown_one_way(text: str, stored: str, shown: str) -> None:
    assert parse(text) == stored
    assert display(stored) == shown
    assert parse(shown) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "02",
        "02 762",
        "999",
        "12345",
        "+107",
        "02 762 97 20 ext. 4",
        "+999 123",
        "0" * 60,
    ],
)
def test_what_cannot_be_dialled_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="02 762 97 20"):
        parse(text)


@pytest.mark.parametrize("number", sorted(SHORT_NUMBERS))
def test_short_numbers_stay_as_they_are(number: str) -> None:
    assert parse(number) == display(number) == number
