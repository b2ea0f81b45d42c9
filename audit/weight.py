"""Pages as they are sent: their HTML, and what they weigh, compressed."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import brotli

_TAG = re.compile(r"<(?:link|script|img|use)\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(rel|href|src|media)="([^"]*)"')
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
LOADED = {"stylesheet", "preload", "icon", "manifest"}  # what a <link> may have a browser fetch


@dataclass(frozen=True)
class Sent:
    """A page, and its kilobytes: the HTML, with the style sheets it waits for, and with all the rest."""

    source: bytes
    html: float
    first: float
    total: float


def sent(site: str, address: str) -> Sent:
    """What a reader who comes for the first time receives."""
    html, size = _answer(site + address)
    first = total = size
    for link, draws in set(_links(html)):
        _body, weight = _file(urljoin(site + address, link))
        total += weight
        first += weight * draws
    return Sent(html, size / 1_000, first / 1_000, total / 1_000)


def _links(html: bytes) -> Iterator[tuple[str, bool]]:
    """The files that the HTML names, and whether nothing is drawn before they are there."""
    head, _body, _rest = html.decode().partition("<body")
    for found in _TAG.finditer(html.decode()):
        tag = found[0]
        stated = dict(_ATTRIBUTE.findall(tag))
        if tag.startswith("<link") and stated.get("rel") not in LOADED:
            continue
        if link := (stated.get("src") or stated.get("href", "")).partition("#")[0]:
            is_sheet = stated.get("rel") == "stylesheet" and stated.get("media") != "print"
            yield (
                link,
                is_sheet and found.start() < len(head),
            )  # one in the body holds back what follows it


def _answer(address: str) -> tuple[bytes, int]:
    """The bytes, and how many came over the wire."""
    request = Request(address, headers={"Accept-Encoding": "gzip, br"})  # noqa: S310 - the site's own
    try:
        answer = urlopen(request, timeout=60)  # noqa: S310
    except HTTPError as error:
        answer = error  # an error page has a weight too
    with answer:
        body = answer.read()
        packing = answer.headers.get("Content-Encoding", "")
    return UNPACK[packing](body), len(body)


_file = lru_cache(_answer)  # many pages have the same ones
