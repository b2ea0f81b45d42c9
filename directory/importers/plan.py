"""One change of one service, between the decision and the writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.importers.merge import Merge
from directory.importers.rows import Incoming
from directory.models import Service


@dataclass
class Change:
    """A row and the service it changes; `service` is None until a new one is written."""

    row: Incoming
    service: Service | None
    before: Mapping[str, Any]  # the facts as the database has them
    merged: Merge
    new_identifier: bool = False
    is_new: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_new = self.service is None

    @property
    def writes(self) -> bool:
        """Whether there is anything to store."""
        return self.is_new or self.merged.writes or self.new_identifier

    @property
    def updates(self) -> dict[str, Any]:
        """The facts to write."""
        return self.merged.updates

    @property
    def entry(self) -> Service:
        """The service, once there is one."""
        if self.service is None:
            raise LookupError("not written yet")
        return self.service
