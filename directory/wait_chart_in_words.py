"""The drawing of one service's wait with its words: months, states, what it shows to those who hear it."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory import dates
from directory.wait_chart import SHAPES, Drawing
from directory.waits import Intake
from directory.waits_in_words import STATES, headline, whom

EVERY = 3  # months between two names


class Month(NamedTuple):
    """The beginning of a month; named every third time, with its year at the first and when it changes."""

    x: str
    name: str = ""
    year: str = ""


class Sign(NamedTuple):
    """A line of the legend: a state and its shape."""

    state: Intake
    shape: str
    text: str


class Chart(NamedTuple):
    """A drawing with its words."""

    drawing: Drawing
    whom: str

    @classmethod
    def of(cls, drawing: Drawing, groups: Mapping[str, str]) -> "Chart":
        """`groups`: the publics in words, by slug."""
        return cls(drawing, whom(drawing.whom, groups))

    @property
    def months(self) -> list[Month]:
        """Those along the drawing."""
        found: list[Month] = []
        year = 0
        for at, (day, x) in enumerate(self.drawing.months):
            if at % EVERY or self.drawing.days.at(day) > 95:  # no room beside the edge
                found.append(Month(x))
                continue
            changed, year = day.year != year, day.year
            found.append(Month(x, date_format(day, "N"), str(year) if changed else ""))
        return found

    @property
    def signs(self) -> list[Sign]:
        """The states that are drawn."""
        drawn = {mark.state for mark in self.drawing.marks}
        return [Sign(one, SHAPES[one], str(text)) for one, text in STATES.items() if one in drawn]

    @property
    def has_professionals(self) -> bool:
        """Whether some of it was said by a professional."""
        return any(mark.is_hollow for mark in self.drawing.marks)

    @property
    def beyond(self) -> str:
        """What a scale that is too short leaves out; "" when it holds everything."""
        scale = self.drawing.layout.weeks
        if scale is None or not self.drawing.goes_beyond:
            return ""
        return _(
            "L’échelle s’arrête à %(weeks)s semaines : au-delà, une flèche et le nombre de semaines."
        ) % {"weeks": scale.top}

    @property
    def is_fictional(self) -> bool:
        """Whether some of its figures are."""
        return any(said.is_fictional for said in self.drawing.said)

    @property
    def in_words(self) -> str:
        """What the drawing shows."""
        said = self.drawing.said
        return _(
            "%(count)s observations, du %(first)s au %(last)s. La dernière : %(state)s. "
            "Tout est dans le tableau."
        ) % {
            "count": len(said),
            "first": dates.in_words(said[0].observed_on),
            "last": dates.in_words(said[-1].observed_on),
            "state": headline(said[-1]),
        }
