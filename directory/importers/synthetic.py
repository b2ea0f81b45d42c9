"""Fictional services in number, shaped like the real ones, to see how the site bears them.

What is not known in real life is not known here: 60 % of the conditions and of the zones say nothing.
Fictional services have no telephone, no e-mail address and no website.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import models, reset_queries
from django.utils.translation import gettext as _

from directory.importers.batches import SIZE
from directory.importers.links import Links
from directory.importers.lock import one_at_a_time
from directory.importers.problems import Refused
from directory.importers.pseudowords import Prose
from directory.languages import LANGUAGES
from directory.models import (
    AccessCondition,
    Criterion,
    Language,
    Location,
    Need,
    Organization,
    PostalArea,
    Profession,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
    ServiceType,
    TargetGroup,
    Theme,
)
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import Helped, Requester
from directory.text import sort_key

SOURCE = "données fictives"
KNOWN_CONDITIONS = 0.4
KNOWN_COVERAGE = 0.4
MAX_WORDS = 12
_BATCH = 2_000
_LAST_DAY = date(2026, 11, 1)  # not today: a world is the same whenever it is made
_HOURS = (
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-12:30,13:00-17:00",
    "Mo-Th 09:00-16:00",
    "Mo,We,Fr 13:00-18:00",
    "Tu,Th 17:00-21:00",
    "Mo-Fr 08:30-12:00; Sa 10:00-13:00",
    "Mo-Su 08:00-22:00",
    "24/7",
)
_AGES = ((18, None), (18, 65), (0, 17), (12, 25), (0, 120), (60, None), (16, None), (None, 25))
_FREQUENT_LANGUAGES = ("fr", "nl", "en", "ar")


def generate(
    count: int, seed: int, progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Add the `count` fictional services of world `seed`: the same ones for the same two numbers.

    Raises Refused when the reference lists are empty, or when this world is already there.
    """
    if not ServiceType.objects.exists() or not PostalArea.objects.exists():
        raise Refused(_("Chargez d’abord les listes de référence : manage.py load_reference"))
    with one_at_a_time():
        if Service.objects.filter(slug=_slug(seed, 1)).exists():
            raise Refused(_("Le monde fictif %(seed)d est déjà là.") % {"seed": seed})
        world = World(seed)
        organizations = Organization.objects.bulk_create(
            world.organizations(max(1, count // 3)), batch_size=SIZE
        )
        for start in range(1, count + 1, _BATCH):
            numbers = range(start, min(start + _BATCH, count + 1))
            world.batch(numbers, organizations).write()
            reset_queries()  # under DEBUG, Django would keep the text of every query
            progress(numbers[-1], count)


def _slug(seed: int, number: int) -> str:
    return f"service-fictif-{seed}-{number:05}"


@dataclass
class Batch:
    """Services and what hangs on them, before they are written."""

    services: list[Service] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    links: dict[str, list[tuple[Service, int]]] = field(default_factory=dict)

    def add(self, *rows: models.Model) -> None:
        """Add rows that belong to a service."""
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Write it all, model by model."""
        Service.objects.bulk_create(self.services, batch_size=SIZE)
        Location.objects.bulk_create(self.locations, batch_size=SIZE)
        for model, rows in self.rows.items():
            for row in rows:
                row.service_id = row.service.pk
                if isinstance(row, ServiceAtLocation):
                    row.location_id = row.location.pk
            model._default_manager.bulk_create(rows, batch_size=SIZE)
        for name, pairs in self.links.items():
            links = Links.of(Service, name)
            rows = [links.row(service.pk, target) for service, target in pairs]
            links.rows.bulk_create(rows, batch_size=SIZE)


class World:
    """A source of chance, and the reference lists it draws from, each in a fixed order."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = Random(seed)  # noqa: S311 - a world to test with, not a secret
        self.prose = Prose(self.chance)
        self.types = list(ServiceType.objects.order_by("slug"))
        self.areas = list(PostalArea.objects.order_by("code"))
        self.criteria = _keys(Criterion)
        self.groups = _keys(TargetGroup)
        self.lists = {
            "needs": _keys(Need),
            "languages": _keys(Language),
            "professions": _keys(Profession),
            "themes": _keys(Theme),
        }
        frequent = dict(Language.objects.values_list("slug", "pk"))
        self.frequent = [frequent[slug] for slug in _FREQUENT_LANGUAGES if slug in frequent]

    def organizations(self, count: int) -> Iterator[Organization]:
        """The organisations that the services share."""
        for number in range(1, count + 1):
            name = f"Organisation fictive {number:05} (monde {self.seed})"
            slug = f"organisation-fictive-{self.seed}-{number:05}"
            yield Organization(name=name, sort_key=sort_key(name), slug=slug, source=SOURCE)

    def batch(self, numbers: Sequence[int], organizations: Sequence[Organization]) -> Batch:
        """Some services, complete."""
        batch = Batch()
        for number in numbers:
            service = self._service(number, self.chance.choice(organizations))
            batch.services.append(service)
            self._places(batch, service)
            self._facts(batch, service)
            self._terms(batch, service)
        return batch

    def _sometimes(self, probability: float) -> bool:
        return self.chance.random() < probability

    def _day(self) -> str:
        return (_LAST_DAY - timedelta(days=self.chance.randrange(1500))).isoformat()

    def _service(self, number: int, organization: Organization) -> Service:
        chance = self.chance
        words = self.prose.words(2)
        name = f"Service fictif {number:05} (monde {self.seed}) {words}"
        coverage = chance.choices(
            (Coverage.REGION, Coverage.AREAS, Coverage.AT_LEAST_REGION, Coverage.BELGIUM),
            (50, 36, 7, 7),
        )[0]
        ages = chance.choice(_AGES) if self._sometimes(0.5) else (None, None)
        confirmed = self._sometimes(0.3)
        service = Service(
            uuid=UUID(int=chance.getrandbits(128), version=4),
            name=name,
            sort_key=sort_key(name),
            slug=_slug(self.seed, number),
            organization=organization,
            type=chance.choice(self.types),
            status=Status.PUBLISHED,
            age_min=ages[0],
            age_max=ages[1],
            audience=chance.choices(("", Audience.EVERYONE, Audience.RESERVED), (55, 25, 20))[0],
            coverage=coverage if self._sometimes(KNOWN_COVERAGE) else "",
            verified_on=date.fromisoformat(self._day()) if confirmed else None,
            verified_by=SOURCE if confirmed else "",
            source=SOURCE,
            source_date=self._day(),
        )
        for language in LANGUAGES:
            text = self.prose.words(chance.randint(0, MAX_WORDS))
            setattr(service, f"description_{language}", text)
        if self._sometimes(0.2):
            setattr(service, f"helps_{chance.choice(Helped.values)}", True)
        if self._sometimes(0.4):
            for who in chance.sample(Requester.values, k=chance.randint(1, 3)):
                setattr(service, f"asks_{who}", True)
        return service

    def _places(self, batch: Batch, service: Service) -> None:
        for _number in range(self.chance.choices((1, 2, 3), (80, 15, 5))[0]):
            area = self.chance.choice(self.areas)
            location = Location(
                organization=service.organization,
                municipality_id=area.municipality_id,
                postal_area=None if self._sometimes(0.05) else area,
                is_confidential=self._sometimes(0.02),
            )
            if location.postal_area and area.latitude and area.longitude:
                location.latitude = round(area.latitude + self.chance.uniform(-0.01, 0.01), 5)
                location.longitude = round(area.longitude + self.chance.uniform(-0.01, 0.01), 5)
                location.precision = "area"
            batch.locations.append(location)
            batch.add(ServiceAtLocation(service=service, location=location))
        if service.coverage == Coverage.AREAS:
            for area in self.chance.sample(self.areas, k=self.chance.randint(1, 5)):
                batch.add(ServiceArea(service=service, area=area))

    def _facts(self, batch: Batch, service: Service) -> None:
        day = service.source_date
        for criterion in self.criteria:
            if self._sometimes(KNOWN_CONDITIONS):
                answer = self._sometimes(0.6)
                batch.add(
                    AccessCondition(
                        service=service,
                        criterion_id=criterion,
                        answer=answer,
                        source=SOURCE,
                        source_date=day,
                    )
                )
        if self._sometimes(0.6):
            osm = self.chance.choice(_HOURS)
            batch.add(Schedule(service=service, osm=osm, source=SOURCE, source_date=day))
        for relation, probability in (
            (GroupRelation.RESERVED, float(service.audience == Audience.RESERVED)),
            (GroupRelation.SPECIALISED, 0.3),
            (GroupRelation.REFUSED, 0.1),
        ):
            if self._sometimes(probability):
                for group in self.chance.sample(self.groups, k=self.chance.randint(1, 2)):
                    batch.add(
                        ServiceTargetGroup(service=service, group_id=group, relation=relation)
                    )

    def _terms(self, batch: Batch, service: Service) -> None:
        for name, probability in (
            ("needs", 0.3),
            ("languages", 0.6),
            ("professions", 0.5),
            ("themes", 0.5),
        ):
            if not self._sometimes(probability):
                continue
            chosen = set(self.chance.sample(self.lists[name], k=self.chance.randint(1, 2)))
            if name == "languages":
                chosen = {key for key in self.frequent if self._sometimes(0.5)} | chosen
            if name != "needs":
                setattr(service, f"{name}_complete", self._sometimes(0.25))
            batch.links.setdefault(name, []).extend((service, key) for key in sorted(chosen))


def _keys(model: type[models.Model]) -> list[int]:
    return list(model._default_manager.order_by("slug").values_list("pk", flat=True))
