"""Addresses that must not be known: an import may hide a place, and never reveals one."""

from django.utils.translation import gettext as _

from directory.importers.merge import Facts, Merge

_FACT = "confidential"


def protect(merged: Merge, current: Facts, last: Facts, told: Facts) -> tuple[Merge, str]:
    """The merge under that rule, and a remark for whoever reads the report ("" when there is none).

    Only the one place of an entry is hidden: several, or one that others share, are a person's work.
    """
    said, place = told.get(_FACT), current.get("location")
    if said and not place and "location" in merged.updates:
        # A place that arrives: what was ticked or not at a former place says nothing of it.
        return _moved(merged, {_FACT: True}, {}, {_FACT: True}), ""
    if _FACT not in merged.updates:
        return merged, ""
    if not said:
        remark = _("un import ne rend pas public un lieu confidentiel : cela se fait dans l’admin")
    elif isinstance(place, list):
        remark = _("plusieurs lieux, ou un lieu partagé : ce qui est confidentiel se coche dans l’admin")
    else:
        return merged, ""
    before = {_FACT: last[_FACT]} if _FACT in last else {}
    return _moved(merged, {}, {_FACT: said}, before), remark


def _moved(merged: Merge, updates: Facts, kept: Facts, remembered: Facts) -> Merge:
    """The merge with another decision on this fact."""
