"""A card of the list: the service, its verdict in one line, its reasons in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Service
from directory.models.organization import PublishedPlace
from directory.sheet import State
from orientation.criteria import Answer
from orientation.matching import Match, Verdict

MARKS = {Verdict.FITS: State.YES, Verdict.TO_CHECK: State.UNKNOWN, Verdict.EXCLUDED: State.NO}
STATES = {Answer.YES: State.YES, Answer.UNKNOWN: State.UNKNOWN, Answer.NO: State.NO}


@dataclass(frozen=True)
class ReasonLine:
    """One reason on a card: its mark, its words, and (words, address) to choose between."""

    state: State
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One card: the service, its verdict in one line, its reasons."""

    service: Service
    match: Match
    reasons: tuple[ReasonLine, ...]

    @property
    def places(self) -> list[PublishedPlace]:
        """Where the service is, as published."""
        return [at.location.published for at in self.service.at_locations.all()]

    @property
    def questions(self) -> str:
        """What to ask, in one line: at most two questions."""
        if self.match.verdict is not Verdict.TO_CHECK:
            return ""
        return " · ".join(reason.text for reason in self.match.questions[:2])

    @property
    def mark(self) -> State:
        """The pictogram of the verdict."""
        return MARKS[self.match.verdict]

    @property
    def verdict(self) -> str:
        """« Convient », « À vérifier · 2 questions à poser », « Ne convient pas : âge »."""
        match self.match.verdict:
            case Verdict.FITS:
                return _("Convient")
            case Verdict.TO_CHECK:
                count = len(self.match.questions)
                return ngettext(
                    "À vérifier · %(count)s question à poser",
                    "À vérifier · %(count)s questions à poser",
                    count,
                ) % {"count": count}
        refusals = [r.text for r in self.reasons if r.state is State.NO]
        return _("Ne convient pas · %(reasons)s") % {"reasons": " · ".join(refusals)}
