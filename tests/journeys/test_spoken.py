"""What a screen reader says of each page, in reading order, kept as text to be read for sense.

A page that changes changes its text in `spoken/`: with SPOKEN=write in the environment this test writes
them anew, and the difference is read like any other.
"""

import os
import re
from difflib import unified_diff
from pathlib import Path

from playwright.sync_api import Page

SPOKEN = Path(__file__).parent / "spoken"
UNNAMED = ("text:", "strong:", "caption:")
PAGES = {
    "accueil": "/",
    "liste": "/orientation/?besoin=ambulatoire&age=35&code_postal=1210&s=essai-ouvert",
    "service": "/services/essai-ouvert/",
    "selection": "/selection/?s=essai-ouvert&s=essai-suspendu",
    "urgence": "/urgence/",
    "carte": "/carte/?besoin=ambulatoire",
    "guide": "/orientation/guide/",
}


def test_pages_are_heard_as_they_were_read_for_sense(village: str, page: Page) -> None:
    changes: list[str] = []
    for name, path in PAGES.items():
        page.goto(village + path)
        page.wait_for_load_state("networkidle")
        said = spoken(page).replace(village, "http://site")
        file = SPOKEN / f"{name}.txt"
        if os.environ.get("SPOKEN") == "write":
            file.write_text(said)
        before = file.read_text().splitlines()
        changes += unified_diff(
            before, said.splitlines(), f"{name}, as read", name, lineterm="", n=1
        )

    assert not changes, "\n".join(changes)


def spoken(page: Page) -> str:
    """What is said from the top of the page to its foot: no address, and nothing that a name has said."""
    said: list[str] = []
    above: list[str] = []  # the lines that this one stands in
    for line in page.locator("body").aria_snapshot().splitlines():
        depth, (kind, _, words) = line.index("-") // 2, _plain(line).partition(" ")
        if kind == "/url:":
            continue
        del above[depth:]
        if kind not in UNNAMED or words not in " ".join(above[-1:]):
            said.append("  " * depth + f"{kind} {words}".rstrip())
        above.append(words)
    return re.sub("[\u202f\xa0]", " ", "\n".join(said)) + "\n"


def _plain(line: str) -> str:
    """A line of a snapshot without what YAML wants around it."""
    text = re.sub(r"^- '(.*)'(:?.*)$", r"- \1\2", line.strip())[2:]
    text = re.sub(r'^(\w+): "(.*)"$', r"\1: \2", text)
    return text.removesuffix(":")
