"""How much of a service is known, and what is missing, in words. Unknown is not no: it is a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Fact(StrEnum):
    """What a coordinator tries to know of every service, in the order of the page."""

    DESCRIPTION = "description"
    NEED = "besoin"
    AUDIENCE = "public"
    AGE = "age"
    LANGUAGES = "langues"
    CONDITIONS = "conditions"
    REQUESTERS = "demandeur"
    COVERAGE = "zone"
    PHONE = "telephone"
    HOURS = "horaire"

    @property
    def words(self) -> str:
        """The fact as a noun, to follow « il manque »."""
        return str(_WORDS[self])


_WORDS = {
    Fact.DESCRIPTION: _("la description"),
    Fact.NEED: _("le besoin"),
    Fact.AUDIENCE: _("le public reçu"),
    Fact.AGE: _("l’âge"),
    Fact.LANGUAGES: _("les langues"),
    Fact.CONDITIONS: _("les conditions d’accès"),
    Fact.REQUESTERS: _("qui peut demander"),
    Fact.COVERAGE: _("la zone d’action"),
    Fact.PHONE: _("le téléphone"),
    Fact.HOURS: _("l’horaire"),
}


@dataclass(frozen=True)
class Completeness:
    """The share of the facts that is known (whole percent, never rounded up to 100) and the rest."""

    percent: int
    missing: tuple[Fact, ...]

    @property
    def words(self) -> str:
        """« la description, l’âge », or "" when nothing is missing."""
        return ", ".join(fact.words for fact in self.missing)


def completeness(known: Mapping[Fact, bool]) -> Completeness:
    """Judge what is known of a service; a fact the mapping does not name is not known."""
    missing = tuple(fact for fact in Fact if not known.get(fact, False))
    return Completeness(percent=100 * (len(Fact) - len(missing)) // len(Fact), missing=missing)
