"""What one service answers to one criterion, and what every criterion can do."""

from enum import Enum
from typing import Protocol

from orientation.columns import Columns
from orientation.profile import Profile


class Answer(Enum):
    """What one service answers to one criterion."""

    YES = "oui"
    UNKNOWN = "inconnu"
    NO = "non"


class Criterion(Protocol):
    """What is asked of every service."""

    @property
    def key(self) -> str:
        """The parameter's name; for conditions `condition:pmr`."""

    def answer(self, profile: Profile) -> Answer | None:
        """The service's answer; None = this criterion is no question for this service."""

    def sets(self, columns: Columns) -> tuple[int, int]:
        """The services that say yes, and those that say no; the rest is unknown.

        The same answers as `answer`, for all services at once. No question for a service = yes.
        """

    def text(self, profile: Profile, answer: Answer) -> str:
        """The answer in a sentence; for UNKNOWN, the question to ask on the phone."""


def known(statement: bool | None) -> Answer:
    """True, False, None → yes, no, unknown."""
    if statement is None:
        return Answer.UNKNOWN
    return Answer.YES if statement else Answer.NO
