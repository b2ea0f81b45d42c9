"""Several people at the same moment, each with a connection to the database as a process has."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, connections

T = TypeVar("T")


class Crowd:
    """Runs something in several threads at once, for a test with `transaction=True`.

    SQLite's test database lives in memory, where connections share what files do not: there the crowd
    works on a copy of it in a file, which only the crowd sees.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "crowd.sqlite3"
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(self.file) as copy:
                connection.connection.backup(copy)
            copy.close()

    def each(self, act: Callable[[int], T], people: int = 4) -> list[T]:
        """What `act` returns to each person, all having begun together."""
        start = threading.Barrier(people)

        def one(number: int) -> T:
            own: Any = connection.copy()
            if connection.vendor == "sqlite":
                own.settings_dict["NAME"] = str(self.file)
            connections["default"] = own
            start.wait()
            try:
                return act(number)
            finally:
                own.close()

        with ThreadPoolExecutor(people) as pool:
            return list(pool.map(one, range(people)))

    def see(self, look: Callable[[], T]) -> T:
        """What the crowd's database holds."""
        return self.each(lambda _number: look(), people=1)[0]
