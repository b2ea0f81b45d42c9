"""The application as gunicorn serves it, with the ready contexts of the addresses in the file BENCH_READY."""

import gc
import os
from pathlib import Path

from django.db import connections

from smesb.wsgi import application

__all__ = ["application"]


def prepare() -> None:
    """Have the contexts before the processes are forked, which share them."""
    from bench import ready  # it imports models, for which Django has to be set up

    gc.unfreeze()
    ready.prepare(Path(os.environ["BENCH_READY"]).read_text().splitlines())
    connections.close_all()
    gc.collect()
    gc.freeze()


prepare()
