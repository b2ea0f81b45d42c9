"""Addresses of the list and of its map: the question, and the services chosen along the way."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from django.urls import reverse

from orientation.selection import PARAMETER, Selection
from orientation.situation import Situation


@dataclass(frozen=True)
class Links:
    """Makes the addresses of one page, which all carry its selection on; they lead to the list or the map."""

    selection: Selection = field(default_factory=Selection)
    page: str = "orientation:list"

    @cached_property
    def _path(self) -> str:
        return reverse(self.page)

    @cached_property
    def _chosen(self) -> list[tuple[str, str]]:
        return self.selection.to_query()

    def to(self, situation: Situation) -> str:
        """The address that answers this situation."""
        query = situation.to_query() + self._chosen
        asked = "&".join([f"{name}={_quoted(value)}" for name, value in query])
        return f"{self._path}?{asked}" if asked else self._path

    def choosing(self, here: str, slug: str, situation: Situation) -> str:
        """The address `here`, that of the situation, with one service more or less chosen."""
        if slug in self.selection:
            return Links(self.selection.without(slug)).to(situation)
        return f"{here}{'&' if '?' in here else '?'}{PARAMETER}={slug}"


# A page holds dozens of addresses, made of the same few values.
_quoted = lru_cache(maxsize=4_096)(quote_plus)


def address(situation: Situation) -> str:
    """The address of the list that answers this situation, with nothing chosen yet."""
    return Links().to(situation)
