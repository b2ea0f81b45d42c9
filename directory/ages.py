"""Ages received, in whole years, in words."""

from django.utils.translation import gettext as _

MAX_AGE = 120


def in_words(low: int | None, high: int | None) -> str:
    """« Reçoit de 18 à 25 ans »; "" when neither bound is known. 0–120 is « à tous les âges »."""
    match low, high:
        case None, None:
            return ""
        case low, None:
            return _("Reçoit à partir de %(low)s ans") % {"low": low}
        case None, high:
            return _("Reçoit jusqu’à %(high)s ans") % {"high": high}
    if high != MAX_AGE:
        return _("Reçoit de %(low)s à %(high)s ans") % {"low": low, "high": high}
    if low == 0:
        return _("Reçoit à tous les âges")
    return _("Reçoit à partir de %(low)s ans, sans limite") % {"low": low}
