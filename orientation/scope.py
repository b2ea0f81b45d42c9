"""Which services a question is about at all. Only those in scope get a verdict."""

from dataclasses import dataclass

from orientation import bits
from orientation.catalogue import Catalogue
from orientation.columns import Columns
from orientation.situation import Situation
from orientation.snapshot import Found
from orientation.territory import Territory


@dataclass(frozen=True)
class Scope:
    """The services that each parameter of the scope lets in, by its name; `unknown_zone` stands apart."""

    parts: dict[str, int]
    unknown_zone: int
    needless: int

    @classmethod
    def of(cls, situation: Situation, catalogue: Catalogue, found: Found) -> "Scope":
        """The scope of a situation. Empty slots are not masked."""
        columns = catalogue.snapshot.columns
        parts = {"pour": columns.of("help", situation.pour)}
        unknown_zone = 0
        if situation.q:
            parts["q"] = found.any_rank
        if situation.besoin:
            parts["besoin"] = columns.any_of("need", situation.besoin)
        if situation.type:
            parts["type"] = columns.any_of("type", situation.type)
        if situation.bassin:
            here, unknown_zone = zone(situation.bassin, columns, catalogue.territory)
            parts["bassin"] = here | (unknown_zone if situation.zone_inconnue else 0)
        needless = bits.without(columns.everything, columns.of("some", "need"))
        return cls(parts, unknown_zone, needless)

    def but(self, these: int, **other: int) -> int:
        """What all parts let in of a set, with other sets in place of the parts of these names."""
        for allowed in {**self.parts, **other}.values():
            these &= allowed
        return these


def zone(bassin: str, columns: Columns, territory: Territory) -> tuple[int, int]:
    """The services of a bassin, and those of which one cannot say.

    Of it: a place there, or coverage that holds one of its areas, or no place and unknown coverage.
    Not known: unknown coverage with places elsewhere; out, but counted apart.
    """
    areas = (area.code for area in territory.areas.values() if area.bassin == bassin)
    here = columns.of("bassin", bassin) | columns.any_of("covers", areas)
    here |= columns.any_of("coverage", ("belgique", "region", "region_min"))
    unsaid = bits.without(columns.everything, columns.of("some", "coverage"))
    placed = columns.of("some", "place")
    here |= bits.without(unsaid, placed)
    return here, bits.without(unsaid & placed, here)
