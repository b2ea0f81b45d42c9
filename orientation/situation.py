"""The question asked of the répertoire: needs, age, place… never a person. Never stored."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from orientation.territory import Place


class Order(StrEnum):
    """The orders a list may have (`tri`)."""

    RELEVANCE = "pertinence"
    PROXIMITY = "proximite"
    NAME = "nom"
    VERIFICATION = "verification"
    WAIT = "delai"


class Open(StrEnum):
    """When the service should be open (`ouvert`)."""

    NOW = "maintenant"
    EVENING = "soir"
    WEEKEND = "weekend"


class Delay(StrEnum):
    """How long one may wait for a first contact (`delai`)."""

    NOW = "immediat"
    TWO_WEEKS = "2sem"
    ONE_MONTH = "1mois"
    THREE_MONTHS = "3mois"


WEEKS = {Delay.NOW: 0, Delay.TWO_WEEKS: 2, Delay.ONE_MONTH: 4, Delay.THREE_MONTHS: 13}


class Shown(StrEnum):
    """Which answers are listed (`verdict`)."""

    FITS = "convient"
    TO_CHECK = "verifier"
    NEAR_MISS = "presque"
    EXCLUDED = "exclus"


SEVERAL = frozenset(
    {"besoin", "type", "public", "langue", "condition", "intervenant", "theme", "verdict"}
)
CRITERIA = (
    "age",
    "public",
    "code_postal",
    "langue",
    "condition",
    "intervenant",
    "theme",
    "demandeur",
    "ouvert",
    "delai",
)
SCOPE = ("q", "besoin", "pour", "type", "bassin", "zone_inconnue")
PER_PAGE = 20


@dataclass(frozen=True)
class Situation:
    """One question. Field names are the parameters of the address.

    Fields that hold several values are sorted tuples without repeats: the order of input does
    not matter. An empty field is not asked.
    """

    q: str = ""
    besoin: tuple[str, ...] = ()
    pour: str = "personne"
    type: tuple[str, ...] = ()
    bassin: str = ""
    zone_inconnue: bool = False
    age: int | None = None
    public: tuple[str, ...] = ()
    code_postal: Place | None = None
    langue: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    intervenant: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    demandeur: str = ""
    ouvert: str = ""
    delai: str = ""
    verdict: tuple[str, ...] = ()
    ecarte_par: str = ""
    tri: str = Order.RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE

    @classmethod
    def from_cleaned(cls, cleaned: Mapping[str, Any]) -> Self:
        """From a form's cleaned data; None and empty values are as if absent."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            name: value
            for name, value in cleaned.items()
            if name in known and (value or value == 0)
        }
        for name in SEVERAL & values.keys():
            values[name] = tuple(sorted(set(values[name])))
        if "zone_inconnue" in values:
            values["zone_inconnue"] = bool(values["zone_inconnue"])
        return cls(**values)

    def to_query(self) -> list[tuple[str, str]]:
        """The parameters that ask this question, in a fixed order, defaults left out."""
        query: list[tuple[str, str]] = []
        for name, default in _DEFAULTS:
            value = getattr(self, name)
            if value == default:
                continue
            if isinstance(value, Place):
                query.append((name, value.value))
            elif isinstance(value, tuple):
                query.extend((name, one) for one in value)
            else:
                query.append((name, "1" if value is True else str(value)))
        return query

    def choosing(self, parameter: str, value: str) -> Self:
        """The question if this option were chosen: added for conditions, else in place."""
        if parameter == "condition":
            return self.but(condition=tuple(sorted({*self.condition, value})))
        return self.but(**{parameter: (value,) if parameter in SEVERAL else value})

    def without(self, parameter: str, value: str = "") -> Self:
        """The question without one value of a parameter, or without the parameter."""
        if value and parameter in SEVERAL:
            kept = tuple(one for one in getattr(self, parameter) if one != value)
            return self.but(**{parameter: kept})
        return self.but(**{parameter: getattr(type(self), parameter)})

    def but(self, **changes: Any) -> Self:
        """The question with these fields changed, from its first page unless `page` is one of them.

        Raises TypeError for what is no field. A page asks this by the dozen: nothing is built anew.
        """
        if not changes.keys() <= vars(self).keys():
            raise TypeError(f"Not fields of a question: {changes.keys() - vars(self).keys()}")
        other = object.__new__(type(self))
        vars(other).update(vars(self), page=1)
        vars(other).update(changes)
        return other

    @property
    def asks_a_criterion(self) -> bool:
        """Whether anything is asked that can say yes, no or unknown."""
        return any(getattr(self, name) not in (None, "", ()) for name in CRITERIA)

    @property
    def is_crisis(self) -> bool:
        """Whether what is asked for is help in a crisis."""
        return "crise" in self.besoin

    @property
    def plain(self) -> Self:
        """The question alone: nothing of how its answers are shown."""
        return self.but(verdict=(), ecarte_par="")

    @property
    def listed(self) -> frozenset[str]:
        """Which answers to list: those asked, else those that fit or are to check."""
        if self.verdict:
            return frozenset(self.verdict)
        if self.ecarte_par:
            return frozenset({Shown.EXCLUDED})
        return frozenset({Shown.FITS, Shown.TO_CHECK})


_DEFAULTS = tuple((each.name, each.default) for each in fields(Situation))
