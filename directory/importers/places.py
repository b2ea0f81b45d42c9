"""What a postal code and the name of a commune mean in Brussels, and around it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from directory.importers.problems import Unreadable
from directory.importers.suggest import nearest
from directory.text import fold

BRUSSELS_CITY = "21004"
# The communes with facilities around the Region, which services of the Region often serve.
AROUND = {
    "Drogenbos": "1620",
    "Linkebeek": "1630",
    "Rhode-Saint-Genèse": "1640",
    "Sint-Genesius-Rode": "1640",
    "Wemmel": "1780",
    "Crainhem": "1950",
    "Kraainem": "1950",
    "Wezembeek-Oppem": "1970",
}
_AROUND = {fold(name): (name, code) for name, code in AROUND.items()}
_POSTAL_CODE = re.compile(r"(?:BE?[- ]?)?([1-9]\d{3})", re.IGNORECASE)


@dataclass(frozen=True)
class Area:
    """A postal area, with the names it may be called by."""

    code: str
    postal_code: str
    nis_code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Territory:
    """The Region's communes and postal areas, found by code or by name in either language."""

    areas: Mapping[str, Area]
    communes: Mapping[str, str]  # folded name → NIS code
    localities: Mapping[str, Area]  # folded name of a part of a commune → its area
    names: tuple[str, ...]  # as they are written

    @classmethod
    def of(
        cls, areas: Iterable[Area], communes: Sequence[tuple[str, tuple[str, ...]]]
    ) -> "Territory":
        """Index the areas, and the communes given as (NIS code, names)."""
        by_name = {fold(name): nis for nis, names in communes for name in names if name}
        by_code = {area.code: area for area in areas}
        localities = {
            fold(name): area
            for area in by_code.values()
            for name in area.names
            if name and fold(name) not in by_name
        }
        names = {name: None for _nis, names in communes for name in names}
        names |= {name: None for area in localities.values() for name in area.names}
        return cls(by_code, by_name, localities, tuple(filter(None, names)))

    def areas_of(self, nis_code: str) -> list[Area]:
        """The postal areas of a commune."""
        return [area for area in self.areas.values() if area.nis_code == nis_code]

    def primary(self, postal_code: str) -> Area | None:
        """The area that a postal code alone means: of the commune it is known for; None outside."""
        areas = [area for area in self.areas.values() if area.postal_code == postal_code]
        return min(areas, key=lambda area: area.nis_code == BRUSSELS_CITY, default=None)

    def place(self, postal_code: str, commune: str) -> dict[str, Any]:
        """Where an address is: its area, or its commune alone, or its locality outside the Region.

        {} when nothing is said. Raises Unreadable when the two disagree or are not known.
        """
        code = read_postal_code(postal_code) if postal_code else ""
        if code:
            return self._coded(code, commune)
        if not commune:
            return {}
        name = fold(commune)
        if name in self.communes:
            return {"municipality": self.communes[name]}
        if name in self.localities:
            return _in(self.localities[name])
        if name in _AROUND:
            around, code = _AROUND[name]
            return {"outside": f"{code} {around}"}
        raise Unreadable(
            _("commune inconnue%(nearest)s ; hors de la Région, ajoutez le code postal")
            % {"nearest": nearest(commune, [*self.names, *AROUND])}
        )

    def _coded(self, code: str, commune: str) -> dict[str, Any]:
        name = fold(commune)
        here = self.primary(code)
        if here is None:
            if name in self.communes or name in self.localities or not name:
                raise Unreadable(
                    _(
                        "%(code)s n’est pas un code postal de la Région ; hors d’elle, ajoutez la localité"
                    )
                    % {"code": code}
                )
            return {"outside": f"{code} {commune}"}
        if not name:
            return _in(here)
        if name in self.localities:
            area = self.localities[name]
        else:
            nis = self.communes.get(name, "")
            area = self.areas.get(f"{nis}-{code}", here) if nis else here
            if area.nis_code != nis:
                raise self._disagreement(code)
        if area.postal_code != code:
            raise self._disagreement(code)
        return _in(area)

    def _disagreement(self, code: str) -> Unreadable:
        names = sorted(area.names[0] for area in self.areas.values() if area.postal_code == code)
        return Unreadable(
            _("%(code)s est le code postal de : %(names)s")
            % {"code": code, "names": ", ".join(names)}
        )

    def served(self, text: str) -> list[str] | None:
        """The areas that one item of a list means: codes of areas, or bare codes outside the Region.

        « Uccle », « 1180 », « 1180 Uccle », « Drogenbos ». None when it cannot be read.
        """
        name = fold(text)
        if text.strip() in self.areas:
            return [text.strip()]
        if name in self.communes:
            return [area.code for area in self.areas_of(self.communes[name])]
        if name in self.localities:
            return [self.localities[name].code]
        if name in _AROUND:
            return [_AROUND[name][1]]
        match = re.fullmatch(r"([1-9]\d{3})(?:\s+(.+))?", text.strip())
        if not match:
            return None
        code, commune = match[1], match[2] or ""
        here = self.primary(code)
        if here is None:
            return None if fold(commune) in self.communes else [code]
        try:
            place = self.place(code, commune)
        except Unreadable:
            return None
        return [place["area"]]


def _in(area: Area) -> dict[str, Any]:
    return {"municipality": area.nis_code, "area": area.code}


def read_postal_code(text: str) -> str:
    """« 1040 » or « B-1040 » → "1040". Raises Unreadable for anything else."""
    match = _POSTAL_CODE.fullmatch(text.strip())
    if not match:
        raise Unreadable(_("attendu : un code postal belge, de quatre chiffres"))
    return match[1]
