"""How long one waits, type by type and bassin by bassin: as it stands today, and month after month."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.charts import CELLS
from directory.models import Bassin, ServiceType
from directory.wait_statistics import FEWEST, Figures
from directory.wait_statistics_in_words import SLICES, Row
from directory.waits_counted import counted


@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    """Every listed service counts, those of which nothing is known too."""
    found = counted(timezone.localdate())
    bassins = _rows("bassin", Bassin.objects.all(), found.bassins, found.days)
    if found.no_bassin.total:
        bassins.append(Row("sans-bassin", _("Sans bassin connu"), "", found.no_bassin, found.days))
    # The largest first: what few services say means little.
    types = _rows("type", ServiceType.objects.all(), found.types, found.days)
    types.sort(key=lambda row: -row.figures.total)
    context = {
        "everywhere": Row("tous", _("Tous les services"), "", found.everywhere, found.days),
        "bassins": bassins,
        "types": types,
        "large_types": [row for row in types if row.figures.total >= FEWEST],
        "small_types": [row for row in types if row.figures.total < FEWEST],
        "days": found.days,
        "middle_day": found.days[len(found.days) // 2],
        "slices": SLICES.items(),
        "fewest": FEWEST,
        "cells": CELLS,
        "is_fictional": found.is_fictional,
    }
    return render(request, "directory/waits.html", context)


def _rows(
    kind: str,
    entries: Iterable[Bassin | ServiceType],
    figures: Mapping[int, Figures],
    days: Sequence[date],
) -> list[Row]:
    """Those that have services, each with its page: `directory:` and its kind."""
    return [
        Row(
            f"{kind}-{one.slug}",
            one.name,
            reverse(f"directory:{kind}", args=[one.slug]),
            figures[one.pk],
            days,
        )
        for one in entries
        if one.pk in figures
    ]
