"""The picture beside a shared address: 1200 × 630 pixels, in the colours and letters of the site. Pure."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw

from directory.lettering import BOLD, REGULAR, Lines, fit, leading
from directory.waits import Intake
from directory.waits_in_words import ICONS, UNKNOWN

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN, BAND = 80, 24
ROOM = WIDTH - 2 * MARGIN  # the width of a line
TOP, BOTTOM = 160, HEIGHT - BAND - 40  # between the mark and the foot
MARK = 64  # pixels a side
INDENT = 28  # of what stands beside a bar
MOST_LARGE = 3  # services of a selection in large letters
_STATIC = settings.BASE_DIR / "static"
_SMOOTH = 4  # curves are drawn so much larger, then made smaller
# The colours of the light scheme, by their names in the style sheets.
COLOURS = dict(
    re.findall(r"--([\w-]+): light-dark\((#\w+)", (_STATIC / "css/tokens.css").read_text("utf-8"))
)
_COLOUR_OF = {Intake.OPEN: "green", Intake.WAITING: "amber"}  # the others are red
# The pictograms of static/icons.svg as strokes, on a square of 24.
_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "yes": [[(7, 12.5), (10.5, 16), (17, 9)]],
    "no": [[(8.5, 8.5), (15.5, 15.5)], [(15.5, 8.5), (8.5, 15.5)]],
    "clock": [[(12, 6.5), (12, 12), (15.5, 15)]],
    "alert": [[(12, 6.5), (12, 12.5)], [(12, 16.8), (12, 17)]],
    "unknown": [
        [(9, 9.6), (9.6, 8), (11, 7.2), (13, 7.2), (14.5, 8), (15, 9.5), (14.5, 11), (12.6, 12.4)],
        [(12.6, 12.4), (12, 14)],
        [(12, 17), (12, 17.2)],
    ],
}


class Picture(ABC):
    """What a picture says, and the picture itself."""

    @property
    @abstractmethod
    def alt(self) -> str:
        """The same in words, for who does not see it."""

    def png(self, site: str) -> bytes:
        """The picture as a PNG file; `site` is what the site calls itself."""
        image = Image.new("RGB", SIZE, COLOURS["paper"])
        canvas = ImageDraw.Draw(image)
        canvas.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), fill=COLOURS["petrol"])
        image.paste(*_mark())
        brand = _line("SMES-B", 50, BOLD)
        x = MARGIN + MARK + 20
        brand.draw(canvas, x, 54, COLOURS["petrol"])
        about = fit(site, (round(WIDTH - MARGIN - x - brand.width - 60), 44), (32, 28, 24, 20))
        about.draw(canvas, WIDTH - MARGIN - about.width, 68, COLOURS["soft-ink"])
        self._draw(image, canvas)
        written = BytesIO()
        image.save(written, "PNG", compress_level=3)  # as small as beyond, in less time
        return written.getvalue()

    @abstractmethod
    def _draw(self, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
        """What stands below the mark."""


@dataclass(frozen=True)
class ServicePicture(Picture):
    """What the picture of a service says. `state`: an intake, or « unknown »; `source`: who, and when."""

    kind: str
    name: str
    place: str
    state: str
    said: str
    source: str

    @property
    def alt(self) -> str:
        """The same for who does not see it."""
        words = (self.name, self.kind, self.place, self.said, self.source)
        return " – ".join(word for word in words if word)

    def _draw(self, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
        state = self._state()
        top = BOTTOM - 40 - sum(lines.height for lines in state)
        about = " · ".join(filter(None, (self.kind, self.place)))
        y = _line(about, 36).draw(canvas, MARGIN, TOP, COLOURS["soft-ink"]) + 4
        name = fit(self.name, (ROOM, round(top - 32 - y)), (84, 72, 64, 56, 48, 42, 36, 32), BOLD)
        name.draw(canvas, MARGIN, y, COLOURS["ink"])
        self._draw_state(image, canvas, state, top)

    def _state(self) -> tuple[Lines, Lines]:
        room = ROOM - 150
        said = fit(self.said, (room, 52), (42, 38, 34), BOLD)
        if said.is_cut:
            said = fit(self.said, (room, 94), (38, 34, 30), BOLD)
        return said, fit(self.source, (room, 40), (30, 27, 24))

    def _draw_state(
        self,
        image: Image.Image,
        canvas: ImageDraw.ImageDraw,
        state: tuple[Lines, Lines],
        top: int,
    ) -> None:
        """What is known of the wait: a colour, a pictogram and words, as on the page."""
        if self.state == UNKNOWN:
            colour, soft = COLOURS["soft-ink"], COLOURS["raised"]
        else:
            family = _COLOUR_OF.get(Intake(self.state), "red")
            colour, soft = COLOURS[family], COLOURS[f"{family}-soft"]
        canvas.rectangle((MARGIN, top, WIDTH - MARGIN, BOTTOM), fill=soft)
        canvas.rectangle((MARGIN, top, MARGIN + 9, BOTTOM), fill=colour)
        _draw_icon(image, ICONS.get(self.state, "unknown"), (MARGIN + 36, top + 22), colour)
        y, x = top + 18.0, MARGIN + 118
        said, source = state
        y = said.draw(canvas, x, y, colour)
        source.draw(canvas, x, y, COLOURS["ink"])


@dataclass(frozen=True)
class SelectionPicture(Picture):
    """What the picture of several services says: how many, some of them with what they are, how many more."""

    title: str
    services: tuple[tuple[str, str], ...]
    more: str
    on: str

    @property
    def alt(self) -> str:
        """The same for who does not see it."""
        names = ", ".join(name for name, _kind in self.services)
        return " – ".join(word for word in (self.title, names, self.more, self.on) if word)

    def _draw(self, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
        on = _line(self.on, 32)
        on.draw(canvas, WIDTH - MARGIN - on.width, TOP + 10, COLOURS["soft-ink"])
        room = round(ROOM - on.width - 40)
        title = fit(self.title, (room, 76), (62, 54, 46, 40), BOLD)
        y = title.draw(canvas, MARGIN, TOP - 14, COLOURS["ink"]) + 12
        # The fewer they are, the larger.
        size = 36 if len(self.services) > MOST_LARGE else 46
        for name, about in self.services:
            top = y
            y = _line(name, size, BOLD, INDENT).draw(canvas, MARGIN + INDENT, y, COLOURS["ink"])
            below = _line(about, size * 3 // 4, indent=INDENT)
            y = below.draw(canvas, MARGIN + INDENT, y - 4, COLOURS["soft-ink"])
            canvas.rectangle((MARGIN, top + 6, MARGIN + 7, y - 4), fill=COLOURS["petrol"])
            y += 8 if self.more else 16
        _line(self.more, 30).draw(canvas, MARGIN + INDENT, y, COLOURS["petrol"])


def _line(text: str, size: int, weight: int = REGULAR, indent: int = 0) -> Lines:
    """One line, of this size or, where the text is long, a smaller one; cut at two thirds."""
    sizes = (size, size * 7 // 8, size * 3 // 4, size * 2 // 3)
    return fit(text, (ROOM - indent, leading(size)), sizes, weight)


@lru_cache(maxsize=1)
def _mark() -> tuple[Image.Image, tuple[int, int], Image.Image]:
    """The site's mark, where it stands, and its round corners."""
    icon = Image.open(_STATIC / "icons" / "192.png").convert("RGB")
    corners = Image.new("L", (MARK * _SMOOTH, MARK * _SMOOTH))
    whole = (0, 0, corners.width - 1, corners.height - 1)
    ImageDraw.Draw(corners).rounded_rectangle(whole, radius=16 * _SMOOTH, fill=255)
    small = (MARK, MARK)
    return icon.resize(small), (MARGIN, 52), corners.resize(small)


def _draw_icon(image: Image.Image, name: str, corner: tuple[int, int], colour: str) -> None:
    """A pictogram in its ring, 56 pixels a side."""
    image.paste(Image.new("RGB", (56, 56), colour), corner, _icon(name))


@lru_cache(maxsize=8)
def _icon(name: str) -> Image.Image:
    side = 56 * _SMOOTH
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    pen.ellipse((2, 2, side - 3, side - 3), outline=255, width=3 * _SMOOTH)
    thick = 5 * _SMOOTH
    for stroke in _STROKES[name]:
        points = [(x * side / 24, y * side / 24) for x, y in stroke]
        pen.line(points, fill=255, width=thick, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.circle((x, y), thick / 2, fill=255)
    return mask.resize((56, 56), Image.Resampling.LANCZOS)
