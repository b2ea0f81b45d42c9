"""gunicorn as in production, on a Unix socket: started, watched from outside, stopped."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from types import TracebackType
from typing import Self

from bench.client import Connection, ask_all, request

WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")
WAITED = 300  # seconds for a server to start, at most
TRIED = 2_000  # connections, to have the same number in each process


@dataclass(frozen=True)
class Cost:
    """Requests a second, as the client saw them; milliseconds of processor that each took the workers."""

    rate: float
    cpu: float


class Server:
    """A server of the list, from its start to its end. A worker computes one answer at a time."""

    def __init__(
        self, folder: Path, name: str, application: str, environment: dict[str, str]
    ) -> None:
        self.socket = folder / f"{name}.sock"
        self.log = folder / f"{name}.log"
        self._application = application
        self._environment = {
            **os.environ,
            **environment,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "BIND": f"unix:{self.socket}",
            "WEB_CONCURRENCY": str(WORKERS),
            "WEB_THREADS": "1",
        }

    def __enter__(self) -> Self:
        self._started = perf_counter()
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "gunicorn", self._application]
            self._process = subprocess.Popen(  # noqa: S603
                command, env=self._environment, stdout=log, stderr=log
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            for worker in self.workers():
                os.kill(worker, 9)
            self._process.kill()
            self._process.wait()
        if kind is not None:
            last = self.log.read_text(errors="replace").splitlines()[-15:]
            sys.stderr.write("\n".join([f"{self.log.name}:", *last, ""]))

    def wait(self, address: str) -> float:
        """Wait for its first answer, a 200, to this address: the seconds since the process was started."""
        asked = request(address)
        while perf_counter() - self._started < WAITED:
            if self._process.poll() is not None:
                raise RuntimeError("gunicorn did not start")
            try:
                with Connection(self.socket) as connection:
                    status = connection.ask(asked).status
            except (FileNotFoundError, ConnectionRefusedError):
                sleep(0.01)
                continue
            if status != 200:
                raise RuntimeError(f"The first answer is {status}")
            return perf_counter() - self._started
        raise TimeoutError("gunicorn has no answer")

    def workers(self) -> list[int]:
        """The processes that answer."""
        master = self._process.pid
        return list(map(int, _read(f"/proc/{master}/task/{master}/children").split()))

    @contextmanager
    def connections(self, of_each: int) -> Iterator[list[Connection]]:
        """So many connections to each worker, the workers by turns."""
        workers = self.workers()
        held: dict[int, list[Connection]] = {worker: [] for worker in workers}
        with ExitStack() as stack:
            for _ in range(TRIED):
                if all(len(mine) == of_each for mine in held.values()):
                    break
                connection = Connection(self.socket)
                mine = held[int(connection.ask(request("/bench/process")).body)]
                if len(mine) < of_each:
                    mine.append(stack.enter_context(connection))
                else:
                    connection.socket.close()
            else:
                raise RuntimeError("One worker takes every connection")
            yield [connection for turn in zip(*held.values(), strict=True) for connection in turn]

    def cost(self, asked: Sequence[bytes], status: int = 200) -> Cost:
        """What these requests cost, two at a time for each worker so that none waits for the client."""
        with self.connections(2) as connections:
            before, started = self._cpu(), perf_counter()
            count = ask_all(connections, asked, status)
            seconds = perf_counter() - started
            return Cost(count / seconds, (self._cpu() - before) / count * 1_000)

    def _cpu(self) -> float:
        """Seconds of processor that the workers have taken, in their code and in the kernel."""
        ticks = 0
        for worker in self.workers():
            fields = _read(f"/proc/{worker}/stat").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def memory(self) -> float:
        """The proportional set size of the largest worker, in megabytes."""
        sizes = []
        for worker in self.workers():
            lines = _read(f"/proc/{worker}/smaps_rollup").splitlines()
            sizes += [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
        return max(sizes) * 1_024 / 1_000_000


def _read(path: str) -> str:
    return Path(path).read_text()
