"""What the list page shows: groups of options with counts, chips, tabs, reasons for absence, cards."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.languages import StrOrPromise
from orientation.cards import Row, Sign, rows
from orientation.catalogue import Catalogue
from orientation.chips import Chip, chips, refusal
from orientation.filters import ORDERS, OrientationFilter
from orientation.links import Links
from orientation.matching import Match, Results, match
from orientation.ordering import ORDER_IN_WORDS
from orientation.page_parts import Group, NearMisses, Tab, Unread
from orientation.selection import Selection
from orientation.situation import SEVERAL, Shown, Situation

NEAR_MISSES_SHOWN = 5  # of each criterion, before one opens its list
SUSPENDED_SHOWN = 20
# Where one is received with few conditions, when nothing else answers.
LOW_THRESHOLD = (
    Situation(besoin=("liens",)),
    Situation(condition=("sans_rendez_vous",), verdict=(Shown.FITS,)),
    Situation(condition=("sans_papiers",), verdict=(Shown.FITS,)),
    Situation(condition=("anonyme",), verdict=(Shown.FITS,)),
)


class ListPage:
    """Everything the template of the list asks for. `address`: the page that its links lead to."""

    address = "orientation:list"

    def __init__(self, query: QueryDict, catalogue: Catalogue) -> None:
        """`query`: what the address asks, with the services chosen along the way."""
        asked = query.copy()
        self.selection = Selection.taken_from(asked)
        self._filterset = OrientationFilter(asked, catalogue)
        self.situation = self._question(self._filterset.situation)
        self.results = match(self.situation, catalogue)
        self.catalogue = catalogue
        self.links = Links(self.selection, self.address)

    def _question(self, situation: Situation) -> Situation:
        """What this page answers of a question."""
        return situation

    @cached_property
    def page(self) -> Page[Match]:
        """The services of this page; a number past the end gives the last page."""
        return Paginator(self.results.listed, self.situation.per_page).get_page(self.situation.page)

    @property
    def previous_url(self) -> str:
        """The address of the page before."""
        return self.links.to(self.situation.but(page=self.page.number - 1))

    @property
    def next_url(self) -> str:
        """The address of the page after."""
        return self.links.to(self.situation.but(page=self.page.number + 1))

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Every parameter that has options, by name."""
        return {name: self._group(name, counts) for name, counts in self.results.facets.items()}

    def _group(self, name: str, counts: Mapping[str, int]) -> Group:
        asked = getattr(self.situation, name)
        return Group(
            name=name,
            label=self._filterset.filters[name].label or "",
            several=name in SEVERAL,
            options=self.catalogue.vocabulary.options[name],
            counts=counts,
            chosen=frozenset(asked if name in SEVERAL else {asked} - {""}),
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
        with_a_field = {*self.results.facets, *self.notices}
        return [pair for pair in self._filterset.ignored if pair[0] not in with_a_field]

    @property
    def unread(self) -> list[Unread]:
        """What was typed in a field and could not be read: on a phone, the field is far from the results."""
        return [
            Unread(field, value)
            for field, value in self._filterset.ignored
            if field in ("age", "code_postal") and value == self.typed[field]
        ]

    @cached_property
    def chips(self) -> list[Tab]:
        """Everything asked, each with the address that takes it off."""
        return [self._without(chip, 0) for chip in chips(self.situation, self.catalogue)]

    @cached_property
    def ways_out(self) -> list[Tab]:
        """When nothing is found: how many services there would be without each thing asked, most first."""
        found = [
            self._without(chip, self.results.possible_in(chip.without.plain))
            for chip in chips(self.situation, self.catalogue)
        ]
        return sorted(found, key=lambda way: -way.count)

    def _without(self, chip: Chip, count: int) -> Tab:
        return Tab(chip.label, count, self.links.to(chip.without))

    @property
    def low_threshold(self) -> list[Tab]:
        """Doors with few conditions, whatever was asked; those that lead nowhere are left out."""
        doors = []
        for situation in LOW_THRESHOLD:
            results = Results(situation, self.catalogue)
            label = next(chips(situation, self.catalogue)).label
            doors.append(Tab(label, len(results.listed), self.links.to(situation)))
        return [door for door in doors if door.count]

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
        if not any(count for _label, count, _shown in kinds):
            return []
        return [
            Tab(
                label,
                count,
                self.links.to(self.situation.but(verdict=shown, ecarte_par="")),
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
                refusal(key, self.catalogue).label,
                count,
                self.links.to(self.situation.but(verdict=(), ecarte_par=key)),
                current=self.situation.ecarte_par == key,
            )
            for key, count in reasons
        ]

    @property
    def near_misses(self) -> list[NearMisses]:
        """When one asks for those that nearly fit: by the criterion that refuses, most frequent first."""
        if self.situation.verdict != (Shown.NEAR_MISS,) or self.situation.ecarte_par:
            return []
        found = sorted(self.results.near_misses.items(), key=lambda item: (-len(item[1]), item[0]))
        return [
            NearMisses(
                label=refusal(key, self.catalogue).label,
                advice=refusal(key, self.catalogue).advice,
                count=len(listed),
                rows=self._rows(listed[:NEAR_MISSES_SHOWN]),
                url=self.links.to(self.situation.but(ecarte_par=key)),
                widened_url=self.links.to(self.situation.without(*key.split(":")).but(verdict=())),
            )
            for key, listed in found
        ]

    @property
    def possible_url(self) -> str:
        """The address of those that fit or are to check."""
        return self.links.to(self.situation.plain)

    @property
    def near_misses_url(self) -> str:
        """The address of those that a single criterion refuses."""
        return self.links.to(self.situation.but(verdict=(Shown.NEAR_MISS,), ecarte_par=""))

    @property
    def unknown_zone_url(self) -> str:
        """The address that also lists the services whose zone is not known."""
        return self.links.to(self.situation.but(zone_inconnue=True))

    @property
    def map_url(self) -> str:
        """The address of the map of those that fit or are to check."""
        return Links(self.selection, "orientation:map").to(self.situation.plain)

    @property
    def any_need_url(self) -> str:
        """The address without a need, which also holds the services that state none."""
        return self.links.to(self.situation.without("besoin"))

    @property
    def rows(self) -> list[Row]:
        """The cards of this page."""
        return self._rows(list(self.page))

    def _rows(self, matches: Sequence[Match]) -> list[Row]:
        return rows(matches, self.situation, self.catalogue, self.links)

    @cached_property
    def suspended(self) -> list[tuple[Sign, object]]:
        """The first services that take no one for now, with the day since when."""
        return [
            (Sign.of(profile, self.catalogue), profile.card.suspended_since)
            for profile in self.results.suspended(SUSPENDED_SHOWN)
        ]

    @cached_property
    def number(self) -> str:
        """How many services it holds, in words: all that paper says, which is silent on the situation."""
        count = len(self.results.listed)
        return ngettext("%(count)s service", "%(count)s services", count) % {"count": count}

    @cached_property
    def judged(self) -> str:
        """What follows their number: how many fit, or what leaves them out; "" when nothing does."""
        counts = self.results.counts
        if not self.tabs or self.situation.verdict:
            return ""
        if self.situation.ecarte_par:
            reason = refusal(self.situation.ecarte_par, self.catalogue).label
            return _(" hors de la réponse : %(reason)s") % {"reason": reason}
        fits = ngettext("%(count)s convient", "%(count)s conviennent", counts.convient)
        return _(" : %(fits)s, %(to_check)s à vérifier") % {
            "fits": fits % {"count": counts.convient},
            "to_check": counts.verifier,
        }

    @property
    def heading(self) -> str:
        """What the list holds, in words: it is where the reader lands."""
        return self.number + self.judged

    @property
    def orders(self) -> list[Tab]:
        """The orders one may choose."""
        return [
            Tab(label, 0, self.links.to(self.situation.but(tri=order)), self.situation.tri == order)
            for order, label in ORDERS.items()
        ]

    @property
    def order_in_words(self) -> StrOrPromise:
        """How the list is ordered."""
        return ORDER_IN_WORDS[self.situation.tri]

    @property
    def place_names(self) -> tuple[str, ...]:
        """What to suggest where a place is asked."""
        return self.catalogue.territory.suggestions
