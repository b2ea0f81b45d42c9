"""Dates known to the day, the month or only the year, as sources give them."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(partial: str) -> date:
    """The earliest day that "2018", "2021-01" or "2026-08-08" can mean. Raises ValueError."""
    match = _PARTIAL.fullmatch(partial)
    if not match:
        raise ValueError(f"not a date: {partial!r}")
    year, month, day = match.groups(default="1")
    return date(int(year), int(month), int(day))


def validate_partial_date(partial: str) -> None:
    """Raise ValidationError unless the text is AAAA, AAAA-MM or AAAA-MM-JJ, and not to come."""
    try:
        day = first_day(partial)
    except ValueError:
        raise ValidationError(
            _("Écrivez la date ainsi : 2026, 2026-08 ou 2026-08-22."), code="invalid_date"
        ) from None
    if day > timezone.localdate():
        raise ValidationError(_("Cette date est dans le futur."), code="future_date")


def in_words(known: date | str | None) -> str:
    """« 2018 », « janvier 2021 » or « 1er mai 2026 », in the language in use; of no date, ""."""
    if not known:
        return ""
    partial = str(known)
    day = first_day(partial)
    match partial.count("-"):
        case 0:
            return str(day.year)
        case 1:
            return date_format(day, "YEAR_MONTH_FORMAT")
    words = date_format(day, "DATE_FORMAT")
    # No format of Django's can say it.
    return words.replace("1 ", "1er ", 1) if day.day == 1 and get_language() == "fr" else words
