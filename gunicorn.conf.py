"""How gunicorn serves SMES-B: `gunicorn smesb.wsgi`, behind a proxy that speaks TLS.

Each value has its reason. BIND, WEB_CONCURRENCY and WEB_THREADS change what depends on the machine.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

# The proxy stands on the same machine, and also says which scheme the reader used.
bind = os.environ.get("BIND", "127.0.0.1:8000")

# Work is computing: one process a core is enough, two at least so that one slow page never stops the others.
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, os.cpu_count() or 1))

# Threads wait for slow readers and for the database without holding a process; they share its memory.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)

# A page takes milliseconds, an import of a large file some seconds. Beyond this, the process is stuck.
timeout = 60
graceful_timeout = 30

# The code and the répertoire are read once, then shared by the processes (smesb.wsgi closes its connections).
preload_app = True

# The heartbeat file in memory: on a busy disk, writing it would look like a stuck process.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# An address may hold a whole question and thirty chosen services.
limit_request_line = 8190

# gunicorn would listen for orders on a socket under $HOME; systemd or the container gives them here.
control_socket_disable = True

# A line a request: when, how, which path, with which result. What people seek here is about their health, so
# neither the search (the query string, which Referer repeats) nor who asks (address, browser) is kept.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(path)s %(s)s %(B)s bytes %(M)s ms"
errorlog = "-"


class PathOnlyLogger(Logger):
    """Knows `path`, which the stock log always shows with its query or decoded, and nothing after `?`."""

    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any
    ) -> dict[str, Any]:
        """What a line may hold; the path stays percent-encoded, so that no request forges a line."""
        path = quote(req.path, safe="/%").partition("%3F")[0].partition("%3f")[0]
        return {**super().atoms(resp, req, environ, request_time), "path": path}

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Report a failed request by its path."""
        super().exception(msg, *(str(arg).partition("?")[0] for arg in args), **kwargs)


logger_class = PathOnlyLogger
