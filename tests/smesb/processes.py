"""A site of two gunicorn processes over a database of its own, and a browser to each of them."""

import os
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen, TimeoutExpired, run
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener
from uuid import uuid4

import psycopg
from django.conf import settings

from tests.smesb.reader import plain

BASE = Path(settings.BASE_DIR)


class Database:
    """An empty database beside that of the tests, on the same kind of server; it can be put back."""

    def __init__(self, folder: Path) -> None:
        self.backup_file = folder / "backup"
        self.is_file = settings.SQLITE
        self.file, self.name = folder / "site.sqlite3", f"two_processes_{uuid4().hex[:12]}"
        server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
        self.server = f"{server}/postgres"
        self.url = f"sqlite:///{self.file}" if self.is_file else f"{server}/{self.name}"

    def create(self) -> None:
        """Make it, without a table."""
        if not self.is_file:
            self._on_server(f"CREATE DATABASE {self.name}")

    def drop(self) -> None:
        """Take it away, whoever is connected."""
        if not self.is_file:
            self._on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _on_server(self, sql: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql.encode())

    def back_up(self) -> None:
        """Keep it as it is now."""
        if self.is_file:
            _copy(self.file, self.backup_file)
        else:
            options = ["--clean", "--if-exists", f"--file={self.backup_file}"]
            run(  # noqa: S603 -- PostgreSQL's
                [_program("pg_dump"), self.url, *options], check=True
            )

    def restore(self) -> None:
        """Put it back as it was then, while the site is running."""
        if self.is_file:
            _copy(self.backup_file, self.file)
        else:
            options = ["--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
            command = [_program("psql"), self.url, *options, f"--file={self.backup_file}"]
            run(command, check=True, stdout=DEVNULL)  # noqa: S603 -- PostgreSQL's


def _copy(source: Path, target: Path) -> None:
    """As `sqlite3 .backup` and `.restore` do."""
    one, other = sqlite3.connect(source), sqlite3.connect(target)
    one.backup(other)
    one.close()
    other.close()


def _program(name: str) -> str:
    """Where a program of PostgreSQL is."""
    found = shutil.which(name) or max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), default="")
    assert found, f"There is no {name} here."
    return str(found)


class Process:
    """One gunicorn with one worker, on a port of its own of this machine, and a browser to it."""

    def __init__(self, database: Database, log: Path) -> None:
        self.log = log
        self.browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        handle = listening.fileno()
        command = [sys.executable, "-m", "gunicorn", "smesb.wsgi", "--workers=1"]
        with log.open("wb") as written:
            self.running = Popen(  # noqa: S603 -- our own program
                [*command, f"--bind=fd://{handle}"],
                cwd=BASE,
                env={**os.environ, "DATABASE_URL": database.url},
                stdout=written,
                stderr=STDOUT,
                pass_fds=[handle],
            )
        listening.close()

    def wait(self) -> None:
        """Return once it answers."""
        for _time in range(200):
            assert self.running.poll() is None, self.log.read_text()
            try:
                assert self.get("/healthz") == "ok\n"
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        """End it, gently if it lets itself be ended."""
        self.running.terminate()
        try:
            self.running.wait(10)
        except TimeoutExpired:
            self.running.kill()
            self.running.wait()

    def get(self, path: str) -> str:
        """The page at a path, which must answer."""
        with self.browser.open(self.address + path, timeout=60) as answer:
            return plain(answer.read().decode())

    def post(self, path: str, **changes: str) -> str:
        """Send the form of a page as it stands, but for some fields; the page that it leads to."""
        fields = Fields(self.get(path)).values
        sent = urlencode([*((k, v) for k, v in fields if k not in changes), *changes.items()])
        with self.browser.open(self.address + path, sent.encode(), timeout=60) as answer:
            return plain(answer.read().decode())


class Fields(HTMLParser):
    """What a browser would send for the fields of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._select = self._textarea = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a field holds."""
        stated = {name: value or "" for name, value in attrs}
        name, kind = stated.get("name", ""), stated.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in stated and self._select:
            self.values.append((self._select, stated.get("value", "")))
        elif tag == "textarea" and name:
            self._textarea = name
            self.values.append((name, ""))
        elif tag == "input" and name and kind in ("checkbox", "radio"):
            if "checked" in stated:
                self.values.append((name, stated.get("value", "on")))
        elif tag == "input" and name and kind not in ("submit", "button", "reset", "file"):
            self.values.append((name, stated.get("value", "")))

    def handle_data(self, data: str) -> None:
        """Note what a text area holds; its first line break is no part of it."""
        if self._textarea:
            _name, before = self.values.pop()
            self.values.append((self._textarea, before + data))

    def handle_endtag(self, tag: str) -> None:
        """A field ends."""
        if tag == "textarea":
            name, text = self.values.pop()
            self.values.append((name, text.removeprefix("\r\n").removeprefix("\n")))
            self._textarea = ""
        elif tag == "select":
            self._select = ""


class Site:
    """Two processes over one database; a third, `run`, comes and goes."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder)
        self.processes: list[Process] = []
        self.folder = folder

    def start(self) -> None:
        """Start both."""
        for name in ("one", "other"):
            self.processes.append(Process(self.database, self.folder / f"{name}.log"))
        for process in self.processes:
            process.wait()

    def run(self, *command: str) -> None:
        """Run a command of manage.py: `run("shell", "-c", code)`."""
        done = run(  # noqa: S603 -- our own program
            [sys.executable, "manage.py", *command],
            cwd=BASE,
            env={**os.environ, "DATABASE_URL": self.database.url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def read(self, path: str) -> list[str]:
        """The page at a path, as each process shows it."""
        return [process.get(path) for process in self.processes]


@contextmanager
def a_site(folder: Path) -> Iterator[Site]:
    """A site without anything in its tables, not started yet; nothing of it stays."""
    site = Site(folder)
    site.database.create()
    try:
        site.run("migrate", "--verbosity=0")
        yield site
    finally:
        for process in site.processes:
            process.stop()
        site.database.drop()
