"""Static files for production: style sheets joined and made smaller, then hashed and compressed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("(?P<name>[\w./-]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?;')
_OWN_SHEET = re.compile(r"css/[\w-]+\.css")
_BLANK = r"(?:\s|(?>/\*.*?\*/))"  # a comment ends where it first can
_SPACING = re.compile(rf'("[^"]*")|(?:{_BLANK}*([{{}};,])|(:)){_BLANK}*|{_BLANK}+', re.S)


def join_imports(css: str, folder: Path) -> str:
    """Replace each `@import url("x.css") layer(y);` by the file's content inside its layer."""

    def content(match: re.Match[str]) -> str:
        text = (folder / match["name"]).read_text("utf-8")
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text

    return _IMPORT.sub(content, css)


def without_spacing(css: str) -> str:
    """The same sheet without its comments and without the spaces that mean nothing."""
    return _SPACING.sub(lambda found: found[1] or found[2] or found[3] or " ", css)


class JoinedManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, after each style sheet has taken in the files it imports."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the style sheets of this project in place, then hand over to WhiteNoise."""
        for name in [] if dry_run else [one for one in paths if _OWN_SHEET.fullmatch(one)]:
            if source := finders.find(name):
                sheet = Path(source)
                css = join_imports(sheet.read_text("utf-8"), sheet.parent)
                Path(self.path(name)).write_text(without_spacing(css), "utf-8")
                paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)
