"""The list page of services whose waits are known, beside the same page where nobody has said any.

    python -m bench.waits        (`make bench` gives it the environment)

1,000 services, 200 observations of each over 18 months. Two processes, one for each database, take turns
of twenty addresses; their processor time is compared turn by turn.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import django

from bench.databases import make, manage
from bench.report import Line, table

SERVICES, OBSERVATIONS, DAYS = 1_000, 200, 540
TURNS, TURN, BEFORE = 40, 20, 300  # turns, addresses of a turn, addresses that do not count


def main() -> int:
    """Fill one of two databases, have both answer, and say what waits cost."""
    with TemporaryDirectory(prefix="smesb-") as folder:
        os.environ["BENCH_FOLDER"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        manage("sqlite://:memory:", "collectstatic", "--noinput")
        keep = Path(os.environ["BENCH_KEEP"]) if os.environ.get("BENCH_KEEP") else None
        without = make("sqlite", SERVICES, Path(folder), keep)
        told = f"{without}.told"
        shutil.copyfile(without.removeprefix("sqlite:///"), told.removeprefix("sqlite:///"))
        _one_process(told, "fill").wait()
        sys.stdout.write(table("Waiting times (SQLite)", lines(without, told)))
    return 0


def lines(without: str, told: str) -> Iterator[Line]:
    """The figures."""
    silent, speaking = (_one_process(url, "answer") for url in (without, told))
    first = [_figures(process) for process in (silent, speaking)]
    turns = [(_turn(speaking), _turn(silent)) for _turn_number in range(TURNS)]
    for process in (silent, speaking):
        process.communicate()
    known = f"{SERVICES:,} services × {OBSERVATIONS} observations"
    yield Line(
        f"page with {known} ÷ without any",
        median(speaks / silent_one for speaks, silent_one in turns),
        most=1,
        aside=f"{median(one for one, _other in turns) / TURN * 1000:.2f} ms",
    )
    yield Line("SQL queries more", first[1]["queries"] - first[0]["queries"], most=0)
    yield Line("start of a process, more", first[1]["start"] - first[0]["start"], " s")
    yield Line("the page of all waits, counted anew", first[1]["counted"], " s")


def _one_process(url: str, task: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bench.waits", task],
        env={**os.environ, "DATABASE_URL": url, "DEMO": "on", "PAGE_CACHE": "off"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _figures(process: "subprocess.Popen[str]") -> dict[str, float]:
    said: Any = process.stdout
    found: dict[str, float] = json.loads(said.readline())
    return found


def _turn(process: "subprocess.Popen[str]") -> float:
    """Have a process answer its next addresses; its seconds of processor."""
    asked: Any = process.stdin
    said: Any = process.stdout
    asked.write("\n")
    asked.flush()
    return float(said.readline())


def fill() -> None:
    """Make up what was said: most of it for everyone, some for a public or an age."""
    from django.utils import timezone

    from directory.models import Service, TargetGroup, WaitingTime

    chance, today = Random(1), timezone.localdate()  # noqa: S311 - chance need not be safe here
    groups = list(TargetGroup.objects.all()[:4])
    rows = []
    for service in Service.objects.values_list("pk", flat=True):
        for _number in range(OBSERVATIONS):
            state = chance.choice(("open", "waiting", "waiting", "suspended", "crisis", "closed"))
            weeks = chance.randint(0, 30) if state in ("open", "waiting") else None
            rows.append(
                WaitingTime(
                    service_id=service,
                    state=state,
                    weeks_from=weeks,
                    weeks_to=None if weeks is None else weeks + chance.randint(0, 9),
                    observed_on=today - timedelta(days=chance.randint(0, DAYS)),
                    said_by=chance.choice(("service", "coordinator", "professional")),
                    group=groups[service % 4] if chance.random() < 0.1 else None,
                    age_min=18 if chance.random() < 0.05 else None,
                )
            )
    WaitingTime.objects.bulk_create(rows, batch_size=5_000)


def answer() -> None:
    """Say what a start costs; then, for each line read, answer some addresses and say how long that took."""
    from django.test import Client
    from django.utils import timezone

    from bench.addresses import addresses
    from bench.inside import most_queries
    from directory.waits_counted import count
    from orientation import live

    started = perf_counter()
    catalogue = live.current()
    between = perf_counter()
    count(timezone.localdate())
    counted = perf_counter() - between
    asked = addresses(catalogue, BEFORE + TURNS * TURN)
    client = Client(SERVER_NAME="localhost", headers={"Accept-Encoding": "gzip, br"})
    for address in asked[:BEFORE]:
        client.get(address)
    figures = {
        "start": between - started,
        "counted": counted,
        "queries": most_queries(asked[:TURN]),
    }
    print(json.dumps(figures), flush=True)  # noqa: T201
    left = iter(asked[BEFORE:])
    for _line in sys.stdin:
        before = process_time()
        for _number in range(TURN):
            client.get(next(left))
        print(process_time() - before, flush=True)  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    django.setup()
    {"fill": fill, "answer": answer}[sys.argv[1]]()
