"""Which release of the site this is, so that a browser never keeps a page of the one before."""

from hashlib import sha256
from pathlib import Path

_PARTS = ("smesb", "directory", "orientation", "templates", "locale", "static")
_KINDS = (".py", ".html", ".mo", ".css", ".js", ".svg")


def release(base: Path) -> str:
    """A short name that changes whenever a file the pages are made of does; read once, at the start."""
    files = sorted(
        path for part in _PARTS for path in (base / part).rglob("*") if path.suffix in _KINDS
    )
    seen = sha256()
    for path in files:
        seen.update(f"{path.relative_to(base)} {path.stat().st_mtime_ns}\n".encode())
    return seen.hexdigest()[:8]
