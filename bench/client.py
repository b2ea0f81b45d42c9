"""A reader as light as can be: requests on kept connections, answers read and thrown away."""

import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from types import TracebackType
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
_ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.I)
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    @property
    def etag(self) -> str:
        """Its ETag, "" without one."""
        found = _ETAG.search(self.head)
        return found[1].decode() if found else ""


def request(address: str, etag: str = "") -> bytes:
    """The bytes that ask for an address; with an ETag, only if it has changed."""
    lines = [f"GET {address} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, br"]
    if etag:
        lines.append(f"If-None-Match: {etag}")
    return "\r\n".join([*lines, "", ""]).encode()


class Connection:
    """A connection that stays open; gunicorn's process that took it answers all its requests."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        try:
            self.socket.connect(str(path))
        except OSError:
            self.socket.close()
            raise

    def ask(self, asked: bytes) -> Answer:
        """The answer to a request."""
        self.send(asked)
        return self.receive()

    def send(self, asked: bytes) -> None:
        """Send a request; `receive` waits for its answer."""
        self.socket.sendall(asked)

    def receive(self) -> Answer:
        """The whole answer."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        status = int(head[9:12])
        stated = _LENGTH.search(head)
        if stated is None and status != 304:
            raise ConnectionError("An answer does not say how long it is")
        length = 0 if status == 304 or stated is None else int(stated[1])
        while len(body) < length:
            body += self._more()
        return Answer(status, head, body)

    def _more(self) -> bytes:
        received = self.socket.recv(262_144)
        if not received:
            raise ConnectionError("The server closed the connection")
        return received

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.socket.close()


def ask_all(connections: Sequence[Connection], asked: Iterable[bytes], status: int) -> int:
    """Ask everything, each connection one request after the other; how many. Raises on another status."""
    left = iter(asked)
    count = 0
    with DefaultSelector() as waiting:
        for connection, each in zip(connections, left, strict=False):
            connection.send(each)
            waiting.register(connection.socket, EVENT_READ, connection)
        while waiting.get_map():
            answering = waiting.select(PATIENCE)
            if not answering:
                raise TimeoutError(f"No answer for {PATIENCE} seconds")
            for key, _events in answering:
                answer = key.data.receive()
                if answer.status != status:
                    raise RuntimeError(f"{answer.status} instead of {status}")
                count += 1
                following = next(left, None)
                if following is None:
                    waiting.unregister(key.fileobj)
                else:
                    key.data.send(following)
    return count
