"""The Nu HTML checker on the HTML that was kept, all files in one go, without the network."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from audit.found import Found

# A table that stands as blocks on a phone states its own roles, which Safari would forget. They are the roles
# that its elements have by themselves: ARIA in HTML advises against saying them, and forbids nothing.
_OF_A_TABLE = re.compile(
    "“role” attribute must not be used on a “t[rdh]” element"
    "|role is unnecessary for element “t(able|body|d|h|head|r)”"
    "|“aria-colspan” is unnecessary"
)


def keep(sources: Path, address: str, html: bytes) -> None:
    """Write a page to a file that is named after its address."""
    (sources / f"{address.replace('/', '|')[:200]}.html").write_bytes(html)


def check(sources: Path) -> Iterator[Found]:
    """Its errors and warnings, but for the roles of tables."""
    command = [
        "java",
        "-Xss4m",
        "-jar",
        os.environ["VNU"],
        "--format",
        "json",
        "--exit-zero-always",
    ]
    done = subprocess.run(  # noqa: S603
        [*command, "--skip-non-html", str(sources)], capture_output=True, text=True, check=False
    )
    try:
        messages = json.loads(done.stderr)["messages"]
    except ValueError as error:
        raise RuntimeError(f"The HTML checker failed: {done.stderr[-500:]}") from error
    for message in messages:
        if _OF_A_TABLE.search(message["message"]):
            continue
        name = unquote(message.get("url", "").rpartition("/")[2].removesuffix(".html"))
        kind = message.get("subType", message["type"])
        what = f"{kind}: {message['message']} {message.get('extract', '')}"
        yield Found("html", what, name.replace("|", "/"))
