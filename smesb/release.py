"""Which release of the site this is, so that a browser never keeps a page of the one before."""

from hashlib import sha256
from pathlib import Path

_PARTS = ("smesb", "directory", "orientation", "templates", "locale", "static", "fixtures")
_KINDS = (".py", ".html", ".mo", ".css", ".js", ".svg", ".toml")


def release(base: Path) -> str:
    """A short name of what the files hold that pages are made of: the same on every machine."""
    files = sorted(
        path for part in _PARTS for path in (base / part).rglob("*") if path.suffix in _KINDS
    )
    seen = sha256()
    for path in files:
        seen.update(str(path.relative_to(base)).encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:8]
