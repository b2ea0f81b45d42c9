"""What a service answers through its link: written at once, every answer kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from directory import actions, suggestions, summary
from directory.models import Service, Upkeep, WaitingTime
from directory.models.waiting_time import Speaker, Stage
from directory.signed_links import Opened, Problem, Refused

MOST_FORMS = 20  # that are remembered


@dataclass(frozen=True)
class Answer:
    """What a form says. `wait` is not stored yet."""

    wait: WaitingTime | None = None
    is_unchanged: bool = False  # the waits that the form showed are still true
    confirms: bool = False  # so is the entry
    note: str = ""  # what else has changed


class Changed(Exception):
    """What a form would confirm is no longer what it showed: to be read again."""


def check_link(upkeep: Upkeep, issued: datetime, opened: datetime) -> None:
    """Raise Refused if links of that moment were revoked, or had told a change before this one was opened.

    So of two people who had both opened a link, the second answers too.
    """
    if issued < upkeep.links_since:
        raise Refused(Problem.REPLACED)
    if upkeep.told_at and issued < upkeep.told_at < opened:
        raise Refused(Problem.USED)


def keep(upkeep: Upkeep, form: Opened, answer: Answer) -> None:
    """Store an answer, once for each form that was opened. Raises Changed, and Refused as `check_link`."""
    with transaction.atomic():
        Service.objects.select_for_update().get(pk=upkeep.service_id)
        locked = Upkeep.objects.select_for_update().get(pk=upkeep.pk)
        check_link(locked, form.issued, form.at)
        if form.nonce in locked.last_forms:
            return  # sent twice
        today = timezone.localdate()
        service = Service.objects.for_page().get(pk=upkeep.service_id)
        rows = counting(service, today)
        if answer.is_unchanged and form.observations != keys(rows):
            raise Changed
        if answer.confirms and form.facts != summary.digest(service, today):
            raise Changed
        locked.last_forms = [*locked.last_forms, form.nonce][-MOST_FORMS:]
        locked.answered_on = today
        for wait in said_again(rows, today) if answer.is_unchanged else ():
            wait.save()
        if answer.wait:
            answer.wait.save()
            locked.told_at = timezone.now()
        if answer.note:
            suggestions.keep_word(service, answer.note, form.nonce)
        if answer.confirms and (service.verified_on, service.verified_by) != (
            today,
            actions.THE_SERVICE,
        ):
            actions.confirm(service, on=today)
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


def keys(rows: list[WaitingTime]) -> tuple[int, ...]:
    """What a form carries of these observations."""
    return tuple(row.pk for row in rows)


def said_again(rows: list[WaitingTime], day: date) -> list[WaitingTime]:
    """What the service says of these observations on that day when nothing has changed; not stored.

    Not a suspension that has ended, nor what a professional reported so long ago that it counts no more;
    and nobody else's note. What the service has said today already is not said twice.
    """
    return [
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
            note=row.note if row.said_by == Speaker.SERVICE else "",
            is_fictional=row.is_fictional,
            observed_on=day,
            said_by=Speaker.SERVICE,
        )
        for row in rows
        if _can_be_said(row, day)
    ]


def _can_be_said(row: WaitingTime, day: date) -> bool:
    if row.until and row.until < day:
        return False
    if row.said_by == Speaker.PROFESSIONAL and not row.observation.counts(day):
        return False
    return (row.said_by, row.observed_on) != (Speaker.SERVICE, day)
