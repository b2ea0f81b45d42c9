"""Services side by side: the same aspects of each, those where they differ first.

What is not known of one service is no difference: it has rows of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from directory import sheet, waits_in_words
from directory.dates import in_words
from directory.freshness import freshness
from directory.models import Criterion, Phone, Service
from directory.models.contact import Level
from directory.models.service import Status
from directory.sheet import Fact, State, said

UNKNOWN = Fact(State.UNKNOWN, "")


@dataclass(frozen=True)
class Cell:
    """What one service says of one aspect: facts, or telephone numbers."""

    service: Service
    facts: tuple[Fact, ...]
    phones: tuple[Phone, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it answers; « ça dépend » does not."""
        return bool(self.phones) or any(fact.state is not State.UNKNOWN for fact in self.facts)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to read: no answer, no note."""
        return not self.is_known and not any(fact.note for fact in self.facts)

    @property
    def says(self) -> tuple[object, ...]:
        """What makes two cells the same: marks, words, notes and numbers, whatever their date."""
        facts = tuple((fact.state, fact.text, fact.note) for fact in self.facts)
        return facts, tuple(phone.number for phone in self.phones)


@dataclass(frozen=True)
class Row:
    """One aspect, with a cell for each service, in their order."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def common(self) -> Cell | None:
        """The one cell that stands for all, when they agree down to source and date."""
        return self.cells[0] if len({(c.facts, c.phones) for c in self.cells}) == 1 else None


@dataclass
class Comparison:
    """The rows by what they tell. `unknown`: the aspects of which nothing is known for any service."""

    differing: list[Row] = field(default_factory=list)
    partly_known: list[Row] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Put a row where it belongs."""
        if all(cell.is_empty for cell in row.cells):
            self.unknown.append(row.label)
        elif len({cell.says for cell in row.cells if cell.is_known}) > 1:
            self.differing.append(row)
        elif not all(cell.is_known for cell in row.cells):
            self.partly_known.append(row)
        else:
            self.same.append(row)


def compare(services: Sequence[Service], criteria: Sequence[Criterion], today: date) -> Comparison:
    """Set services read `for_page()` side by side; no query."""
    columns = [list(_aspects(service, criteria, today)) for service in services]
    comparison = Comparison()
    for aspect in zip(*columns, strict=True):
        label = aspect[0][0]
        comparison.add(Row(label, tuple(cell for _label, cell in aspect)))
    return comparison


def _aspects(
    service: Service, criteria: Iterable[Criterion], today: date
) -> Iterator[tuple[str, Cell]]:
    """Every aspect of a service, in the order of the page: its label and its cell."""

    def cell(*facts: Fact) -> Cell:
        return Cell(service, facts)

    *publics, ages, _helps = sheet.audience(service)
    *first_step, _who, cost = sheet.first_step(service)
    answers = {row.criterion_id: row for row in service.conditions.all()}
    yield _("Le type de service"), cell(*_kind(service))
    yield _("Ce qu’on y fait"), cell(_text(service.description))
    yield _("Pour qui"), cell(_list(who.label for who in sorted(service.helps)))
    yield _("Publics"), cell(*publics)
    yield _("Âges"), cell(ages)
    yield _("Téléphone"), _telephone(service)
    yield _("Où"), cell(_communes(service))
    yield _("Zone"), cell(sheet.coverage(service))
    yield _("Horaires"), cell(*sheet.opening(service, today))
    yield _("Délai d’un premier contact"), cell(*_waits(service, today))
    yield _("Premier contact"), cell(*first_step)
    yield _("Qui peut demander"), cell(_list(w.label for w in sorted(service.who_may_ask)))
    yield _("Prix"), cell(cost)
    for criterion in criteria:
        yield criterion.name, cell(sheet.condition(criterion, answers.get(criterion.pk), today))
    yield _("Langues"), cell(_list(service.languages.all(), service.languages_complete))
    yield _("Dans l’équipe"), cell(_list(service.professions.all(), service.professions_complete))
    yield (
        _("Connaît particulièrement"),
        cell(_list(service.themes.all(), service.themes_complete)),
    )
    yield _("Fiche confirmée"), cell(_verified(service, today))


def _text(text: str) -> Fact:
    return said(text) if text else UNKNOWN


def _kind(service: Service) -> Iterator[Fact]:
    yield said(service.type.name)
    if service.type.summary:
        yield said(service.type.summary)


def _list(terms: Iterable[object], complete: bool = True) -> Fact:
    listed = ", ".join(map(str, terms))
    return said(listed, "" if complete else _("Liste peut-être incomplète.")) if listed else UNKNOWN


def _telephone(service: Service) -> Cell:
    """The public numbers; none to call while the service is suspended."""
    if service.status == Status.SUSPENDED:
        return Cell(service, (said(_("Service suspendu : voyez sa page.")),))
    phones = tuple(phone for phone in service.phones.all() if phone.level == Level.PUBLIC)
    return Cell(service, () if phones else (UNKNOWN,), phones)


def _communes(service: Service) -> Fact:
    """The communes of its places: all that is said here, of a confidential place as of another."""
    places = [at.location.published for at in service.at_locations.all()]
    hidden = any(place.is_confidential for place in places)
    note = _("Adresse confidentielle : elle se donne au téléphone.") if hidden else ""
    communes = dict.fromkeys(place.commune for place in places)
    return said(", ".join(communes), note) if communes else UNKNOWN


def _waits(service: Service, today: date) -> Iterator[Fact]:
    """How long one waits, for each audience; what is too old to count is not known."""
    lines = sheet.waits(service, today)
    for line in lines:
        source = f"{line.source} · {line.age}"
        if line.state == waits_in_words.UNKNOWN:
            yield Fact(State.UNKNOWN, "", line.sentence, source=source)
        else:
            yield Fact(State.SAID, line.sentence, source=source)
    if not lines:
        yield UNKNOWN


def _verified(service: Service, today: date) -> Fact:
    if not service.verified_on:
        return said(_("Pas encore confirmé par le service."))
    words = _("Confirmé le %(date)s par %(who)s.") % {
        "date": in_words(service.verified_on),
        "who": service.verified_by,
    }
    return Fact(State.SAID, words, looks=freshness(service.verified_on, today))
