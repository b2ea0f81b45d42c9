"""What the list page shows: groups of options with counts, chips, tabs, reasons for absence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.models import Service
from orientation.cards import STATES, ReasonLine, Row
from orientation.catalogue import Catalogue
from orientation.filters import ORDERS, OrientationFilter
from orientation.matching import Match, Reason, Results
from orientation.ordering import ORDER_IN_WORDS
from orientation.situation import CRITERIA, SCOPE, SEVERAL, Shown, Situation
from orientation.territory import Place

StrOrPromise = str | Promise

# What each criterion is called where it excludes: « dont 5 hors zone, 4 âge ».
EXCLUDED_BY: Mapping[str, StrOrPromise] = {
    "age": gettext_lazy("âge"),
    "public": gettext_lazy("public"),
    "code_postal": gettext_lazy("hors zone"),
    "langue": gettext_lazy("langue"),
    "intervenant": gettext_lazy("équipe"),
    "theme": gettext_lazy("thème"),
    "demandeur": gettext_lazy("qui demande"),
    "ouvert": gettext_lazy("horaires"),
}


def address(situation: Situation) -> str:
    """The address of the list that answers this situation."""
    query = urlencode(situation.to_query())
    return reverse("orientation:list") + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Choice:
    """One option with the number of services it would leave."""

    slug: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """The options of one parameter, under their headings."""

    name: str
    label: StrOrPromise
    several: bool
    sections: Mapping[str, Sequence[Choice]]
    chosen: int
    notice: StrOrPromise


@dataclass(frozen=True)
class Chip:
    """Something asked, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Tab:
    """A kind of answer, how many there are, and the address that lists them."""

    label: StrOrPromise
    count: int
    url: str
    current: bool


