"""The Nu HTML checker on the HTML that was kept, all files in one go, without the network."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from audit.found import Found


def check(sources: Path) -> Iterator[Found]:
    """Its errors and warnings."""
    command = ["java", "-Xss4m", "-jar", os.environ["VNU"], "--format", "json", "--exit-zero-always"]
    done = subprocess.run(  # noqa: S603
        [*command, "--skip-non-html", str(sources)], capture_output=True, text=True, check=False
    )
    try:
        messages = json.loads(done.stderr)["messages"]
    except ValueError as error:
        raise RuntimeError(f"The HTML checker failed: {done.stderr[-500:]}") from error
    for message in messages:
        name = message.get("url", "").rpartition("/")[2].removesuffix(".html")
        kind = message.get("subType", message["type"])
        what = f"{kind}: {message['message']} {message.get('extract', '')}"
        yield Found("html", what, name.replace("|", "/"))
