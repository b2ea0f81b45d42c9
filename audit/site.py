"""The site as in production, for one run: a database, static files and gunicorn in a temporary folder."""

import http.client
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

WAITED = 60  # seconds for the server to start, at most
PASSWORD = secrets.token_urlsafe(15)


def make(folder: Path) -> None:
    """Fill a database with the reference data, the starter services, demo waits and a few rare states."""
    os.environ.update(
        AUDIT_FOLDER=str(folder),
        DATABASE_URL=f"sqlite:///{folder}/audit.sqlite3",
        DJANGO_SETTINGS_MODULE="audit.settings",
        SITE_URL=f"http://127.0.0.1:{_free_port()}",
        DEBUG="off",
        DEMO="on",
        EMAIL_URL="memory:",
    )
    run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    run("manage.py", "migrate", "--verbosity", "0")
    run("manage.py", "create_roles")
    run("manage.py", "load_reference")
    run("manage.py", "import_services", "fixtures/services_starter.csv")
    run("manage.py", "load_readings", "fixtures/starter_readings.toml")
    run("manage.py", "load_demo")
    run("-m", "audit.fill", PASSWORD)


def run(*command: str) -> str:
    """What one command of Python prints; raises, after its words, when it fails."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise RuntimeError(f"{' '.join(command[:2])} failed")
    return done.stdout


@contextmanager
def served(folder: Path, demo: bool = True) -> Iterator[str]:
    """The address of the site while it answers."""
    site = os.environ["SITE_URL"]
    host = site.removeprefix("http://")
    environment = {**os.environ, "BIND": host, "DEMO": "on" if demo else "off"}
    log = folder / "gunicorn.log"
    with log.open("ab") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "smesb.wsgi"],
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        _wait(host, server)
        yield site
    except BaseException:
        sys.stderr.write("\n".join([*log.read_text(errors="replace").splitlines()[-15:], ""]))
        raise
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(host: str, server: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + WAITED
    while monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError("gunicorn has no answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
