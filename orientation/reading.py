"""From the database to profiles, in a fixed number of queries for each lot of services.

Rows are read as plain values: a hundred thousand services as model instances would take minutes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from sys import intern
from typing import Any

from django.db.models import Model

from directory.languages import LANGUAGES
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
from directory.models.contact import Level
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import Criterion, Helped, Requester
from directory.models.territory import Municipality
from directory.querysets import published_place
from directory.text import words
from directory.waits import Wait
from orientation.draft import Read
from orientation.profile import Card, Profile, ProfilePlace
from orientation.reading_waits import waits_of
from orientation.rows import Pieces, Rows, Terms, Which, split

READ_AT_ONCE = 5_000  # services; a database takes so many keys in one question, and no more
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

_TERMS: dict[str, type[Model]] = {
    "needs": Need,
    "languages": Language,
    "professions": Profession,
    "themes": Theme,
}
_HELPED, _REQUESTERS = tuple(map(str, Helped.values)), tuple(map(str, Requester.values))
_NOTHING: frozenset[str] = frozenset()
_PERSON = frozenset({str(Helped.PERSON)})


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
        models: tuple[type[Model], ...] = (*_TERMS.values(), TargetGroup)
        self.terms = {model: Terms(model) for model in models}
        self.criteria = Terms(Criterion)
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
        self._pieces = Pieces()

    def read(self, keys: Sequence[int]) -> Iterator[Read]:
        """These services, if a list shows them, in no order."""
        for start in range(0, len(keys), READ_AT_ONCE):
            yield from self._lot({"in": keys[start : start + READ_AT_ONCE]})

    def read_all(self, index: int = 0, count: int = 1) -> Iterator[Read]:
        """Every service that a list shows, in no order; or the share `index` of `count` of them."""
        last = Service.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        for start in range(index * READ_AT_ONCE, last + 1, count * READ_AT_ONCE):
            yield from self._lot({"gte": start, "lt": start + READ_AT_ONCE})
        self._pieces.clear()  # which only helps to read very many services

    def _lot(self, which: Which) -> Iterator[Read]:
        rows = Rows(which)
        many = {
            name: rows.keys(links.through, column)
            for name, links, column in (
                ("needs", Service.needs, "need_id"),
                ("languages", Service.languages, "language_id"),
                ("professions", Service.professions, "profession_id"),
                ("themes", Service.themes, "theme_id"),
            )
        }
        groups = {
            relation: rows.keys(ServiceTargetGroup, "group_id", relation=relation)
            for relation in GroupRelation
        }
        conditions = {
            answer: rows.keys(AccessCondition, "criterion_id", answer=answer)
            for answer in (True, False)
        }
        notes = rows.gather(AccessCondition.objects.exclude(note=""), "criterion_id", "note")
        areas = rows.keys(ServiceArea, "area_id", area__isnull=False)
        outside = rows.gather(ServiceArea.objects.filter(area=None), "outside_postal_code")
        schedules = rows.gather(Schedule.objects.exclude(osm="").order_by("pk"), "osm")
        placed = ServiceAtLocation.objects.annotate(**published_place("location"))
        places = rows.gather(placed.order_by("pk"), *_PLACE)
        phones = self._phones(rows)
        waited = waits_of(rows)
        for row in rows.of(Service.objects.listed().order_by(), "pk").values(*_COLUMNS):
            key = row["pk"]
            linked = {
                name: self.terms[_TERMS[name]][lists.get(key, "")] for name, lists in many.items()
            }
            said = {
                relation: self.terms[TargetGroup][lists.get(key, "")]
                for relation, lists in groups.items()
            }
            stated: dict[str, bool | None] = {}
            for answer, lists in conditions.items():
                stated.update(dict.fromkeys(self.criteria.each(lists.get(key, "")), answer))
            profile = self._profile(
                row,
                linked,
                said,
                stated,
                {self.criteria.slugs[str(term)]: note for term, note in notes.get(key, ())},
                frozenset(self.areas[int(area)] for area in split(areas.get(key)))
                | {code for (code,) in outside.get(key, ())},
                tuple(osm for (osm,) in schedules.get(key, ())),
                tuple(map(self._place, places.get(key, ()))),
                phones.get(key),
                waited.get(key, ()),
            )
            yield key, row["status"] == Status.PUBLISHED, profile

    def _profile(
        self,
        row: dict[str, Any],
        many: dict[str, frozenset[str]],
        groups: dict[GroupRelation, frozenset[str]],
        conditions: dict[str, bool | None],
        notes: dict[str, str],
        areas: frozenset[str],
        schedules: tuple[str, ...],
        places: tuple[ProfilePlace, ...],
        phone: tuple[str, str, ProfilePlace | None] | None,
        waited: tuple[Wait, ...],
    ) -> Profile:
        kind = self.kinds[row["type_id"]]
        needs = many["needs"] or kind.needs
        number, label, at = phone or ("", "", None)
        reserved = row["audience"] == Audience.RESERVED
        return Profile(
            slug=row["slug"],
            name=row["name"],
            sort_key=row["sort_key"],
            type=kind.slug,
            needs=needs,
            helps=_said(row, "helps", _HELPED) or kind.helps or _PERSON,
            age_min=row["age_min"],
            age_max=row["age_max"],
            coverage=_coverage(row["coverage"], areas),
            places=places,
            everyone=row["audience"] == Audience.EVERYONE,
            reserved=groups[GroupRelation.RESERVED] if reserved else _NOTHING,
            specialised=groups[GroupRelation.SPECIALISED],
            refused=groups[GroupRelation.REFUSED],
            conditions=conditions,
            notes=notes,
            languages=many["languages"],
            languages_complete=row["languages_complete"],
            professions=many["professions"],
            professions_complete=row["professions_complete"],
            themes=many["themes"],
            themes_complete=row["themes_complete"],
            who_may_ask=_said(row, "asks", _REQUESTERS),
            schedules=schedules,
            verified_on=row["verified_on"],
            waits=waited,
            card=Card(
                id=str(row["uuid"]),
                organization=row["organization__name"] or "",
                phone=number,
                phone_label=label,
                phone_place=at,
                suspended_since=row["status_since"] if row["status"] == Status.SUSPENDED else None,
            ),
            words=self._words(row, kind, needs, many["themes"]),
        )

    def _place(self, row: Sequence[Any]) -> ProfilePlace:
        commune, area, outside, latitude, longitude = row
        here = self.bassin.get(area)
        return ProfilePlace(
            commune=self.communes.get(commune),
            area=self.areas.get(area),
            bassins=frozenset({here}) if here else self.bassins.get(commune, _NOTHING),
            latitude=latitude,
            longitude=longitude,
            outside=outside or "",
        )

    def _phones(self, rows: Rows) -> dict[int, tuple[str, str, ProfilePlace | None]]:
        """The first public telephone of each service, with the place it belongs to."""
        public = Phone.objects.filter(level=Level.PUBLIC).annotate(**published_place("location"))
        columns = ("number", "label", "location_id", *_PLACE)
        found = {}
        for key, phones in rows.gather(public.order_by("position", "pk"), *columns).items():
            number, label, at, *place = phones[0]
            found[key] = (number, label, self._place(place) if at else None)
        return found

    def _words(
        self, row: dict[str, Any], kind: Kind, needs: frozenset[str], themes: frozenset[str]
    ) -> frozenset[str]:
        """The folded words one may search a service by, in every language; never its free keywords."""
        found = set(kind.words)
        for need in needs:
            found |= self.words[Need][need]
        for theme in themes:
            found |= self.words[Theme][theme]
        pieces = " ".join([row[column] for column in _TEXTS if row[column]]).split()
        found.update(chain.from_iterable(map(self._pieces.__getitem__, pieces)))
        return frozenset(found)


def _coverage(coverage: str, areas: frozenset[str]) -> str | frozenset[str] | None:
    """The coverage as the contract says it; an announced list that is still empty is unknown."""
    if coverage != Coverage.AREAS:
        return str(coverage) or None
    return areas or None


def _said(row: dict[str, Any], prefix: str, values: Iterable[str]) -> frozenset[str]:
    return frozenset([who for who in values if row[f"{prefix}_{who}"]])


def _names(term: Any) -> list[str]:
    return [getattr(term, f"name_{language}") for language in LANGUAGES]


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(intern(word) for text in texts for word in words(text))
