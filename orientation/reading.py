"""From the database to the catalogue that matching looks at, in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hours
from directory.models import (
    Bassin,
    Criterion,
    Language,
    Location,
    Municipality,
    Need,
    Neighbourhood,
    PostalArea,
    Profession,
    Service,
    ServiceType,
    TargetGroup,
    Theme,
)
from directory.models.base import LANGUAGES, Term
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import CriterionCategory, Helped, Requester, Sector
from directory.models.territory import USUAL_NAMES
from directory.text import words
from orientation.catalogue import Catalogue
from orientation.profile import Profile, ProfilePlace
from orientation.situation import Open
from orientation.territory import Area, Territory, names_of_areas
from orientation.vocabulary import ConditionWords, Option, Vocabulary

# A database takes so many keys in one question, and no more.
READ_AT_ONCE = 2_000


def read_catalogue(now: datetime | None = None) -> Catalogue:
    """Everything published, at `now` (aware; the present moment if not given)."""
    profiles: dict[str, list[Profile]] = {Status.PUBLISHED: [], Status.SUSPENDED: []}
    for service in Service.objects.listed().with_facts().iterator(chunk_size=READ_AT_ONCE):
        profiles[service.status].append(profile_of(service))
    return Catalogue(
        profiles=profiles[Status.PUBLISHED],
        suspended=profiles[Status.SUSPENDED],
        territory=read_territory(),
        vocabulary=read_vocabulary(),
        at=hours.rounded(now or timezone.now()),
    )


def read_territory() -> Territory:
    """Communes, areas and quartiers, with the names people type in either language."""
    communes = list(Municipality.objects.all())
    areas = list(PostalArea.objects.select_related("municipality", "bassin"))
    quartiers = Neighbourhood.objects.prefetch_related("municipalities")
    return Territory(
        areas={
            area.code: Area(
                code=area.code,
                postal_code=area.postal_code,
                commune=area.municipality.nis_code,
                bassin=area.bassin.slug if area.bassin else None,
                name=area.name,
                latitude=area.latitude,
                longitude=area.longitude,
            )
            for area in areas
        },
        communes={commune.nis_code: commune.name for commune in communes},
        names=names_of_areas(
            (
                (c.nis_code, (c.name_fr, c.name_nl, *USUAL_NAMES.get(c.nis_code, ())))
                for c in communes
            ),
            ((a.code, a.municipality.nis_code, (a.name_fr, a.name_nl)) for a in areas),
            (
                ([c.nis_code for c in q.municipalities.all()], (q.name_fr, q.name_nl))
                for q in quartiers
            ),
        ),
    )


def read_vocabulary() -> Vocabulary:
    """Every option of every parameter, with its words in the language in use."""
    sectors, categories = dict(Sector.choices), dict(CriterionCategory.choices)
    criteria = list(Criterion.objects.all())
    return Vocabulary(
        options={
            "besoin": tuple(
                Option(need.slug, need.name, hint=need.description) for need in Need.objects.all()
            ),
            "pour": tuple(Option(value, str(label)) for value, label in Helped.choices),
            "type": tuple(
                Option(
                    kind.slug,
                    str(kind),
                    section=str(sectors[kind.sector]),
                )
                for kind in ServiceType.objects.all()
            ),
            "bassin": tuple(Option(b.slug, b.name) for b in Bassin.objects.all()),
            "public": _options(TargetGroup.objects.all()),
            "langue": _options(Language.objects.all()),
            "condition": tuple(
                Option(c.slug, c.name, section=str(categories[c.category])) for c in criteria
            ),
            "intervenant": _options(Profession.objects.all()),
            "theme": _options(Theme.objects.all()),
            "demandeur": tuple(Option(value, str(label)) for value, label in Requester.choices),
            "ouvert": (
                Option(Open.NOW, _("maintenant")),
                Option(Open.EVENING, _("ce soir")),
                Option(Open.WEEKEND, _("ce week-end")),
            ),
        },
        conditions={c.slug: ConditionWords(c.yes, c.no, c.question) for c in criteria},
    )


def _options(terms: Iterable[Term]) -> tuple[Option, ...]:
    return tuple(Option(term.slug, term.name) for term in terms)


def _slugs(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(term.slug for term in terms)


def profile_of(service: Service) -> Profile:
    """The profile of a service read `with_facts()`; no query."""
    groups: dict[str, set[str]] = {relation: set() for relation in GroupRelation}
    for said in service.target_groups.all():
        groups[said.relation].add(said.group.slug)
    conditions = {c.criterion.slug: c for c in service.conditions.all()}
    needs = _slugs(service.needs.all()) or _slugs(service.type.needs.all())
    reserved = service.audience == Audience.RESERVED
    return Profile(
        slug=service.slug,
        name=service.name,
        sort_key=service.sort_key,
        type=service.type.slug,
        needs=needs,
        helps=frozenset(str(who) for who in service.helps),
        age_min=service.age_min,
        age_max=service.age_max,
        coverage=coverage_of(service),
        places=tuple(place_of(at.location) for at in service.at_locations.all()),
        everyone=service.audience == Audience.EVERYONE,
        reserved=frozenset(groups[GroupRelation.RESERVED]) if reserved else frozenset(),
        specialised=frozenset(groups[GroupRelation.SPECIALISED]),
        refused=frozenset(groups[GroupRelation.REFUSED]),
        conditions={slug: c.answer for slug, c in conditions.items()},
        notes={slug: c.note for slug, c in conditions.items() if c.note},
        languages=_slugs(service.languages.all()),
        languages_complete=service.languages_complete,
        professions=_slugs(service.professions.all()),
        professions_complete=service.professions_complete,
        themes=_slugs(service.themes.all()),
        themes_complete=service.themes_complete,
        who_may_ask=frozenset(str(who) for who in service.who_may_ask),
        schedules=tuple(s.osm for s in service.schedules.all() if s.osm),
        verified_on=service.verified_on,
        words=words_of(service),
    )


def coverage_of(service: Service) -> str | frozenset[str] | None:
    """The coverage as the contract says it; an announced list that is still empty is unknown."""
    if service.coverage != Coverage.AREAS:
        return str(service.coverage) or None
    areas = (row.area.code if row.area else row.outside_postal_code for row in service.areas.all())
    return frozenset(areas) or None


def place_of(location: Location) -> ProfilePlace:
    """A place as published: nothing but the commune when it is confidential."""
    place = location.published
    return ProfilePlace(
        commune=place.municipality.nis_code if place.municipality else None,
        area=place.area.code if place.area else None,
        bassins=place.bassins,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def words_of(service: Service) -> frozenset[str]:
    """The folded words one may search a service by, in every language; never its free keywords."""
    texts = [service.name, service.alternate_name, service.type.acronym]
    if service.organization:
        texts += [service.organization.name, service.organization.alternate_name]
    for language in LANGUAGES:
        texts += [
            getattr(service.type, f"name_{language}"),
            getattr(service, f"description_{language}"),
            getattr(service, f"specifics_{language}"),
        ]
        texts += [getattr(t, f"name_{language}") for t in service.themes.all()]
        texts += [getattr(n, f"name_{language}") for n in service.type.needs.all()]
    return frozenset(word for text in texts for word in words(text))
