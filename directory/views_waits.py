"""How long one waits, bassin by bassin and type by type: as it stands today, and month after month."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

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
from directory.waits_counted import Counted, counted


@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    """All services together, and bassin by bassin. Those of which nothing is known count too."""
    found = counted(timezone.localdate())
    bassins = _rows("bassin", Bassin.objects.all(), found.bassins, found.days)
    if found.no_bassin.total:
        bassins.append(Row("sans-bassin", _("Sans bassin connu"), "", found.no_bassin, found.days))
    context = _same_everywhere(found) | {
        "everywhere": Row("tous", _("Tous les services"), "", found.everywhere, found.days),
        "bassins": bassins,
        "cells": CELLS,
    }
    return render(request, "directory/waits.html", context)


@require_safe
def waits_by_type(request: HttpRequest) -> HttpResponse:
    """Type by type, the largest first: what few services say means little."""
    found = counted(timezone.localdate())
    types = _rows("type", ServiceType.objects.all(), found.types, found.days)
    types.sort(key=lambda row: -row.figures.total)
    context = _same_everywhere(found) | {
        "types": types,
        "large_types": [row for row in types if row.figures.total >= FEWEST],
        "small_types": [row for row in types if row.figures.total < FEWEST],
    }
    return render(request, "directory/waits_by_type.html", context)


def _same_everywhere(found: Counted) -> dict[str, Any]:
    return {
        "days": found.days,
        "middle_day": found.days[len(found.days) // 2],
        "slices": SLICES.items(),
        "fewest": FEWEST,
        "is_fictional": found.is_fictional,
    }


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
