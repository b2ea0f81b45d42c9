"""What a service answers through its link: written at once, every answer kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from directory import actions, suggestions
from directory.models import Service, Upkeep, WaitingTime
from directory.models.waiting_time import Speaker, Stage
from directory.signed_links import Opened, Problem, Refused

MOST_FORMS = 20  # that are remembered


@dataclass(frozen=True)
class Answer:
    """What a form says. `waits`: observations that are not stored yet, all of today."""

    waits: tuple[WaitingTime, ...] = ()
    is_change: bool = False  # the waits differ from what was known
    confirms: bool = False  # the entry is true
    note: str = ""  # what else has changed


def check_link(upkeep: Upkeep, issued: datetime, opened: datetime) -> None:
    """Raise Refused if links of that moment were revoked, or had told a change before this one was opened.

    So of two people who had both opened a link, the second answers too.
    """
    if issued < upkeep.links_since:
        raise Refused(Problem.REPLACED)
    if upkeep.told_at and issued < upkeep.told_at < opened:
        raise Refused(Problem.USED)


def keep(upkeep: Upkeep, form: Opened, answer: Answer) -> None:
    """Store an answer, once for each form that was opened. Raises Refused as `check_link` does."""
    with transaction.atomic():
        locked = Upkeep.objects.select_for_update().get(pk=upkeep.pk)
        check_link(locked, form.issued, form.at)
        if form.nonce in locked.last_forms:
            return  # sent twice
        locked.last_forms = [*locked.last_forms, form.nonce][-MOST_FORMS:]
        locked.answered_on = today = timezone.localdate()
        for wait in answer.waits:
            wait.save()
        if answer.is_change:
            locked.told_at = timezone.now()
        if answer.note:
            suggestions.keep_word(locked.service, answer.note, form.nonce)
        if answer.confirms:
            actions.confirm(locked.service, on=today)
        locked.save()


def counting(service: Service, day: date) -> list[WaitingTime]:
    """The observations that count for each stage and audience, whether they have grown old or not."""
    found = []
    for stage in Stage.values:
        rows = service.observed(stage)
        for wait in reversed(service.waits(stage)):
            said = wait.on(day)
            found += [
                next(
                    row
                    for row in reversed(rows)
                    if row.audience == wait.audience and row.observation == said
                )
            ]
    return found


def said_again(rows: list[WaitingTime], day: date) -> tuple[WaitingTime, ...]:
    """The same observations, made on that day by the service; not a suspension that has ended."""
    return tuple(
        WaitingTime(
            service=row.service,
            stage=row.stage,
            group=row.group,
            age_min=row.age_min,
            age_max=row.age_max,
            state=row.state,
            weeks_from=row.weeks_from,
            weeks_to=row.weeks_to,
            until=row.until,
            note=row.note,
            is_fictional=row.is_fictional,
            observed_on=day,
            said_by=Speaker.SERVICE,
        )
        for row in rows
        if row.until is None or row.until >= day
    )
