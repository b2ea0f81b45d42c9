"""What a page weighs on the wire, compressed: what draws the first view, and everything it loads."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

_TAG = re.compile(r"<(?:link|script|img|use)\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(rel|href|src|media)="([^"]*)"')
LOADED = {"stylesheet", "preload", "icon", "manifest"}  # what a <link> may have a browser fetch


@dataclass(frozen=True)
class Weight:
    """Kilobytes of a page: its HTML, with the style sheets it waits for, and with all the rest."""

    html: float
    first: float
    total: float


def weigh(site: str, address: str) -> Weight:
    """What a reader who comes for the first time receives."""
    html, size = _answer(site + address)
    first = total = size
    for link, draws in set(_links(html)):
        _body, weight = _answer(urljoin(site + address, link))
        total += weight
        first += weight * draws
    return Weight(size / 1_000, first / 1_000, total / 1_000)


def _links(html: bytes) -> Iterator[tuple[str, bool]]:
    """The files that the HTML names, and whether nothing is drawn before they are there."""
    for tag in _TAG.findall(html.decode()):
        stated = dict(_ATTRIBUTE.findall(tag))
        if tag.startswith("<link") and stated.get("rel") not in LOADED:
            continue
        if link := (stated.get("src") or stated.get("href", "")).partition("#")[0]:
            draws = stated.get("rel") == "stylesheet" and stated.get("media") != "print"
            yield link, draws


@lru_cache
def _answer(address: str) -> tuple[bytes, int]:
    """The bytes, and how many came over the wire."""
    request = Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - the site's own
    try:
        answer = urlopen(request, timeout=60)  # noqa: S310
    except HTTPError as error:
        answer = error  # an error page has a weight too
    with answer:
        sent = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(sent) if packed else sent, len(sent)
