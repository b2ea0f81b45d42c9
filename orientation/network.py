"""The services of a selection as a network around somebody: by function, and what it still lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from directory.models import Service, ServiceType
from directory.models.service import GONE, Status
from directory.models.taxonomy import Helped, Sector
from orientation.handout import Handout
from orientation.links import Links
from orientation.selection import Selection
from orientation.situation import Situation

# One calls an emergency line, one does not build a network with it: never named as missing.
FUNCTIONS = tuple(sector for sector in Sector if sector is not Sector.EMERGENCY)


@dataclass(frozen=True)
class Chosen:
    """A chosen service that is shown, and the selection's address without it."""

    handout: Handout
    without_url: str
    replaced_url: str

    @property
    def service(self) -> Service:
        """The service itself."""
        return self.handout.service


@dataclass(frozen=True)
class Gone:
    """A chosen service that is no more, and the selection's address without it or with its successor."""

    service: Service
    without_url: str
    replaced_url: str


@dataclass(frozen=True)
class Network:
    """A selection and the services found for it, by slug; drafts are not among them."""

    asked_for: Selection
    found: Mapping[str, Service]
    today: date

    @cached_property
    def selection(self) -> Selection:
        """The selection of what exists: what the sheet, its QR code and its copies carry."""
        return self.asked_for.without(*self.unknown_slugs)

    @property
    def unknown_slugs(self) -> tuple[str, ...]:
        """The slugs that no service has."""
        return tuple(slug for slug in self.asked_for.slugs if slug not in self.found)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Everything in the address that is no service."""
        return (*self.unknown_slugs, *self.asked_for.unreadable)

    @cached_property
    def groups(self) -> list[tuple[Sector, list[Chosen]]]:
        """The services shown, by function, in the order they were chosen."""
        by_sector: dict[str, list[Chosen]] = {}
        for service in self._services():
            if service.status not in GONE:
                chosen = Chosen(Handout(service, self.today), *self._addresses(service))
                by_sector.setdefault(service.type.sector, []).append(chosen)
        return [(sector, by_sector[sector]) for sector in Sector if sector in by_sector]

    @property
    def shown(self) -> list[Chosen]:
        """The services of every group, in the order of the sheet."""
        return [chosen for _sector, group in self.groups for chosen in group]

    @property
    def comparable(self) -> Selection:
        """The selection of what is shown, in the order of the sheet."""
        return Selection(tuple(chosen.service.slug for chosen in self.shown))

    @property
    def gone(self) -> list[Gone]:
        """The services archived or merged."""
        services = [service for service in self._services() if service.status in GONE]
        return [Gone(service, *self._addresses(service)) for service in services]

    @property
    def missing(self) -> list[Sector]:
        """The functions that no open service fills yet: a suspended one takes nobody."""
        filled = {s.type.sector for s in self._services() if s.status == Status.PUBLISHED}
        return [sector for sector in FUNCTIONS if sector not in filled]

    def _services(self) -> Iterable[Service]:
        return (self.found[slug] for slug in self.selection.slugs)

    def _addresses(self, service: Service) -> tuple[str, str]:
        """Without the service; and with its successor in its place, "" if it has none."""
        slug, successor = service.slug, service.published_successor
        replaced = self.selection.replacing(slug, successor.slug).url if successor else ""
        return self.selection.without(slug).url, replaced


def ways_to(
    missing: Iterable[Sector],
    types: Iterable[ServiceType],
    situation: Situation,
    selection: Selection,
) -> list[tuple[Sector, str]]:
    """Each missing function with the list of its services for the same situation; "" without a type."""
    by_sector: dict[str, list[ServiceType]] = {}
    for kind in types:
        by_sector.setdefault(kind.sector, []).append(kind)
    return [
        (sector, Links(selection).to(elsewhere(situation, by_sector[sector])))
        if sector in by_sector
        else (sector, "")
        for sector in missing
    ]


def elsewhere(situation: Situation, types: Iterable[ServiceType]) -> Situation:
    """The same person in front of other types of services: the criteria stay, need and words go.

    Whom the help is for stays if such services help them; support is for the professional.
    """
    types = list(types)
    helped = {who for kind in types for who in kind.stated_helps or (Helped.PERSON,)}
    pour = situation.pour if situation.pour in helped else next(w for w in Helped if w in helped)
    return situation.but(
        type=tuple(sorted(kind.slug for kind in types)),
        pour=str(pour),
        besoin=(),
        q="",
        verdict=(),
        ecarte_par="",
    )
