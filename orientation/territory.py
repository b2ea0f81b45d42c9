"""Brussels as matching needs it: areas, communes, bassins, and the names people type."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from directory.text import fold

WITHOUT_ADDRESS = "sans"
_SAYS_WITHOUT_ADDRESS = frozenset({"sans", "sans adresse", "zonder", "zonder adres", "without"})
_AREA_CODE = re.compile(r"\d{5}-\d{4}")
_POSTAL_CODE = re.compile(r"[1-9]\d{3}")
_CODE_AND_NAME = re.compile(r"([1-9]\d{3})[\s,–-]+(\S.*)")
_BRUSSELS_CODES = range(1000, 1300)


@dataclass(frozen=True, slots=True)
class Area:
    """A postal area: a commune × a postal code, with its label point in degrees."""

    code: str
    postal_code: str
    commune: str
    bassin: str | None
    name: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person lives: the value as asked, and the areas it means.

    An area is its code ("21009-1050"), or the bare postal code of one outside the Region.
    « sans » (no address) means no area.
    """

    value: str
    areas: tuple[str, ...]

    @property
    def without_address(self) -> bool:
        """Whether the person has no address."""
        return self.value == WITHOUT_ADDRESS


@dataclass(frozen=True)
class Territory:
    """Every area, the communes' names, and the areas that each folded name means."""

    areas: Mapping[str, Area]
    communes: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]

    def resolve(self, text: str) -> Place | None:
        """The place a person typed: code, area code, « 1050 Ixelles », a name, or « sans ».

        None when it is nothing we know; a Belgian code outside the Region is its own area.
        """
        text = " ".join(text.split())
        if fold(text) in _SAYS_WITHOUT_ADDRESS:
            return Place(WITHOUT_ADDRESS, ())
        if _AREA_CODE.fullmatch(text):
            return Place(text, (text,)) if text in self.areas else None
        if _POSTAL_CODE.fullmatch(text):
            areas = self._with_postal_code(text)
            if areas or int(text) not in _BRUSSELS_CODES:
                return Place(text, areas or (text,))
            return None
        if both := _CODE_AND_NAME.fullmatch(text):
            named = self.names.get(fold(both[2]), ())
            areas = tuple(code for code in self._with_postal_code(both[1]) if code in named)
            return Place(text, areas) if areas else None
        named = self.names.get(fold(text), ())
        return Place(text, named) if named else None

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """« 1050 Ixelles » and the others, to be offered where a place is asked."""
        return tuple(f"{area.postal_code} {area.name}" for area in self.areas.values())

    def _with_postal_code(self, postal_code: str) -> tuple[str, ...]:
        return tuple(
            sorted(code for code, area in self.areas.items() if area.postal_code == postal_code)
        )

    def bassin_of(self, name: str) -> str | None:
        """The bassin of an area, or of a whole commune by its NIS code; None without one, or with several."""
        areas = [area for area in self.areas.values() if name in (area.code, area.commune)]
        bassins = {area.bassin for area in areas if area.bassin}
        return bassins.pop() if len(bassins) == 1 else None

    def words(self, place: Place) -> str:
        """A place in words: its one area, else what was asked (a code, a name)."""
        return self.label(place.areas[0]) if len(place.areas) == 1 else place.value

    def label(self, area: str) -> str:
        """« 1050 Ixelles »; the bare code outside the Region."""
        known = self.areas.get(area)
        return f"{known.postal_code} {known.name}" if known else area


def names_of_areas(
    communes: Iterable[tuple[str, Iterable[str]]],
    areas: Iterable[tuple[str, str, Iterable[str]]],
    quartiers: Iterable[tuple[Iterable[str], Iterable[str]]],
) -> dict[str, tuple[str, ...]]:
    """Folded name → areas, in this order of preference: commune, locality, quartier.

    `communes`: (NIS code, names); `areas`: (code, NIS code, names); `quartiers`: (NIS codes, names).
    """
    areas = list(areas)
    of_commune: dict[str, list[str]] = {}
    for code, commune, _names in areas:
        of_commune.setdefault(commune, []).append(code)
    found: dict[str, tuple[str, ...]] = {}
    for commune, names in communes:
        for name in names:
            found.setdefault(fold(name), tuple(sorted(of_commune.get(commune, ()))))
    localities: dict[str, set[str]] = {}
    for code, _commune, names in areas:
        for name in names:
            localities.setdefault(fold(name), set()).add(code)
    for name, codes in localities.items():
        found.setdefault(name, tuple(sorted(codes)))
    for nis_codes, names in quartiers:
        codes = {code for commune in nis_codes for code in of_commune.get(commune, ())}
        for name in names:
            found.setdefault(fold(name), tuple(sorted(codes)))
    found.pop("", None)
    return found
