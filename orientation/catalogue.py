"""What one request asks its question of: the snapshot, in one language, at one moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orientation.snapshot import Snapshot
from orientation.territory import Territory
from orientation.vocabulary import Vocabulary


class Words(Protocol):
    """What criteria need beside the facts of services."""

    @property
    def territory(self) -> Territory:
        """Areas, communes, bassins."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the options."""

    @property
    def at(self) -> datetime:
        """The moment of the question: naive Brussels time, cut to 15 minutes."""


@dataclass(frozen=True)
class Catalogue:
    """The services of a snapshot, with the words of one language, at `at` (naive Brussels time).

    `revision` is the state of the répertoire: « 42-9f3c ».
    """

    snapshot: Snapshot
    territory: Territory
    vocabulary: Vocabulary
    at: datetime
    revision: str = ""
