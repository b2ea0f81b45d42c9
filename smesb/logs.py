"""What no log keeps: searches and the signed links of services, behind the `?` (or %3F) of an address."""

import logging
import re

_QUERY = re.compile(r"(?:\?|%3[Ff])\S*")


class PathOnly(logging.Filter):
    """Cuts the query off the requests that Django and its server log; gunicorn.conf.py does for its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, without what follows `?` in its parts."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("", part) if isinstance(part, str) else part for part in record.args
            )
        return True
