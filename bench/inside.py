"""What is measured without a server: `python -m bench.inside ADDRESSES COUNT matching|queries`.

Writes that many addresses in the file ADDRESSES; prints the figures as JSON.
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django

COUNTED = 300  # addresses whose queries are counted
ASKED, ASKED_OF_A_MILLION = 1_000, 200  # questions that are timed


def main(file: str, count: int, matching: bool) -> dict[str, float]:
    """The figures."""
    from django.http import QueryDict

    from bench.addresses import addresses
    from bench.matching import measured, tiled
    from orientation import live
    from orientation.filters import OrientationFilter

    catalogue = live.current()
    found = addresses(catalogue, count)
    Path(file).write_text("\n".join(found))
    figures: dict[str, float] = {"queries": most_queries(found[-COUNTED:])}
    if matching:
        queries = [QueryDict(urlsplit(address).query) for address in found[:ASKED]]
        asked = [OrientationFilter(query, catalogue).situation for query in queries]
        figures["match"], figures["loop"] = measured(catalogue, asked)
        times = max(1, 1_000_000 // catalogue.snapshot.size)
        million = tiled(catalogue, times)
        figures["slots"] = million.snapshot.size
        asked = asked[:ASKED_OF_A_MILLION]
        figures["million_match"], figures["million_loop"] = measured(million, asked)
    return figures


def most_queries(asked: list[str]) -> int:
    """The most SQL queries that one of these addresses makes; raises if one does not answer 200."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    most = 0
    for address in asked:
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        if status != 200:
            raise RuntimeError(f"{status} for {address}")
        most = max(most, len(queries))
    return most


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "matching")))
