"""The rows of a many-to-many relation, written without a query for each."""

from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Links:
    """The table between two models, and its two columns."""

    through: Any
    source: str
    target: str

    @classmethod
    def of(cls, model: type[models.Model], name: str) -> "Links":
        """The table of a many-to-many field."""
        field: Any = model._meta.get_field(name)
        return cls(field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name())

    @property
    def rows(self) -> Any:
        """The rows, as a manager."""
        return self.through._default_manager

    def row(self, source: int, target: int) -> Any:
        """A new row, not yet written."""
        return self.through(**{self.source: source, self.target: target})
