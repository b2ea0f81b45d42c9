"""When one asks a service whether its entry is still true. Pure; days are dates of Brussels."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

# After a pause, a reminder of long ago would only surprise.
REMIND_AFTER, REMIND_UNTIL = 10, 30  # days
# Who is asked today is also asked what falls due within a few days: one letter instead of two.
TOGETHER_WITHIN = 7  # days
SUMMER = (7, 8)  # July and August


class Due(StrEnum):
    """What is to be sent."""

    QUESTION = "question"
    REMINDER = "reminder"


class Asked(NamedTuple):
    """How often a service is asked (0 = never), when that was last done, and when it was last heard of."""

    every_days: int
    pauses_in_summer: bool = False
    asked_on: date | None = None
    reminded_on: date | None = None
    heard_on: date | None = None

    def due(self, day: date, ahead: int = 0) -> Due | None:
        """What is to be sent on that day, or within `ahead` days of it; one reminder of each question."""
        if not self.every_days or (self.pauses_in_summer and day.month in SUMMER):
            return None
        asked, heard = self.asked_on, self.heard_on
        last = max((known for known in (asked, heard) if known), default=None)
        if last is None or (day - last).days >= self.every_days - ahead:
            return Due.QUESTION
        if asked is None or (heard is not None and heard >= asked):
            return None
        was_reminded = self.reminded_on is not None and self.reminded_on >= asked
        is_time = REMIND_AFTER <= (day - asked).days < REMIND_UNTIL
        return Due.REMINDER if is_time and not was_reminded else None
