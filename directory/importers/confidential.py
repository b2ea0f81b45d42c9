"""Addresses that must not be known: an import may hide a place, and never reveals one."""

from django.utils.translation import gettext as _

from directory.importers.merge import Facts, Merge, merge

_FACT = "confidential"


def merge_and_protect(current: Facts, last: Facts, told: Facts) -> tuple[Merge, tuple[str, ...]]:
    """The merge of an entry under that rule, and what to remark.

    Only the one place of an entry is hidden: several places, or one that another entry shares, are the
    work of a person. What is not done is kept back, and not remembered as written.
    """
    said, place = told.get(_FACT), current.get("location")
    hidden = bool(current.get(_FACT))
    if said is False and hidden:
        remark = _("un import ne rend pas public un lieu confidentiel : faites-le dans l’admin")
    elif said and not hidden and isinstance(place, list):
        remark = _("plusieurs lieux, ou un lieu partagé : cochez dans l’admin celui à protéger")
    else:
        merged = merge(current, last, told)
        if not place and "location" in merged.updates and _FACT in merged.kept:
            # The box that a person unticked was that of a place that is gone, not of the new one.
            merged = merge(current, _without(last), told)
        return merged, ()
    merged = merge(current, last, _without(told))
    merged.kept[_FACT] = said
    return merged, (remark,)


def _without(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name != _FACT}
