"""Reading the whole répertoire with every core: at the start of the server, before it has threads.

Each process reads its share of the services in a transaction of its own, and all must have read the same
revision; if they have not, or if one fails, the answer is None and the caller reads alone.
"""

import logging
import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from django.db import connections

from orientation.draft import Draft

logger = logging.getLogger(__name__)
# A revision, and the part of a draft that was written at it: the share `index` of `count`.
Part = tuple[tuple[int, str], Draft]
Write = Callable[[int, int], Part]
HANDS = min(os.cpu_count() or 1, 4)  # more would wait for the database
_fork = get_context("fork")


def write_together(write: Write, hands: int = HANDS) -> Part | None:
    """Have `hands` processes, this one included, write a share each; the whole, or None."""
    connections.close_all()  # no connection survives a fork
    helpers = []
    for index in range(1, hands):
        here, there = _fork.Pipe(duplex=False)
        helper = _fork.Process(target=_write, args=(write, index, hands, there), daemon=True)
        helper.start()
        there.close()
        helpers.append((helper, here))
    try:
        revision, whole = write(0, hands)
        for _helper, here in helpers:
            other_revision, part = here.recv()
            if other_revision != revision:
                return None
            whole.join(part)
        return revision, whole
    except EOFError:
        logger.warning("A process that helped to read the répertoire has failed")
        return None
    finally:
        for helper, here in helpers:
            here.close()
            helper.join()


def _write(write: Write, index: int, count: int, answer: Connection) -> None:
    answer.send(write(index, count))
    connections.close_all()
