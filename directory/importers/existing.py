"""The services that a file speaks of, found in the database by a few queries whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from directory.importers.batches import batches
from directory.importers.facts import RELATED
from directory.importers.problems import Problem
from directory.importers.rows import Incoming
from directory.models import ExternalIdentifier, Service
from directory.models.service import GONE
from directory.text import sort_key

Key = tuple[str, str]


@dataclass(frozen=True)
class Match:
    """The service a row speaks of (None: a new one), or what forbids to say which."""

    service: Service | None = None
    new_identifier: bool = False
    problem: Problem | None = None
    remarks: tuple[str, ...] = ()


@dataclass
class Existing:
    """The keys of the services that the rows may mean."""

    rows: list[Incoming]
    by_identifier: dict[Key, int] = field(default_factory=dict)
    by_key: dict[Key, int] = field(default_factory=dict)
    namesakes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    identified: dict[tuple[int, str], str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, rows: list[Incoming]) -> "Existing":
        """Look the rows up: by external identifier, and by name."""
        existing = cls(rows)
        for names in batches(sorted({row.key[1] for row in rows})):
            for pk, organization, key, name in Service.objects.filter(
                sort_key__in=names
            ).values_list("pk", "organization__sort_key", "sort_key", "organization__name"):
                existing.by_key[organization or "", key] = pk
                existing.namesakes[key].append(name or _("sans organisation"))
        for renamed, pk in renamed_since_import().items():
            existing.by_key.setdefault(renamed, pk)
        for pks in batches(sorted(set(existing.by_key.values()))):
            closed = Service.objects.filter(pk__in=pks, status__in=GONE)
            existing.closed |= set(closed.values_list("pk", flat=True))
        identifiers = [row.identifier for row in rows if row.identifier]
        for values in batches(sorted({value for _system, value in identifiers})):
            found = ExternalIdentifier.objects.filter(value__in=values)
            for system, value, pk in found.values_list("system", "value", "service_id"):
                existing.by_identifier[system, value] = pk
        if identifiers:
            for pks in batches(sorted(set(existing.by_key.values()))):
                held = ExternalIdentifier.objects.filter(service__in=pks)
                for system, value, pk in held.values_list("system", "value", "service_id"):
                    existing.identified[pk, system] = value
        return existing

    def matches(self) -> Iterator[tuple[Incoming, Match]]:
        """Each row with what it means, in the order of the file; services are loaded by batches."""
        claimed: dict[int, int] = {}
        for some in batches(self.rows):
            pks = {row.line: self._find(row) for row in some}
            services = _load([pk for pk in pks.values() if pk])
            for row in some:
                pk = pks[row.line]
                if pk and claimed.setdefault(pk, row.line) != row.line:
                    expected = _(
                        "attendu : un service par ligne ; celui-ci est déjà à la ligne %(line)d"
                    )
                    yield (
                        row,
                        Match(
                            problem=row.problem("name", row.name, expected % {"line": claimed[pk]})
                        ),
                    )
                else:
                    yield row, self._match(row, services.get(pk) if pk else None)

    def _find(self, row: Incoming) -> int | None:
        """By identifier, else by name; but a name that is that of a closed entry means that entry.

        A merged entry gave its identifiers to the one it was merged into, which has a row of its own.
        """
        named = self.by_key.get(row.key)
        if named in self.closed:
            return named
        identified = self.by_identifier.get(row.identifier) if row.identifier else None
        return identified or named

    def _match(self, row: Incoming, service: Service | None) -> Match:
        if service is None:
            namesakes = self.namesakes.get(row.key[1], [])
            return Match(
                new_identifier=row.identifier is not None,
                remarks=tuple(
                    _("une fiche porte déjà ce nom (%(organization)s) : est-ce la même ?")
                    % {"organization": name}
                    for name in namesakes[:1]
                ),
            )
        if service.status in GONE:
            return Match(service)
        named = self.by_key.get(row.key)
        if named and named != service.pk:
            expected = _(
                "attendu : un nom libre, car une autre fiche de cette organisation le porte déjà"
            )
            return Match(problem=row.problem("name", row.name, expected))
        if row.identifier and row.identifier not in self.by_identifier:
            held = self.identified.get((service.pk, row.identifier[0]))
            if held:
                expected = _(
                    "attendu : « %(held)s », l’identifiant de la fiche qui porte ce nom"
                ) % {"held": held}
                return Match(problem=row.problem("external_id", row.identifier[1], expected))
            return Match(service, new_identifier=True)
        return Match(service)


def renamed_since_import() -> dict[Key, int]:
    """The services that a person gave another name or organisation, by what the last import called them."""
    text: TextField[str, str] = TextField()
    nothing = Value("", output_field=text)
    renamed = (
        Service.objects.filter(last_import__has_key="name")
        .annotate(
            imported=Cast(KT("last_import__name"), text),
            imported_by=Coalesce(KT("last_import__organization"), nothing, output_field=text),
            run_by=Coalesce("organization__sort_key", nothing, output_field=text),
        )
        .exclude(imported=F("name"), imported_by=F("run_by"))
    )
    return {
        (organization, sort_key(name)): pk
        for pk, name, organization in renamed.values_list("pk", "imported", "imported_by")
    }


def _load(pks: list[int]) -> dict[int, Service]:
    """The services with all that `stored` reads, held against other writers until the import ends."""
    services = (
        Service.objects.filter(pk__in=pks)
        .select_related("organization", "type")
        .prefetch_related(*RELATED)
        .select_for_update(of=("self",))
    )
    return {service.pk: service for service in services}
