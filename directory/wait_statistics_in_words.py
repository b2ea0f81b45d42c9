"""The figures of waits as a page says them: names, sentences, and what a chart shows to those who hear it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.charts import Column, Segment, bar, columns
from directory.dates import in_words
from directory.wait_statistics import Figures, Share, Slice

SLICES = {
    Slice.SOON: gettext_lazy("Reçoit dans les 2 semaines"),
    Slice.MONTH: gettext_lazy("Reçoit dans le mois"),
    Slice.QUARTER: gettext_lazy("Reçoit dans les 3 mois"),
    Slice.LONGER: gettext_lazy("Plus de 3 mois d’attente"),
    Slice.UNSAID: gettext_lazy("Attente, durée pas dite"),
    Slice.SHUT: gettext_lazy("Nouvelles demandes suspendues ou fermées"),
    Slice.CRISIS: gettext_lazy("Situations de crise seulement"),
    Slice.UNKNOWN: gettext_lazy("On ne sait pas"),
}


class Row(NamedTuple):
    """A type, a bassin or all services, with its charts. `key` names it within the page."""

    key: str
    name: str
    url: str
    figures: Figures
    days: Sequence[date]

    @property
    def bar(self) -> list[Segment]:
        """The services as they stand today, side by side."""
        return bar(self.figures)

    @property
    def bar_in_words(self) -> str:
        """What the bar shows."""
        return ". ".join(
            _("%(name)s : %(value)s") % {"name": SLICES[one.slice], "value": one.services}
            for one in self.bar
        )

    @property
    def columns(self) -> list[Column]:
        """The share of services that take no requests, day after day; [] when it never means anything."""
        return columns(self.figures.shares) if self._with_percent else []

    @property
    def scale(self) -> list[tuple[str, str]]:
        """What the height of columns means: how far from above, and in words."""
        return [("0", percent(100)), ("50%", percent(50))]

    @property
    def columns_in_words(self) -> str:
        """What the columns show: the first share, the highest, the last."""
        found = self._with_percent
        highest = max(found, key=lambda one: one[1].percent or 0)
        return ". ".join(
            _("%(name)s : %(value)s") % {"name": in_words(day), "value": cell(share)}
            for day, share in sorted({found[0], highest, found[-1]})
        )

    @property
    def today_in_words(self) -> str:
        """Of how many something is known, and how many of these take no new requests."""
        share = self.figures.shares[-1]
        if not share.known:
            return _("On ne sait rien de récent.")
        return ngettext(
            "On sait quelque chose de %(known)s service. Demandes suspendues ou fermées : %(shut)s.",
            "On sait quelque chose de %(known)s services. Demandes suspendues ou fermées : %(shut)s.",
            share.known,
        ) % {
            "known": share.known,
            "shut": f"{share.shut}{_percent(share)}",
        }

    @property
    def counts(self) -> list[tuple[Slice, str, int]]:
        """Each slice with its name and its number, zeros too."""
        return [(one, str(SLICES[one]), count) for one, count in self.figures.slices.items()]

    @property
    def cells(self) -> list[str]:
        """The share of each day."""
        return [cell(share) for share in self.figures.shares]

    @property
    def dated_cells(self) -> list[tuple[date, str]]:
        """The same, each with its day."""
        return list(zip(self.days, self.cells, strict=True))

    @property
    def _with_percent(self) -> list[tuple[date, Share]]:
        dated = zip(self.days, self.figures.shares, strict=True)
        return [one for one in dated if one[1].percent is not None]


def cell(share: Share) -> str:
    """« 2 sur 10 (20 %) »; « 1 sur 3 » where a percentage would say too much."""
    if not share.known:
        return _("inconnu")
    words = _("%(shut)s sur %(known)s") % {"shut": share.shut, "known": share.known}
    return f"{words}{_percent(share)}"


def percent(number: int) -> str:
    """« 20 % », on one line."""
    return (_("%(number)s %%") % {"number": number}).replace(" ", "\u00a0")


def _percent(share: Share) -> str:
    return "" if share.percent is None else f" ({percent(share.percent)})"
