"""Looks at every page of the site as it stands in production, and says what is wrong. It mends nothing.

    python -m audit                            (`make audit` gives it the environment and the tools)

The bounds stand here; one that is not reached fails the run. AUDIT_CHECKS="browser html weight lighthouse"
shortens it, and "once" beside them looks at the first page of each kind only, in French, on a phone.
AUDIT_KINDS="list;service" takes the pages of kinds that begin so.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from audit import browser, lighthouse, markup, weight
from audit.found import Found, told
from audit.pages import Page
from audit.site import make, run, served
from bench.ending import end_as_an_error
from bench.report import Line, table

CHECKS = os.environ.get("AUDIT_CHECKS", "browser html weight lighthouse").split()
KINDS = tuple(os.environ.get("AUDIT_KINDS", "").split(";"))
FIRST_VIEW, WHOLE = 14, 70  # kB, compressed
NAMES = {
    "axe": "rules of accessibility broken (axe: WCAG 2.2 A and AA, best practice)",
    "html": "errors of HTML (Nu)",
    "scroll": "pages that scroll sideways",
    "shift": "pages that shift while they load",
    "cookie": "cookies",
    "request": "requests to other sites",
    "console": "messages in the console, those of the CSP included",
    "status": "answers with another status",
}


def main() -> int:
    """Run the checks; 1 if a bound is not reached."""
    with TemporaryDirectory(prefix="smesb-") as name:
        folder = Path(name)
        make(folder)
        groups = json.loads(run("-m", "audit.pages"))
        public, admin = (
            [Page(**page) for page in pages if page["kind"].startswith(KINDS)]
            for pages in (groups["public"], groups["admin"])
        )
        lines: list[Line] = []
        found: list[Found] = []
        visits: list[browser.Visit] = []
        with served(folder) as site:
            if "weight" in CHECKS or "html" in CHECKS:
                sources = folder / "html"
                sources.mkdir()
                lines += list(weights(site, public, sources))
            if "html" in CHECKS:
                found += markup.check(sources)
            if "browser" in CHECKS:
                visits = browser.visits_of(public, once="once" in CHECKS)
                visits += browser.admin_visits_of(admin)
                found += browser.look(site, visits)
        if "lighthouse" in CHECKS:
            with served(folder, demo=False) as site:  # a demonstration is not indexed
                lines += marks(site, folder)
    counts = counted(found, f"({len(public):,} pages)", f"({len(visits):,} visits)")
    sys.stdout.write(table("The site as readers meet it", [*counts, *lines]))
    sys.stdout.write(told(found))
    return int(bool(found) or any(line.verdict == "not reached" for line in lines))


def counted(found: Iterable[Found], pages: str, visits: str) -> Iterator[Line]:
    """How many findings each check has, on how many pages."""
    count = Counter(one.check for one in found)
    for check, name in NAMES.items():
        by, aside = ("html", pages) if check == "html" else ("browser", visits)
        if by in CHECKS:
            yield Line(name, count[check], most=0, aside=aside)


def weights(site: str, public: Iterable[Page], sources: Path) -> Iterator[Line]:
    """The heaviest page of each kind, in any language; the HTML of each is kept."""
    heaviest: dict[str, tuple[weight.Sent, Page]] = {}
    for page in public:
        if not page.press:
            weighed = weight.sent(site, page.address)
            markup.keep(sources, page.address, weighed.source)
            if page.kind not in heaviest or weighed.first > heaviest[page.kind][0].first:
                heaviest[page.kind] = weighed, page
    for kind, (weighed, page) in heaviest.items():
        aside = f"(HTML {weighed.html:.2f} kB; {page.address[:60]})"
        yield Line(f"first view: {kind}", weighed.first, " kB", most=FIRST_VIEW, aside=aside)
    most, page = max(heaviest.values(), key=lambda one: one[0].total)
    yield Line("heaviest page in all", most.total, " kB", most=WHOLE, aside=f"({page.address})")


def marks(site: str, folder: Path) -> Iterator[Line]:
    """What Lighthouse gives."""
    for page, category, score, lost in lighthouse.scores(site, folder):
        indexed = category != "seo" or page in lighthouse.INDEXED
        least = lighthouse.LEAST[category] if indexed else None
        yield Line(
            f"Lighthouse, {page}: {category}", score, least=least, aside=f"({lost})" if lost else ""
        )


if __name__ == "__main__":
    end_as_an_error()
    sys.exit(main())