class ListPage:
    """Everything the template of the list asks for."""

    def __init__(
        self,
        filterset: OrientationFilter,
        catalogue: Catalogue,
        results: Results,
        facets: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.situation = results.situation
        self.results = results
        self.catalogue = catalogue
        self._filterset = filterset
        self._facets = facets

    @cached_property
    def page(self) -> Page[Match]:
        """The services of this page; a number past the end gives the last page."""
        return Paginator(self.results.listed, self.situation.per_page).get_page(self.situation.page)

    @property
    def previous_url(self) -> str:
        """The address of the page before."""
        return address(self.situation.but(page=self.page.number - 1))

    @property
    def next_url(self) -> str:
        """The address of the page after."""
        return address(self.situation.but(page=self.page.number + 1))

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Every parameter that has options, by name."""
        return {name: self._group(name) for name in self._facets}

    def _group(self, name: str) -> Group:
        asked = getattr(self.situation, name)
        chosen = set(asked) if name in SEVERAL else {asked}
        sections: dict[str, list[Choice]] = {}
        for option in self.catalogue.vocabulary.options[name]:
            count = self._facets[name][option.slug]
            choice = Choice(option.slug, option.label, count, option.slug in chosen)
            sections.setdefault(option.section, []).append(choice)
        return Group(
            name=name,
            label=self._filterset.filters[name].label or "",
            several=name in SEVERAL,
            sections=sections,
            chosen=len(chosen - {""}),
            notice=self._filterset.notice(name),
        )

    @cached_property
    def notices(self) -> dict[str, StrOrPromise]:
        """What to say beside the fields that have no options."""
        return {name: self._filterset.notice(name) for name in ("q", "age", "code_postal", "tri")}

    @property
    def typed(self) -> dict[str, str]:
        """What was typed in the text fields, read or not: nothing typed is lost."""
        return {name: self._filterset.data.get(name, "") for name in ("q", "age", "code_postal")}

    @property
    def ignored(self) -> list[tuple[str, str]]:
        """What was not understood in the address and has no field where it could be said."""
        with_a_field = {*self._facets, *self.notices}
        return [pair for pair in self._filterset.ignored if pair[0] not in with_a_field]

    @cached_property
    def chips(self) -> list[Chip]:
        """Everything asked, each with the address that takes it off."""
        return list(self._chips())

    def _chips(self) -> Iterator[Chip]:
        situation, words = self.situation, self.catalogue.vocabulary
        for name, value in situation.to_query():
            if name not in (*SCOPE, *CRITERIA):
                continue
            match name:
                case "q":
                    label = _("Mots : « %(text)s »") % {"text": value}
                case "age":
                    label = _("%(age)s ans") % {"age": value}
                case "code_postal":
                    label = self._place_chip(situation.code_postal)
                case "zone_inconnue":
                    label = _("Avec les zones inconnues")
                case "pour":
                    label = _("Aide pour %(who)s") % {"who": words.label(name, value)}
                case "ouvert":
                    label = _("Ouvert %(when)s") % {"when": words.label(name, value)}
                case "demandeur":
                    label = _("Demande par %(who)s") % {"who": words.label(name, value)}
                case _:
                    label = words.label(name, value)
            yield Chip(label, address(situation.without(name, value)))

    def _place_chip(self, place: Place | None) -> str:
        if place is None or place.without_address:
            return _("Sans adresse")
        return _("Habite : %(place)s") % {"place": self.catalogue.territory.words(place)}

    @cached_property
    def tabs(self) -> list[Tab]:
        """The kinds of answers; none when no criterion is asked."""
        if not self.situation.asks_a_criterion:
            return []
        counts = self.results.counts
        kinds: list[tuple[StrOrPromise, int, tuple[str, ...]]] = [
            (_("Convient ou à vérifier"), counts.possible, ()),
            (_("Convient"), counts.convient, (Shown.FITS,)),
            (_("À vérifier"), counts.verifier, (Shown.TO_CHECK,)),
            (_("Presque"), counts.presque, (Shown.NEAR_MISS,)),
            (_("Ne convient pas"), counts.exclus, (Shown.EXCLUDED,)),
        ]
        return [
            Tab(
                label,
                count,
                address(self.situation.but(verdict=shown, ecarte_par="")),
                current=self.situation.verdict == shown and not self.situation.ecarte_par,
            )
            for label, count, shown in kinds
        ]

    @property
    def excluded_by(self) -> list[Tab]:
        """Why services are left out, the most frequent reason first, each opening to its list."""
        reasons = sorted(self.results.excluded_by.items(), key=lambda item: (-item[1], item[0]))
        return [
            Tab(
                self.criterion_label(key),
                count,
                address(self.situation.but(verdict=(), ecarte_par=key)),
                current=self.situation.ecarte_par == key,
            )
            for key, count in reasons
        ]

    def criterion_label(self, key: str) -> StrOrPromise:
        """What a criterion is called where it excludes."""
        _name, _colon, condition = key.partition(":")
        if condition:
            return self.catalogue.vocabulary.label("condition", condition)
        return EXCLUDED_BY[key]

    @property
    def unknown_zone_url(self) -> str:
        """The address that also lists the services whose zone is not known."""
        return address(self.situation.but(zone_inconnue=True))

    @property
    def any_need_url(self) -> str:
        """The address without a need, which also holds the services that state none."""
        return address(self.situation.without("besoin"))

    def rows(self, services: Mapping[str, Service]) -> list[Row]:
        """The cards of this page, from the services by slug."""
        return [
            Row(services[m.profile.slug], m, tuple(map(self._reason_line, m.reasons)))
            for m in self.page
        ]

    def _reason_line(self, reason: Reason) -> ReasonLine:
        choices = tuple((label, self._area_url(area)) for area, label in reason.choices)
        return ReasonLine(STATES[reason.answer], reason.text, choices)

    def _area_url(self, area: str) -> str:
        """The address once we know in which of two areas the person lives."""
        place = self.catalogue.territory.resolve(area)
        return address(self.situation.but(code_postal=place))

    @property
    def heading(self) -> str:
        """What the list holds, in words: it is where the reader lands."""
        counts, count = self.results.counts, len(self.results.listed)
        services = ngettext("%(count)s service", "%(count)s services", count) % {"count": count}
        if not self.situation.asks_a_criterion or self.situation.verdict:
            return services
        if self.situation.ecarte_par:
            reason = self.criterion_label(self.situation.ecarte_par)
            return _("%(services)s hors de la réponse : %(reason)s") % {
                "services": services,
                "reason": reason,
            }
        fits = ngettext("%(count)s convient", "%(count)s conviennent", counts.convient)
        return _("%(services)s : %(fits)s, %(to_check)s à vérifier") % {
            "services": services,
            "fits": fits % {"count": counts.convient},
            "to_check": counts.verifier,
        }

    @property
    def orders(self) -> list[Tab]:
        """The orders one may choose."""
        return [
            Tab(label, 0, address(self.situation.but(tri=order)), self.situation.tri == order)
            for order, label in ORDERS.items()
        ]

    @property
    def order_in_words(self) -> StrOrPromise:
        """How the list is ordered."""
        return ORDER_IN_WORDS[self.situation.tri]

    @property
    def place_names(self) -> list[str]:
        """What to suggest where a place is asked."""
        areas = self.catalogue.territory.areas.values()
        return [f"{area.postal_code} {area.name}" for area in areas]
