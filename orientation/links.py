"""Addresses of the list: the question, and the services chosen along the way."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode

from orientation.selection import Selection
from orientation.situation import Situation


@dataclass(frozen=True)
class Links:
    """Makes the addresses of one page, which all carry its selection on."""

    selection: Selection = field(default_factory=Selection)

    def to(self, situation: Situation) -> str:
        """The address of the list that answers this situation."""
        query = urlencode([*situation.to_query(), *self.selection.to_query()])
        return reverse("orientation:list") + (f"?{query}" if query else "")


def address(situation: Situation) -> str:
    """The address of the list that answers this situation, with nothing chosen yet."""
    return Links().to(situation)
