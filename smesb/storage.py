"""Static files for production: the style sheets joined into one, then hashed and compressed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("(?P<name>[\w./-]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?;')


def join_imports(css: str, folder: Path) -> str:
    """Replace each `@import url("x.css") layer(y);` by the file's content inside its layer."""

    def content(match: re.Match[str]) -> str:
        text = (folder / match["name"]).read_text("utf-8")
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text

    return _IMPORT.sub(content, css)


class JoinedManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, after `css/site.css` has taken in the files it imports."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the style sheets in place, then hand over to WhiteNoise."""
        source = finders.find("css/site.css")
        if source and "css/site.css" in paths and not dry_run:
            sheet = Path(source)
            joined = join_imports(sheet.read_text("utf-8"), sheet.parent)
            Path(self.path("css/site.css")).write_text(joined, "utf-8")
            paths = {**paths, "css/site.css": (self, "css/site.css")}
        yield from super().post_process(paths, dry_run, **options)
