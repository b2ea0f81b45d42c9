"""The list page, beside what it is measured against. The bounds stand here; a figure never fails the run.

    bin/with-postgres python -m bench.list_page        (`make bench` gives it the environment)

A page, A and B are asked by turns of the same servers, of every size, that all run during the whole
measure. « page ÷ A » compares rates: pages for one A, by the processor time that the workers take for a
request. Where the cores also run the client and PostgreSQL, the rates that the client sees measure these
too; they stand beside.

BENCH_SIZES="1000 100000", BENCH_DATABASES="sqlite" and BENCH_PAGES=2000 shorten it; BENCH_KEEP=folder keeps
the databases for the next time.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.client import Connection, request
from bench.databases import make, manage
from bench.ending import end_as_an_error
from bench.report import Line, table
from bench.server import Cost, Server

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 10000 100000").split()]
DATABASES = os.environ.get("BENCH_DATABASES", "sqlite postgresql").split()
PAGES = int(os.environ.get("BENCH_PAGES", "20000"))  # addresses of each size, none asked twice
ROUNDS = 10  # and one before them that does not count
READY = 300  # contexts that are ready
ASKED = 1_000  # times that what takes less than a millisecond is asked in a round
EDITS = 15
READ = 4_000  # pages before the memory of a process is looked at
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NAMES = {
    "page": "page",
    "A": "ready page (A)",
    "B": "hello (B)",
    "again": "page asked again",
    "304": "304",
    "query": "view of one query",
}
Costs = Mapping[str, list[Cost]]


@dataclass(frozen=True)
class Site:
    """A database of one size, its addresses, and what was measured without a server."""

    size: int
    url: str
    folder: Path
    figures: Mapping[str, float]

    @property
    def addresses(self) -> list[str]:
        """Those to ask; the contexts of the last READY ones are ready."""
        return (self.folder / f"{self.size}.txt").read_text().splitlines()

    def ready(self) -> Server:
        """A server without a cache of pages, which has the baselines."""
        file = self.folder / f"{self.size}.ready.txt"
        file.write_text("\n".join(self.addresses[-READY:]))
        return self._server("bench.wsgi", "off", BENCH_READY=str(file))

    def production(self) -> Server:
        """The server of production."""
        return self._server("smesb.wsgi", "on")

    def _server(self, application: str, page_cache: str, **more: str) -> Server:
        environment = {"DATABASE_URL": self.url, "PAGE_CACHE": page_cache, **more}
        return Server(self.folder, f"{application}-{self.size}", application, environment)


def main() -> int:
    """Measure on each database; 1 if something did not run."""
    failed = False
    with TemporaryDirectory(prefix="smesb-") as folder:
        os.environ["BENCH_FOLDER"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        manage("sqlite://:memory:", "collectstatic", "--noinput")
        for database in DATABASES:
            place = Path(folder) / database
            place.mkdir()
            try:
                lines = list(measure(database, place))
            except Exception:
                traceback.print_exc()
                failed = True
            else:
                title = f"{TITLES[database]} (bounds are meant for 100,000 services)"
                sys.stdout.write(table(title, lines))
                sys.stdout.flush()
    return int(failed)


def measure(database: str, folder: Path) -> Iterator[Line]:
    """Every figure of a database."""
    keep = Path(os.environ["BENCH_KEEP"]) if os.environ.get("BENCH_KEEP") else None
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    sites = []
    for size in SIZES:
        url = make(database, size, folder, keep)
        sites.append(Site(size, url, folder, inside(size, url, folder, size == max(SIZES))))
    smallest, largest = sites[SIZES.index(min(SIZES))], sites[SIZES.index(max(SIZES))]
    yield from pages(sites, smallest, largest)
    yield from matching(largest)
    for site in sites:
        yield Line(
            f"SQL queries of a page at {site.size:,}, at most", site.figures["queries"], most=3
        )
    yield from production(largest)


def inside(size: int, url: str, folder: Path, matching: bool) -> dict[str, float]:
    """What is measured without a server; writes the addresses."""
    count = PAGES + PAGES // ROUNDS + READY
    step = "matching" if matching else "queries"
    command = [sys.executable, "-m", "bench.inside", str(folder / f"{size}.txt"), str(count), step]
    environment = {**os.environ, "DATABASE_URL": url, "PAGE_CACHE": "off"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def pages(sites: Sequence[Site], smallest: Site, largest: Site) -> Iterator[Line]:
    """Pages beside A and B, at every size by turns; then an edit."""
    with ExitStack() as stack:
        servers = [stack.enter_context(site.ready()) for site in sites]
        for server in servers:
            server.wait("/bench/hello")
        costs = [by_turns(site, server) for site, server in zip(sites, servers, strict=True)]
        found: dict[int, dict[str, list[Cost]]] = {site.size: {} for site in sites}
        for turn in range(ROUNDS + 1):
            sys.stderr.write(f"round {turn} of {ROUNDS}\n")
            for site, each in zip(sites, costs, strict=True):
                for kind, cost in next(each).items():
                    if turn:
                        found[site.size].setdefault(kind, []).append(cost)
        large, small = found[largest.size], found[smallest.size]
        at = f"page at {largest.size:,}"
        yield ratio(f"{at} ÷ ready page (A)", large["A"], large["page"], least=1.0)
        yield ratio(f"{at} ÷ hello (B), aim 0.2", large["B"], large["page"], least=0.12)
        yield ratio(
            f"cost of a {at} ÷ at {smallest.size:,}", large["page"], small["page"], most=1.5
        )
        for size, measured in found.items():
            yield from plain(size, measured)
        yield edits(largest, servers[sites.index(largest)])


def by_turns(site: Site, server: Server) -> Iterator[dict[str, Cost]]:
    """What the next pages cost, and A and B beside them; no address comes twice."""
    addresses = site.addresses[:-READY]
    ready = [
        address.replace("/orientation/", "/bench/ready/", 1) for address in site.addresses[-READY:]
    ]
    step = PAGES // ROUNDS
    for start in range(0, len(addresses) - step + 1, step):
        yield {
            "page": server.cost([request(address) for address in addresses[start : start + step]]),
            "A": server.cost([request(address) for address in ready]),
            "B": server.cost([request("/bench/hello")] * ASKED),
        }


def ratio(
    what: str,
    above: Sequence[Cost],
    below: Sequence[Cost],
    least: float | None = None,
    most: float | None = None,
) -> Line:
    """The median over the rounds of the ratio of two costs."""
    pairs = list(zip(above, below, strict=True))
    figure = median(one.cpu / other.cpu for one, other in pairs)
    seen = median(other.rate / one.rate for one, other in pairs)
    return Line(what, figure, least=least, most=most, aside=f"({seen:.2f} as the client sees it)")


def plain(size: int, measured: Costs) -> Iterator[Line]:
    """What each kind of request costs."""
    for kind, costs in measured.items():
        cpu, rate = median(cost.cpu for cost in costs), median(cost.rate for cost in costs)
        yield Line(f"  {NAMES[kind]} at {size:,}", cpu, " ms", aside=f"({rate:,.0f} a second)")


def edits(site: Site, server: Server) -> Line:
    """What an edit adds to the next request in each process: the same page before and after it."""
    asked = [request(address) for address in site.addresses[-EDITS:]]
    environment = {**os.environ, "DATABASE_URL": site.url}
    command = [sys.executable, "-m", "bench.editor"]
    ordinary, after = [], []
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as editor:
        edit(editor)  # it is there
        for each in asked:
            with server.connections(1) as connections:
                for connection in connections:
                    connection.ask(each)  # it is up to date
                ordinary += [timed(connection, each) for connection in connections]
                edit(editor)
                after += [timed(connection, each) for connection in connections]
    added = [late - usual for late, usual in zip(after, ordinary, strict=True)]
    usual = f"an ordinary one {median(ordinary) * 1_000:.0f} ms"
    aside = f"({usual}; adds {max(added) * 1_000:.0f} ms at most, in {len(added)} requests)"
    what = f"an edit adds to the next request of a process at {site.size:,}"
    return Line(what, median(added) * 1_000, " ms", most=30, aside=aside)


def edit(editor: "subprocess.Popen[bytes]") -> None:
    """Have a service saved, and wait until it is."""
    if editor.stdin is None or editor.stdout is None:
        raise RuntimeError("The editor has no ears")
    editor.stdin.write(b"save\n")
    editor.stdin.flush()
    if not editor.stdout.readline():
        raise RuntimeError("The editor has stopped")


def timed(connection: Connection, asked: bytes) -> float:
    """Seconds until the answer."""
    started = perf_counter()
    answer = connection.ask(asked)
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} instead of 200")
    return perf_counter() - started


def matching(site: Site) -> Iterator[Line]:
    """Matching beside a plain loop."""
    found = site.figures
    for size, name, most in ((site.size, "", 3), (int(found["slots"]), "million_", None)):
        answer, loop = found[f"{name}match"] * 1_000, found[f"{name}loop"] * 1_000
        aside = f"({answer:.3g} ms, loop {loop:.3g} ms)"
        what = f"matching with all counts at {size:,} ÷ loop of 200 ANDs"
        yield Line(what, answer / loop, most=most, aside=aside)


def production(site: Site) -> Iterator[Line]:
    """The server of production: its start, its kept pages, its memory."""
    at = f"at {site.size:,}"
    with site.production() as server:
        yield Line(f"process to first 200 {at}", server.wait("/orientation/"), " s", most=10)
        yield from kept_pages(site, server)
        asked = [request(address) for address in site.addresses[: min(READ, PAGES)]]
        server.cost(asked)
        memory = server.memory()
        edits(site, server)
        aside = f"({memory:.0f} MB before; {len(asked):,} pages in three languages)"
        yield Line(
            f"PSS of a worker after edits {at}", server.memory(), " MB", most=300, aside=aside
        )


def kept_pages(site: Site, server: Server) -> Iterator[Line]:
    """A page asked again, and one that the reader has already."""
    some = [address for address in site.addresses[-READY:] if "ouvert" not in address][:20]
    with server.connections(1) as connections:
        for connection in connections:  # each process keeps its own
            tags = [connection.ask(request(address)).etag for address in some]
    kinds = {
        "again": ([request(address) for address in some] * (ASKED // len(some)), 200),
        "304": (
            [request(*pair) for pair in zip(some, tags, strict=True)] * (ASKED // len(some)),
            304,
        ),
        "B": ([request("/bench/hello")] * ASKED, 200),
        "query": ([request("/bench/one-query")] * ASKED, 200),
    }
    found: dict[str, list[Cost]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, (asked, status) in kinds.items():
            found[kind].append(server.cost(asked, status))
    yield ratio("page asked again, kept ÷ hello (B)", found["B"], found["again"], least=0.5)
    yield ratio("304 ÷ a view of one query", found["query"], found["304"], least=0.6)
    yield from plain(site.size, found)


if __name__ == "__main__":
    end_as_an_error()
    sys.exit(main())
