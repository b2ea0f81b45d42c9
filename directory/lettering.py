"""Texts drawn with the letters of the site, measured so that they stay in their box. Pure; in pixels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from django.conf import settings
from PIL.ImageDraw import ImageDraw
from PIL.ImageFont import FreeTypeFont, Layout, truetype

REGULAR, BOLD = 400, 700  # the weights of the font
LEADING = 1.2  # from a line to the next, of its size
_FONTS = settings.BASE_DIR / "static" / "fonts"
# What stands in the second file of the font, as in static/css/tokens.css.
_EXTENDED = re.compile("([\u0100-\u0130\u0132-\u0151\u0154-\u02ba\u1e00-\u1eff]+)")


@lru_cache(maxsize=64)
def _font(size: int, weight: int, is_extended: bool) -> FreeTypeFont:
    """The font at a size; laid out the same on every machine, whatever its libraries.

    Reading it takes ten times what measuring a line does, and 130 kB: a few sizes, kept.
    """
    name = "atkinson-latin-ext.woff2" if is_extended else "atkinson-latin.woff2"
    font = truetype(str(_FONTS / name), size, layout_engine=Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def _runs(text: str, size: int, weight: int) -> Iterator[tuple[str, FreeTypeFont]]:
    """A text in parts that one file of the font holds."""
    for at, part in enumerate(_EXTENDED.split(text)):
        if part:
            yield part, _font(size, weight, is_extended=at % 2 == 1)


@lru_cache(maxsize=8192)
def _advance(sign: str, size: int, weight: int) -> float:
    """How far a sign takes the pen. This layout sets no pair closer, so that widths add up."""
    return sum(font.getlength(part) for part, font in _runs(sign, size, weight))


def width(text: str, size: int, weight: int = REGULAR) -> float:
    """How wide a line is."""
    return sum(_advance(sign, size, weight) for sign in text)


@dataclass(frozen=True)
class Lines:
    """A text in lines of one size."""

    lines: tuple[str, ...]
    size: int
    weight: int
    is_cut: bool = False

    @property
    def height(self) -> int:
        """From the top of the first line to the end of the last."""
        return len(self.lines) * leading(self.size)

    @property
    def width(self) -> float:
        """Of the widest line."""
        return max(width(line, self.size, self.weight) for line in self.lines)

    def draw(self, canvas: ImageDraw, x: float, y: float, colour: str) -> float:
        """Draw them from this corner on; return where the next thing may begin."""
        for at, line in enumerate(self.lines):
            # On its baseline, so that lines of two files of the font stand level.
            base, pen = y + leading(self.size) * at + round(self.size), x
            for part, font in _runs(line, self.size, self.weight):
                canvas.text((pen, base), part, fill=colour, font=font, anchor="ls")
                pen += font.getlength(part)
        return y + self.height


def leading(size: int) -> int:
    """The height of a line of a size."""
    return round(size * LEADING)


def fit(text: str, box: tuple[int, int], sizes: Sequence[int], weight: int = REGULAR) -> Lines:
    """The text in a box (width, height), in the first size that holds it whole; « … » cuts the last one's."""
    text = normalize("NFC", text)
    for size in sizes:
        lines = tuple(_wrapped(text, box[0], size, weight))
        found = Lines(lines, size, weight)
        if found.height <= box[1]:
            return found
    most = max(1, box[1] // leading(size))
    last = _cut(lines[most - 1], box[0], size, weight)
    return Lines((*lines[: most - 1], last), size, weight, is_cut=True)


def _wrapped(text: str, room: int, size: int, weight: int) -> Iterator[str]:
    """Lines as full as their words let them; a word wider than a line is broken where it must."""
    space = width(" ", size, weight)
    line, used = "", 0.0
    # Ordinary spaces only: the others stand where French typography lets no line end.
    for word in text.split(" "):
        wide = width(word, size, weight)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            yield line
        *full, line = _broken(word, room, size, weight) if wide > room else [word]
        used = width(line, size, weight) if full else wide
        yield from full
    yield line


def _broken(word: str, room: float, size: int, weight: int) -> Iterator[str]:
    """A word in parts as long as a line; each has a sign at least."""
    part, used = "", 0.0
    for sign in word:
        used += _advance(sign, size, weight)
        if part and used > room:
            yield part
            part, used = "", _advance(sign, size, weight)
        part += sign
    yield part


def _cut(line: str, room: int, size: int, weight: int) -> str:
    """The beginning of a line that leaves room for « … »."""
    whole = next(_broken(line, room - width("…", size, weight), size, weight))
    return f"{whole.rstrip(' ,.:–-')}…"
