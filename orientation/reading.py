"""From the database to profiles, in a fixed number of queries for each lot of services.

Rows are read as plain values: a hundred thousand services as model instances would take minutes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from directory.models import (
    AccessCondition,
    Language,
    Need,
    Phone,
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
from directory.models.base import LANGUAGES
from directory.models.contact import Level
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import Criterion, Helped, Requester
from directory.models.territory import Municipality
from directory.querysets import published_place
from directory.text import words
from orientation.profile import Card, Profile, ProfilePlace

READ_AT_ONCE = 2_000  # services; a database takes so many keys in one question, and no more
_TEXTS = (
    *("name", "alternate_name", "organization__name", "organization__alternate_name"),
    *(f"{text}_{language}" for text in ("description", "specifics") for language in LANGUAGES),
)
_COLUMNS = (
    *("pk", "uuid", "slug", "sort_key", "type_id", "status", "status_since"),
    *("audience", "age_min", "age_max", "coverage", "verified_on"),
    *("languages_complete", "professions_complete", "themes_complete"),
    *(f"helps_{who}" for who in Helped.values),
    *(f"asks_{who}" for who in Requester.values),
    *_TEXTS,
)
_PLACE = ("commune", "area", "outside", "latitude", "longitude")

Lot = Sequence[int]
Rows = dict[int, list[Any]]


@dataclass(frozen=True)
class Kind:
    """A type of service, as its services inherit it."""

    slug: str
    needs: frozenset[str]
    helps: frozenset[str]
    words: frozenset[str]


def every_key() -> list[int]:
    """The keys of the services a reader meets in a list, in the order of names."""
    listed = Service.objects.listed().order_by("sort_key", "slug")
    return list(listed.values_list("pk", flat=True))


class Reader:
    """Reads profiles, with the reference lists as they are when it is made."""

    def __init__(self) -> None:
        self.slugs: dict[type[Model], dict[int, str]] = {
            model: dict(model._default_manager.values_list("pk", "slug"))
            for model in (Need, Language, Profession, Theme, TargetGroup, Criterion)
        }
        self.words: dict[type[Model], dict[str, frozenset[str]]] = {
            model: {term.slug: _words_of(_names(term)) for term in model._default_manager.all()}
            for model in (Need, Theme)
        }
        self.kinds = {
            kind.pk: Kind(
                slug=kind.slug,
                needs=frozenset(need.slug for need in kind.needs.all()),
                helps=frozenset(str(who) for who in kind.stated_helps),
                words=_words_of([kind.acronym, *_names(kind)]),
            )
            for kind in ServiceType.objects.prefetch_related("needs")
        }
        self.communes = dict(Municipality.objects.values_list("pk", "nis_code"))
        areas = list(PostalArea.objects.select_related("bassin"))
        self.areas = {area.pk: area.code for area in areas}
        self.bassin = {area.pk: area.bassin.slug for area in areas if area.bassin}
        of_commune = defaultdict(set)
        for area in areas:
            if area.bassin:
                of_commune[area.municipality_id].add(area.bassin.slug)
        self.bassins = {commune: frozenset(slugs) for commune, slugs in of_commune.items()}
        self._tokens: dict[str, tuple[str, ...]] = {}

    def read(self, keys: Sequence[int]) -> Iterator[tuple[int, str, Profile]]:
        """Key, status and profile of each of these services that a list shows, in no order."""
        for start in range(0, len(keys), READ_AT_ONCE):
            yield from self._lot(keys[start : start + READ_AT_ONCE])

    def _lot(self, keys: Lot) -> Iterator[tuple[int, str, Profile]]:
        listed = Service.objects.listed().order_by().filter(pk__in=keys)
        places = self._places(keys)
        phones = self._phones(keys)
        many = {
            "needs": self._linked(Service.needs, "need_id", Need, keys),
            "languages": self._linked(Service.languages, "language_id", Language, keys),
            "professions": self._linked(Service.professions, "profession_id", Profession, keys),
            "themes": self._linked(Service.themes, "theme_id", Theme, keys),
        }
        groups = _gather(
            _rows(ServiceTargetGroup, keys).values_list("service_id", "relation", "group_id")
        )
        conditions = _gather(
            _rows(AccessCondition, keys).values_list("service_id", "criterion_id", "answer", "note")
        )
        zones = _gather(
            _rows(ServiceArea, keys).values_list("service_id", "area_id", "outside_postal_code")
        )
        schedules = _gather(
            _rows(Schedule, keys).exclude(osm="").order_by("pk").values_list("service_id", "osm")
        )
        for row in listed.values(*_COLUMNS):
            key = row["pk"]
            yield (
                key,
                row["status"],
                self._profile(
                    row,
                    {name: lists.get(key, frozenset()) for name, lists in many.items()},
                    groups.get(key, ()),
                    conditions.get(key, ()),
                    zones.get(key, ()),
                    tuple(osm for (osm,) in schedules.get(key, ())),
                    tuple(self._place(place) for place in places.get(key, ())),
                    phones.get(key),
                ),
            )

    def _profile(
        self,
        row: dict[str, Any],
        many: dict[str, frozenset[str]],
        groups: Iterable[tuple[str, int]],
        conditions: Iterable[tuple[int, bool | None, str]],
        zones: Iterable[tuple[int | None, str]],
        schedules: tuple[str, ...],
        places: tuple[ProfilePlace, ...],
        phone: tuple[str, str, ProfilePlace | None] | None,
    ) -> Profile:
        kind = self.kinds[row["type_id"]]
        needs = many.pop("needs") or kind.needs
        said: dict[str, set[str]] = {relation: set() for relation in GroupRelation}
        for relation, group in groups:
            said[relation].add(self.slugs[TargetGroup][group])
        reserved = said[GroupRelation.RESERVED] if row["audience"] == Audience.RESERVED else ()
        criteria = self.slugs[Criterion]
        number, label, at = phone or ("", "", None)
        return Profile(
            slug=row["slug"],
            name=row["name"],
            sort_key=row["sort_key"],
            type=kind.slug,
            needs=needs,
            helps=_said(row, "helps", Helped) or kind.helps or frozenset({str(Helped.PERSON)}),
            age_min=row["age_min"],
            age_max=row["age_max"],
            coverage=self._coverage(row["coverage"], zones),
            places=places,
            everyone=row["audience"] == Audience.EVERYONE,
            reserved=frozenset(reserved),
            specialised=frozenset(said[GroupRelation.SPECIALISED]),
            refused=frozenset(said[GroupRelation.REFUSED]),
            conditions={criteria[criterion]: answer for criterion, answer, _note in conditions},
            notes={criteria[criterion]: note for criterion, _answer, note in conditions if note},
            languages_complete=row["languages_complete"],
            professions_complete=row["professions_complete"],
            themes_complete=row["themes_complete"],
            who_may_ask=_said(row, "asks", Requester),
            schedules=schedules,
            verified_on=row["verified_on"],
            card=Card(
                id=str(row["uuid"]),
                organization=row["organization__name"] or "",
                phone=number,
                phone_label=label,
                phone_place=at,
                suspended_since=row["status_since"] if row["status"] == Status.SUSPENDED else None,
            ),
            words=self._words(row, kind, needs, many["themes"]),
            **many,
        )

    def _coverage(
        self, coverage: str, zones: Iterable[tuple[int | None, str]]
    ) -> str | frozenset[str] | None:
        """The coverage as the contract says it; an announced list that is still empty is unknown."""
        if coverage != Coverage.AREAS:
            return str(coverage) or None
        return frozenset(self.areas[area] if area else outside for area, outside in zones) or None

    def _place(self, row: Sequence[Any]) -> ProfilePlace:
        commune, area, outside, latitude, longitude = row
        here = self.bassin.get(area)
        return ProfilePlace(
            commune=self.communes.get(commune),
            area=self.areas.get(area),
            bassins=frozenset({here}) if here else self.bassins.get(commune, frozenset()),
            latitude=latitude,
            longitude=longitude,
            outside=outside or "",
        )

    def _places(self, keys: Lot) -> Rows:
        rows = _rows(ServiceAtLocation, keys).annotate(**published_place("location"))
        return _gather(rows.order_by("pk").values_list("service_id", *_PLACE))

    def _phones(self, keys: Lot) -> dict[int, tuple[str, str, ProfilePlace | None]]:
        """The first public telephone of each service, with the place it belongs to."""
        rows = _rows(Phone, keys).filter(level=Level.PUBLIC).order_by("-position", "-pk")
        found = {}
        for service, number, label, at, *place in rows.annotate(
            **published_place("location")
        ).values_list("service_id", "number", "label", "location_id", *_PLACE):
            found[service] = (number, label, self._place(place) if at else None)
        return found

    def _linked(
        self, links: Any, column: str, model: type[Model], keys: Lot
    ) -> dict[int, frozenset[str]]:
        slugs = self.slugs[model]
        rows = _gather(_rows(links.through, keys).values_list("service_id", column))
        return {key: frozenset(slugs[term] for (term,) in terms) for key, terms in rows.items()}

    def _words(
        self, row: dict[str, Any], kind: Kind, needs: frozenset[str], themes: frozenset[str]
    ) -> frozenset[str]:
        """The folded words one may search a service by, in every language; never its free keywords."""
        found = set(kind.words)
        for need in needs:
            found |= self.words[Need][need]
        for theme in themes:
            found |= self.words[Theme][theme]
        tokens = self._tokens
        for column in _TEXTS:
            for part in (row[column] or "").split():
                if part not in tokens:
                    tokens[part] = words(part)
                found.update(tokens[part])
        return frozenset(found)


def _rows(model: type[Model], keys: Lot) -> QuerySet[Any]:
    return model._default_manager.order_by().filter(service_id__in=keys)


def _gather(rows: Iterable[tuple[Any, ...]]) -> Rows:
    """Rows by the service they begin with."""
    found: Rows = {}
    for service, *values in rows:
        found.setdefault(service, []).append(values)
    return found


def _said(row: dict[str, Any], prefix: str, values: Callable[..., Any]) -> frozenset[str]:
    return frozenset(str(who) for who in values if row[f"{prefix}_{who}"])  # type: ignore[attr-defined]


def _names(term: Any) -> list[str]:
    return [getattr(term, f"name_{language}") for language in LANGUAGES]


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))
