"""Pages in a real browser: axe, the width, what jumps, the console, cookies, and where requests go."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright
from playwright.sync_api import Page as Window

from audit.axe import broken_rules
from audit.fill import ADMINISTRATOR
from audit.found import Found, told
from audit.pages import Page
from audit.site import PASSWORD

WIDTHS, SCHEMES = (320, 768, 1280), ("light", "dark")
FORCED = "forced colours"
DESIGN = "design, "  # pages of components, of which pictures are kept
PICTURES = Path(".audit/pictures")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # nothing but this machine
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SHIFT = """() => new Promise(done => {
  let shift = 0;
  const add = list => { for (const one of list) if (!one.hadRecentInput) shift += one.value; };
  const observer = new PerformanceObserver(list => add(list.getEntries()));
  observer.observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => {
    add(observer.takeRecords());
    done(shift);
  }, 50)));
})"""


@dataclass(frozen=True)
class Visit:
    """A page, in a window of this width and scheme."""

    page: Page
    width: int = 1280
    scheme: str = "light"
    logged_in: bool = False

    @property
    def where(self) -> str:
        """The page in a few words."""
        usual = self.width == 1280 and self.scheme == "light"
        return self.page.address + ("" if usual else f" ({self.width} px, {self.scheme})")


def visits_of(pages: Sequence[Page], once: bool = False) -> list[Visit]:
    """Each page once; the first of its kind in each language in every width and scheme too.

    With `once`, only the first of each kind, in French, on a phone.
    """
    first = {(page.kind, page.language): page for page in reversed(pages)}
    if once:
        return [Visit(page, 320) for page in first.values() if page.language == "fr"]
    every = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    return [Visit(page) for page in pages] + [
        Visit(page, *window)
        for page in first.values()
        for window in every
        if window != (1280, "light")
    ]


def admin_visits_of(pages: Sequence[Page]) -> list[Visit]:
    """Each page of the admin once, those of services in the dark too; those of the design in every way."""
    visits = [Visit(page, logged_in=True) for page in pages]
    dark = [page for page in pages if page.kind.startswith("admin, service")]
    visits += [Visit(page, scheme="dark", logged_in=True) for page in dark]
    components = [page for page in pages if page.kind.startswith(DESIGN)]
    windows = [(width, scheme) for width in WIDTHS for scheme in (*SCHEMES, FORCED)]
    return visits + [
        Visit(page, *window, logged_in=True)
        for page in components
        for window in windows
        if window != (1280, "light")
    ]


def look(site: str, visits: Sequence[Visit]) -> list[Found]:
    """What is wrong on these pages, seen in as many browsers as there are cores; also said at once."""
    count = os.cpu_count() or 1
    # One context a window: neighbours share theirs.
    ordered = sorted(visits, key=lambda visit: (visit.width, visit.scheme))
    share = max(1, -(-len(ordered) // count))
    parts = [ordered[start : start + share] for start in range(0, len(ordered), share)]
    with ThreadPoolExecutor(count) as pool:
        done = pool.map(lambda part: list(_looked(site, part)), parts)
        return [found for part in done for found in part]


def _looked(site: str, visits: Iterable[Visit]) -> Iterator[Found]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        groups: dict[tuple[int, str, bool], list[Visit]] = {}
        for visit in visits:
            groups.setdefault((visit.width, visit.scheme, visit.logged_in), []).append(visit)
        for (width, scheme, logged_in), group in groups.items():
            sys.stderr.write(f"{width} px, {scheme}: {len(group)} visits\n")
            with _context(browser, width, scheme) as context:
                if logged_in:
                    _log_in(context, site)
                for visit in group:
                    for found in _visited(context, site, visit):
                        sys.stderr.write(told([found]))
                        yield found
        browser.close()


@contextmanager
def _context(browser: Browser, width: int, scheme: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if scheme == FORCED else "none",
        reduced_motion="reduce",
        locale="fr-BE",
    )
    yield context
    context.close()


def _log_in(context: BrowserContext, site: str) -> None:
    window = context.new_page()
    window.goto(f"{site}/admin/login/?next=/admin/")
    window.locator("#id_username").fill(ADMINISTRATOR)
    window.locator("#id_password").fill(PASSWORD)
    window.locator("[type=submit]").click()
    window.wait_for_url(f"{site}/admin/")
    window.close()


def _visited(context: BrowserContext, site: str, visit: Visit) -> Iterator[Found]:
    page, where = visit.page, visit.where
    window = context.new_page()
    said: list[Found] = []

    def note(check: str, what: str) -> None:
        said.append(Found(check, what, where))

    def hear(message: ConsoleMessage) -> None:
        """Advice on the admin's stock pages is not for us."""
        if not visit.logged_in or message.type in ("error", "warning"):
            note("console", message.text)

    window.on("console", hear)
    window.on("pageerror", lambda error: note("console", str(error)))
    window.on(
        "request",
        lambda request: None if request.url.startswith(site) else note("request", request.url),
    )
    answer = window.goto(site + page.address)
    if page.press:
        with window.expect_navigation() as pressed:
            window.locator(page.press).click()
        answer = pressed.value
    if answer is None or answer.status != page.status:
        note("status", f"{answer and answer.status} instead of {page.status}")
    if not visit.logged_in and (shift := round(window.evaluate(SHIFT), 3)):
        note("shift", f"{shift:.3f}")
    yield from _looked_at(window, visit)
    if not visit.logged_in:
        for cookie in context.cookies():
            note("cookie", str(cookie.get("name")))
    window.close()
    # The browser says of itself that an error page is one.
    own = f"the server responded with a status of {page.status}"
    yield from (one for one in said if page.status == 200 or own not in one.what)


def _looked_at(window: Window, visit: Visit) -> Iterator[Found]:
    """What does not fit, and what axe says, all details open."""
    window.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    for width in [visit.width] if visit.logged_in else {320, visit.width}:
        window.set_viewport_size({"width": width, "height": 800})
        if (wide := window.evaluate("document.documentElement.scrollWidth")) > width:
            yield Found("scroll", f"{wide} px in {width} px", visit.page.address)
    # The whole page in sight: what sticks to the window stands over nothing that scrolls.
    height = window.evaluate("document.documentElement.scrollHeight")
    window.set_viewport_size({"width": visit.width, "height": max(height, 800)})
    if visit.page.kind.startswith(DESIGN) and visit.page.language == "fr":
        name = f"{visit.page.kind.removeprefix(DESIGN)}-{visit.width}-{visit.scheme}.png"
        window.screenshot(path=PICTURES / name.replace(" ", "-"))
    for rule in broken_rules(window, at_rest=True):
        yield Found("axe", rule, visit.where)
