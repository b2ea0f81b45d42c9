"""The territory and the words of every option, in each language: read once, used by every question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from directory.models import (
    Bassin,
    Criterion,
    Language,
    Municipality,
    Need,
    Neighbourhood,
    PostalArea,
    Profession,
    ServiceType,
    TargetGroup,
    Theme,
)
from directory.models.base import Term
from directory.models.taxonomy import CriterionCategory, Helped, Requester, Sector
from directory.models.territory import USUAL_NAMES
from directory.text import sort_key
from orientation.situation import Delay, Open
from orientation.territory import Area, Territory, names_of_areas
from orientation.vocabulary import ConditionWords, Option, Vocabulary


@dataclass(frozen=True)
class Reference:
    """The reference lists in one language."""

    territory: Territory
    vocabulary: Vocabulary

    @property
    def names(self) -> Iterator[str]:
        """What things are called, as one writes it."""
        for options in self.vocabulary.options.values():
            yield from (option.label for option in options)
        yield from self.territory.communes.values()


@dataclass(frozen=True)
class _Rows:
    """The rows of the reference lists, in their order."""

    needs: list[Need]
    types: list[ServiceType]
    bassins: list[Bassin]
    groups: list[TargetGroup]
    languages: list[Language]
    criteria: list[Criterion]
    professions: list[Profession]
    themes: list[Theme]
    communes: list[Municipality]
    areas: list[PostalArea]
    quartiers: list[Neighbourhood]


def read_reference() -> Mapping[str, Reference]:
    """The reference lists by language code, in a fixed number of queries."""
    rows = _Rows(
        needs=list(Need.objects.all()),
        types=list(ServiceType.objects.all()),
        bassins=list(Bassin.objects.all()),
        groups=list(TargetGroup.objects.all()),
        languages=list(Language.objects.all()),
        criteria=list(Criterion.objects.all()),
        professions=list(Profession.objects.all()),
        themes=list(Theme.objects.all()),
        communes=list(Municipality.objects.all()),
        areas=list(PostalArea.objects.select_related("municipality", "bassin")),
        quartiers=list(Neighbourhood.objects.prefetch_related("municipalities")),
    )
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = Reference(_territory(rows), _vocabulary(rows))
    return found


def _territory(rows: _Rows) -> Territory:
    """Communes, areas and quartiers, with the names people type in either language."""
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
            for area in rows.areas
        },
        communes={
            commune.nis_code: commune.name
            for commune in sorted(rows.communes, key=lambda commune: sort_key(commune.name))
        },
        names=names_of_areas(
            (
                (c.nis_code, (c.name_fr, c.name_nl, *USUAL_NAMES.get(c.nis_code, ())))
                for c in rows.communes
            ),
            ((a.code, a.municipality.nis_code, (a.name_fr, a.name_nl)) for a in rows.areas),
            (
                ([c.nis_code for c in q.municipalities.all()], (q.name_fr, q.name_nl))
                for q in rows.quartiers
            ),
        ),
    )


def _vocabulary(rows: _Rows) -> Vocabulary:
    """Every option of every parameter, with its words in the language in use."""
    sectors, categories = dict(Sector.choices), dict(CriterionCategory.choices)
    rank = {sector: at for at, sector in enumerate(sectors)}
    return Vocabulary(
        options={
            "besoin": tuple(
                Option(need.slug, need.name, hint=need.description) for need in rows.needs
            ),
            "pour": tuple(Option(value, str(label)) for value, label in Helped.choices),
            "type": tuple(
                Option(kind.slug, str(kind), section=str(sectors[kind.sector]))
                for kind in sorted(rows.types, key=lambda kind: rank[kind.sector])
            ),
            "bassin": tuple(Option(b.slug, b.name) for b in rows.bassins),
            "public": _options(rows.groups),
            "langue": _options(rows.languages),
            "condition": tuple(
                Option(c.slug, c.name, section=str(categories[c.category])) for c in rows.criteria
            ),
            "intervenant": _options(rows.professions),
            "theme": _options(rows.themes),
            "demandeur": tuple(Option(value, str(label)) for value, label in Requester.choices),
            "delai": (
                Option(Delay.NOW, _("tout de suite")),
                Option(Delay.TWO_WEEKS, _("2 semaines au plus")),
                Option(Delay.ONE_MONTH, _("1 mois au plus")),
                Option(Delay.THREE_MONTHS, _("3 mois au plus")),
            ),
            "ouvert": (
                Option(Open.NOW, _("maintenant")),
                Option(Open.EVENING, _("ce soir")),
                Option(Open.WEEKEND, _("ce week-end")),
            ),
        },
        conditions={c.slug: ConditionWords(c.yes, c.no, c.question) for c in rows.criteria},
    )


def _options(terms: Iterable[Term]) -> tuple[Option, ...]:
    return tuple(Option(term.slug, term.name) for term in terms)
