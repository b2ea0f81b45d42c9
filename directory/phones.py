"""Telephone numbers as Belgians read and dial them."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Short numbers in use in Belgium for health, social help and safety; libraries call some invalid.
SHORT_NUMBERS = frozenset(
    {"100", "101", "102", "103", "105", "106", "107", "110", "112", "116000", "116111", "116117"}
    | {"1204", "1700", "1710", "1711", "1712", "1722", "1733", "1766", "1771", "1776", "1778"}
    | {"1789", "1813", "1819", "1890"}
)


def parse(text: str) -> str:
    """The number in E.164 (« 02 762 97 20 » → "+3227629720"), or the short number as it is.

    Raises ValidationError when it cannot be dialled from Belgium.
    """
    digits = re.sub(r"\D", "", text)
    if digits in SHORT_NUMBERS and "+" not in text:
        return digits
    try:
        number = phonenumbers.parse(text, "BE")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number) or number.extension:
        raise ValidationError(
            _("« %(text)s » n’est pas un numéro de téléphone. Exemple : 02 762 97 20."),
            code="invalid_phone",
            params={"text": text},
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(number: str) -> str:
    """A stored number grouped for reading: "+3227629720" → « 02 762 97 20 »."""
    if not number.startswith("+"):
        return number
    if number.startswith("+3270") and len(number) == 11:  # said and printed by threes
        return f"070 {number[5:8]} {number[8:]}"
    parsed = phonenumbers.parse(number)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if parsed.country_code == 32
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)
