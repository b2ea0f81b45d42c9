"""What an import did or would do, for whoever ran it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.importers.problems import Problem, Refused, excerpt
from directory.languages import StrOrPromise
from directory.models import Service

MAX_PROBLEMS = 50


class Fate(Enum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


_FATES: dict[Fate, tuple[StrOrPromise, StrOrPromise]] = {  # in a summary, before a row
    Fate.CREATED: (_("créées"), _("à créer")),
    Fate.UPDATED: (_("modifiées"), _("à modifier")),
    Fate.UNCHANGED: (_("inchangées"), _("inchangée")),
    Fate.SKIPPED: (_("laissées"), _("laissée telle quelle")),
}


@dataclass(frozen=True)
class Difference:
    """A field in two states: as it is, and as the file says."""

    field: str
    now: Any
    said: Any

    def __str__(self) -> str:
        return f"{self.field} : {in_words(self.now)} → {in_words(self.said)}"


@dataclass(frozen=True)
class Outcome:
    """One entry: its fate, what changes, what is kept as a person wants it, what to know."""

    subject: str  # « ligne 12, « SSM Le Grès » »
    fate: Fate
    changes: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    remarks: tuple[str, ...] = ()

    @classmethod
    def left_alone(cls, subject: str, service: Service, remarks: tuple[str, ...] = ()) -> "Outcome":
        """An archived or merged entry, which no import changes."""
        remark = str(_("la fiche est « %(status)s » : rien n’y est changé"))
        status = {"status": service.get_status_display()}
        return cls(subject, Fate.SKIPPED, remarks=(*remarks, remark % status))

    def details(self) -> Iterator[str]:
        """What was kept and what to know, one sentence each."""
        for difference in self.kept:
            yield str(
                _("%(field)s : %(now)s gardé, une personne l’a changé ; le fichier dit %(said)s")
            ) % {
                "field": difference.field,
                "now": in_words(difference.now),
                "said": in_words(difference.said),
            }
        yield from self.remarks

    def forecast(self) -> Iterator[str]:
        """The row, then each change it would make, then the details."""
        yield f"{self.subject} : {_FATES[self.fate][1]}"
        yield from (f"  {change}" for change in self.changes)
        yield from (f"  {detail}" for detail in self.details())


@dataclass
class Report:
    """Everything an import did; `remarks` are about the file as a whole."""

    outcomes: list[Outcome] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """How many entries were created, changed, left, and how many kept in part, in one line."""
        counts = Counter(outcome.fate for outcome in self.outcomes)
        parts = [f"{counts[fate]} {words[0]}" for fate, words in _FATES.items()]
        kept = sum(bool(outcome.kept) for outcome in self.outcomes)
        return str(_("Fiches : %(parts)s ; changées par une personne et gardées : %(kept)d.")) % {
            "parts": ", ".join(parts),
            "kept": kept,
        }

    def notes(self) -> Iterator[str]:
        """The remarks, and the rows that have details."""
        yield from self.remarks
        for outcome in self.outcomes:
            for detail in outcome.details():
                yield f"{outcome.subject} : {detail}"


class BadRows(Refused):
    """Rows that cannot be taken, each said with its line, column and value."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(str(self))

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:MAX_PROBLEMS]]
        if rest := len(self.problems) - len(shown):
            shown.append(str(_("… et %(rest)d autres.")) % {"rest": rest})
        lines = "\n".join(f"  {line}" for line in shown)
        return str(_("Rien n’a été importé ; à corriger :")) + f"\n{lines}"


def in_words(value: Any) -> str:
    """A fact as one line of text; « rien » when it says nothing."""
    match value:
        case bool():
            return str(_("oui") if value else _("non"))
        case dict() if value:
            return ", ".join(excerpt(str(part)) for part in value.values() if part)
        case list() if value:
            return " + ".join(in_words(part) for part in value)
        case None | "" | dict() | list():
            return str(_("rien"))
        case _:
            return f"« {excerpt(str(value))} »"
