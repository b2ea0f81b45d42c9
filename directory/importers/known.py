"""What a row may name: the reference lists and the territory, read once per import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.acronyms import name_and_letters
from directory.importers.places import Area, Territory
from directory.importers.problems import Unreadable
from directory.importers.suggest import nearest
from directory.models import Language, Municipality, Need, PostalArea, ServiceType
from directory.models.base import Term
from directory.models.territory import USUAL_NAMES
from directory.text import fold


@dataclass(frozen=True)
class Terms:
    """One reference list: the key in the database of each slug, and the slug of each name."""

    ids: Mapping[str, int]
    slugs: Mapping[str, str]  # folded slug, acronym or name → slug

    @classmethod
    def of(cls, model: type[Term]) -> "Terms":
        """Read a list. A slug wins over an acronym, an acronym over a name, an earlier row over a later."""
        rows = list(model._default_manager.all())
        slugs: dict[str, str] = {}
        for column in ("slug", "acronym", "name_fr", "name_nl", "name_en"):
            for row in rows:
                if word := fold(getattr(row, column, "")):
                    slugs.setdefault(word, row.slug)
        for row in rows:  # « Initiatief beschut wonen (IBW) » is also each of the two
            for name in (row.name_fr, row.name_nl, row.name_en):
                for word in map(fold, name_and_letters(name, getattr(row, "acronym", ""))):
                    if word:
                        slugs.setdefault(word, row.slug)
        return cls({row.slug: row.pk for row in rows}, slugs)

    def find(self, text: str, unknown: str) -> str:
        """The slug of a word. Raises Unreadable: `unknown` (« type inconnu »), then the nearest slug."""
        slug = self.slugs.get(fold(text))
        if slug is None:
            raise Unreadable(unknown + nearest(text, self.ids))
        return slug


@dataclass(frozen=True)
class Known:
    """Everything a row may refer to."""

    types: Terms
    needs: Terms
    languages: Terms
    territory: Territory
    area_ids: Mapping[str, int]
    municipality_ids: Mapping[str, int]

    @classmethod
    def load(cls) -> "Known":
        """Read it from the database, in a handful of queries."""
        areas = list(PostalArea.objects.select_related("municipality"))
        communes = list(Municipality.objects.all())
        return cls(
            types=Terms.of(ServiceType),
            needs=Terms.of(Need),
            languages=Terms.of(Language),
            territory=Territory.of(map(_area, areas), _named(communes)),
            area_ids={area.code: area.pk for area in areas},
            municipality_ids={commune.nis_code: commune.pk for commune in communes},
        )


def _area(area: PostalArea) -> Area:
    names = (area.name_fr, area.name_nl, area.name_en)
    return Area(area.code, area.postal_code, area.municipality.nis_code, names)


def _named(communes: Iterable[Municipality]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (row.nis_code, (row.name_fr, row.name_nl, row.name_en, *USUAL_NAMES.get(row.nis_code, ())))
        for row in communes
    ]
