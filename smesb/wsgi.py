"""The application as gunicorn serves it."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application
from django.db import Error, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smesb.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Read the répertoire before the first request; where processes are forked, they share it.

    No connection may be open at a fork. A database that does not answer yet is asked again by the
    requests.
    """
    from orientation import live

    try:
        live.prepare()
    except Error:
        logging.getLogger(__name__).exception("The répertoire could not be read at the start")
    connections.close_all()
    gc.collect()
    gc.freeze()  # so that a collection in a process does not copy what all of them share


warm_up()
