"""From what someone learned on the phone to a suggestion, and from a suggestion to what became of it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.actions import Author
from directory.models import Service, SuggestedAnswer, Suggestion, WaitingTime
from directory.models.suggestion import SuggestionState
from directory.models.waiting_time import Speaker


@dataclass(frozen=True)
class SaidOfWait:
    """What was said of the wait for a first contact: an intake, and weeks."""

    state: str
    weeks_from: int | None = None
    weeks_to: int | None = None


@dataclass(frozen=True)
class Learned:
    """What one call taught. `answers`: by the key of their criterion; `outcome`: how it ended otherwise."""

    answers: dict[int, str] = field(default_factory=dict)
    wait: SaidOfWait | None = None
    outcome: str = ""
    dead_numbers: list[str] = field(default_factory=list)
    is_closed: bool = False
    note: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Learned()


class AlreadySent(ValueError):
    """The same form was sent before, and said something else."""


def was_sent(token: str, learned: Learned) -> bool:
    """Whether that form was sent before. Raises AlreadySent if it said something else then."""
    before = Suggestion.objects.with_answers().filter(token=token).first()
    if before is None:
        return False
    if learned_from(before) != learned:
        raise AlreadySent
    return True


def learned_from(suggestion: Suggestion) -> Learned:
    """What a suggestion says."""
    said = getattr(suggestion, "waiting_time", None)
    return Learned(
        answers={row.criterion_id: row.answer for row in suggestion.answers.all()},
        wait=said and SaidOfWait(said.state, said.weeks_from, said.weeks_to),
        outcome=suggestion.outcome,
        dead_numbers=list(suggestion.dead_numbers),
        is_closed=suggestion.is_closed,
        note=suggestion.note,
    )


def keep_word(service: Service, note: str, token: str) -> None:
    """Store, once a form, what the service itself says has changed; a coordinator writes it in the entry."""
    said = {"service": service, "note": note, "is_from_service": True}
    Suggestion.objects.get_or_create(token=token, defaults=said)


def keep(service: Service, learned: Learned, token: str) -> None:
    """Store what was learned, once for each form. Raises AlreadySent as `was_sent` does.

    What was said of the wait shows at once, as reported by a professional.
    """
    try:
        with transaction.atomic():
            suggestion = Suggestion.objects.create(
                service=service,
                token=token,
                dead_numbers=learned.dead_numbers,
                is_closed=learned.is_closed,
                outcome=learned.outcome,
                note=learned.note,
            )
            if learned.wait:
                WaitingTime.objects.create(
                    service=service,
                    suggestion=suggestion,
                    said_by=Speaker.PROFESSIONAL,
                    **asdict(learned.wait),
                )
            SuggestedAnswer.objects.bulk_create(
                SuggestedAnswer(suggestion=suggestion, criterion_id=key, answer=answer)
                for key, answer in learned.answers.items()
            )
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one has stored it.
        if not was_sent(token, learned):
            raise


def settle(
    suggestions: Iterable[Suggestion],
    state: SuggestionState,
    *,
    by: Author,
    erase_note: bool = False,
) -> int:
    """Say what became of suggestions, by whom and when, or that they are new again. Return how many.

    A report of the wait that is set aside counts no more. `erase_note` removes for good a note that
    describes a person. What is in that state already keeps the name of who put it there.
    """
    keys = [suggestion.pk for suggestion in suggestions]
    with transaction.atomic():
        rows = Suggestion.objects.filter(pk__in=keys)
        list(rows.order_by("pk").select_for_update())  # one coordinator after the other
        erased = set(rows.exclude(note="").values_list("pk", flat=True)) if erase_note else set()
        moved = set(rows.exclude(state=state).values_list("pk", flat=True))
        Suggestion.objects.filter(pk__in=erased).update(note="")
        is_new = state == SuggestionState.NEW
        for reported in WaitingTime.objects.filter(suggestion__in=moved):
            reported.is_set_aside = state == SuggestionState.SET_ASIDE
            reported.save(update_fields=["is_set_aside"])
        Suggestion.objects.filter(pk__in=moved).update(
            state=state,
            settled_by=None if is_new else by,
            settled_at=None if is_new else timezone.now(),
        )
    return len(moved | erased)
