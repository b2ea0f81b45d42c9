"""Lighthouse, as on a phone of 2016 over a slow network, on the pages that most people see."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from audit.browser import ARGUMENTS

PAGES = {
    "home": "/",
    "list": "/orientation/",
    "service": "/services/ssm-ulysse/",
    "selection": "/selection/?s=ssm-ulysse&s=similes-bruxelles",
}
INDEXED = ("home", "service")
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}


def scores(site: str, folder: Path) -> Iterator[tuple[str, str, float, str]]:
    """For each page and category: the score out of 100, and the audits that took points from it."""
    for page, address in PAGES.items():
        out = folder / f"{page}.json"
        command = [
            *(os.environ["LIGHTHOUSE"], site + address, "--quiet", "--output=json"),
            *(f"--output-path={out}", f"--only-categories={','.join(LEAST)}"),
            f"--chrome-flags=--headless=new {' '.join(one for one in ARGUMENTS if ' ' not in one)}",
        ]
        environment = {**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]}
        _run(command, environment)
        report = json.loads(out.read_text())
        for name, category in report["categories"].items():
            lost = [
                one["id"]
                for one in category["auditRefs"]
                if one["weight"] and (report["audits"][one["id"]]["score"] or 0) < 1
            ]
            yield page, name, (category["score"] or 0) * 100, " ".join(lost)


def _run(command: list[str], environment: dict[str, str]) -> None:
    """On a busy machine the tool may lose the trace of a page; it then asks to be run again itself."""
    for last in (False, False, True):
        done = subprocess.run(command, env=environment, check=last, timeout=300)  # noqa: S603
        if not done.returncode:
            return
