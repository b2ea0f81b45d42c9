"""Databases of fictional services: made once a run, or kept from one run to the next in BENCH_KEEP."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

SEED = 1


def make(database: str, size: int, folder: Path, keep: Path | None) -> str:
    """The address of a database with that many services, this run's own."""
    sys.stderr.write(f"{database}: {size:,} services\n")
    return (_sqlite if database == "sqlite" else _postgresql)(size, folder, keep)


def _sqlite(size: int, folder: Path, keep: Path | None) -> str:
    file = folder / f"n{size}.sqlite3"
    url = f"sqlite:///{file}"
    kept = keep / file.name if keep else None
    if kept and kept.exists():
        shutil.copyfile(kept, file)
        manage(url, "migrate")
    else:
        _generate(url, size)
        if kept:
            shutil.copyfile(file, kept)
    return url


def _postgresql(size: int, folder: Path, keep: Path | None) -> str:
    server = os.environ["POSTGRES_URL"].rpartition("/")[0]
    name = f"n{size}"
    url = f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    kept = keep / f"{name}.dump" if keep else None
    if kept and kept.exists():
        _run("pg_restore", "--no-owner", f"--dbname={url}", str(kept))
        manage(url, "migrate")
    else:
        _generate(url, size)
        if kept:
            _run("pg_dump", "--format=custom", f"--file={kept}", url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # now, not while something is measured
    return url


def _generate(url: str, size: int) -> None:
    manage(url, "migrate")
    manage(url, "load_reference")
    manage(url, "generate_services", str(size), "--seed", str(SEED))


def manage(url: str, *command: str) -> None:
    """One command of the project on a database; raises, after its words, when it fails."""
    _run(sys.executable, "manage.py", *command, DATABASE_URL=url, DEMO="on")


def _run(*command: str, **environment: str) -> None:
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise RuntimeError(f"{command[:3]} failed")
