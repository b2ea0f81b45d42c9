"""What is looked at on every printed page: its size, its letters, its margins, and what must be there."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import combinations
from typing import Any

from pdfplumber import open as open_pdf
from pdfplumber.page import Page as Sheet

from directory.emergency import EVERYWHERE

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
MARGINS = (12 * MM, 10 * MM)  # left and right, top and bottom
ROUNDING = 1.0  # points
SPACE = 1.5  # points: the narrowest between two words
SMALLEST, SMALLEST_NUMBER = 9, 16  # points
SQUARES = 100  # a QR code has at least as many


def complaints_about_paper(
    pdf: bytes,
    *,
    most_pages: int,
    numbers: Iterable[str],
    words: Iterable[str],
    never: Iterable[str],
) -> list[str]:
    """What is wrong with these pages.

    `numbers` are the telephones of the page, each as often as it stands there; `words` have to be on
    the first page, and `never` on none.
    """
    with open_pdf(BytesIO(pdf)) as document:
        pages = document.pages
        found = [] if len(pages) <= most_pages else [f"{len(pages)} pages"]
        for page in pages:
            found += [f"page {page.page_number}: {what}" for what in _complaints_about(page)]
            found += [f"« {word} »" for word in never if _places(page, word)]
        found += [f"no « {word} »" for word in words if not _places(pages[0], word)]
        if not _has_code(pages[0]):
            found.append("no QR code")
        asked = list(numbers)
        for number in dict.fromkeys(asked):
            if sum(_large(page, number) for page in pages) < asked.count(number):
                found.append(f"{number} is not in large figures")
    return found


def _complaints_about(page: Sheet) -> Iterator[str]:
    """What any page owes: A4, whole letters inside the margins, none over another, the crisis numbers."""
    if any(
        abs(is_ - is_due) > ROUNDING
        for is_, is_due in zip((page.width, page.height), A4, strict=True)
    ):
        yield f"{page.width} x {page.height} points"
    words = page.extract_words(x_tolerance=SPACE, extra_attrs=["size"])
    for word in words:
        if word["size"] < SMALLEST - 0.1:
            yield f"« {word['text']} » of {word['size']:.1f} points"
        if not _is_inside(word):
            yield f"« {word['text']} » is cut by the edge"
    for one, other in combinations(words, 2):
        if _covers(one, other):
            yield f"« {one['text']} » covers « {other['text']} »"
    for line in EVERYWHERE:
        if not _large(page, line.number):
            yield f"no {line.number}"
    foot = max((place["top"] for place in _places(page, EVERYWHERE[0].number)), default=0)
    if all(word["bottom"] > foot for word in words):
        yield "nothing but its foot"


def _is_inside(box: dict[str, Any]) -> bool:
    """Whether letters stand between the margins, so that neither an edge nor the next page cuts them."""
    (side, top), (width, height) = MARGINS, A4
    return bool(
        box["x0"] >= side - ROUNDING
        and box["x1"] <= width - side + ROUNDING
        and box["top"] >= top - ROUNDING
        and box["bottom"] <= height - top + ROUNDING
    )


def _covers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two words stand over each other: lines that are close share less than half their height."""
    across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(across > ROUNDING and down > min(one["size"], other["size"]) / 2)


def _places(page: Sheet, text: str) -> list[dict[str, Any]]:
    """Where a text stands on a page, whatever its spaces are."""
    pattern = r"\s*".join(re.escape(word) for word in text.split())
    return page.search(rf"(?<!\w){pattern}(?!\w)", x_tolerance=SPACE)


def _large(page: Sheet, number: str) -> int:
    """How often a telephone number stands on a page in large figures."""
    return sum(
        all(one["size"] >= SMALLEST_NUMBER - 0.1 for one in place["chars"] if one["text"].strip())
        for place in _places(page, number)
    )


def _has_code(page: Sheet) -> bool:
    """Whether a QR code is drawn in the upper right corner."""
    drawn = [*page.rects, *page.curves, *page.lines]
    points = [
        point
        for one in drawn
        for point in one.get("pts", [])
        if point[0] > page.width - MARGINS[0] - 30 * MM and point[1] < 45 * MM
    ]
    return len(points) > SQUARES
