"""Fictional waiting times for a demonstration: plausible, and each marked as such. Never real."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from directory.models.waiting_time import Intake, Speaker

MONTHS = 18
# Types of service that nobody waits for: weeks there would look like a fact, and a grave one.
WITHOUT_WAITS = ("ligne_ecoute", "urgence_ligne", "urgences")
SAID_BY = (Speaker.SERVICE, Speaker.SERVICE, Speaker.COORDINATOR, Speaker.PROFESSIONAL)
# How a service stands most of the time, and how long one waits there: weeks.
KINDS = (
    (Intake.OPEN, (0, 3)),
    (Intake.OPEN, (0, 6)),
    (Intake.WAITING, (3, 10)),
    (Intake.WAITING, (6, 26)),
    (Intake.WAITING, (12, 52)),
    (Intake.SUSPENDED, (20, 60)),
)


def observations(slug: str, today: date) -> Iterator[dict[str, object]]:
    """The fields of the observations of one service, the oldest first; the same for the same day.

    One service in four has never said anything, and one in six has stopped saying it.
    """
    chance = Random(slug)  # noqa: S311 - chance need not be safe here
    if chance.random() < 0.25:
        return
    usual, (low, high) = chance.choice(KINDS)
    silent = chance.random() < 1 / 6
    weeks = chance.randint(low, high)
    for month in range(MONTHS, -1, -1):
        day = today - timedelta(days=30 * month + chance.randint(0, 20))
        weeks = min(high, max(low, weeks + chance.randint(-2, 3)))
        if chance.random() < 0.3 or (silent and month < 5):
            continue
        yield {
            "observed_on": day,
            "said_by": chance.choice(SAID_BY),
            **_said(usual, weeks, chance, day),
        }


def _said(usual: Intake, weeks: int, chance: Random, day: date) -> dict[str, object]:
    """What is said on a day: mostly as usual; waiting lists close for a while, open doors fill up."""
    state = chance.choices((usual, Intake.WAITING, Intake.SUSPENDED, Intake.OPEN), (8, 2, 1, 1))[0]
    if state == Intake.SUSPENDED:
        until = day + timedelta(days=chance.choice((30, 60, 90)))
        return {"state": state, "until": chance.choice((None, until))}
    if state == Intake.OPEN and chance.random() < 0.5:
        return {"state": state}
    return {
        "state": state,
        "weeks_from": max(0, weeks - 2),
        "weeks_to": weeks + chance.randint(0, 4),
    }
