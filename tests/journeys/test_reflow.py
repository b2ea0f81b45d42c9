"""Pages stay whole where the window is small and where a reader spaces the text out."""

from playwright.sync_api import Browser, ViewportSize

# At 400 %, a window of 1280 by 1024 pixels is 320 by 256 (WCAG 1.4.10).
ZOOMED: ViewportSize = {"width": 320, "height": 256}
USUAL: ViewportSize = {"width": 1000, "height": 800}
# What any reader may ask for (WCAG 1.4.12).
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
PATHS = (
    "/",
    "/orientation/?besoin=ambulatoire&age=35&code_postal=1210&s=essai-ouvert",
    "/services/essai-ouvert/",
    "/selection/?s=essai-ouvert&s=essai-suspendu",
    "/comparer/?s=essai-ouvert&s=essai-confidentiel",
    "/carte/?besoin=ambulatoire",
    "/temps-d-attente/",
    "/urgence/",
    "/orientation/guide/",
    "/orientation/guide/?etape=resume&besoin=ambulatoire",
)
# Texts that their own box cuts off, and how much of the window what sticks to it covers.
CUT = """
() => [...document.querySelectorAll("body *:not(.sr-only, .sr-only *, svg *, input)")]
  .filter((at) => /hidden|clip/.test(getComputedStyle(at).overflow) && at.clientWidth
    && (at.scrollWidth > at.clientWidth + 1 || at.scrollHeight > at.clientHeight + 1))
  .map((at) => `cut: ${at.outerHTML.slice(0, 120)}`)
"""
STUCK = """
() => [...document.querySelectorAll("body *")]
  .filter((at) => /sticky|fixed/.test(getComputedStyle(at).position) && !at.closest("table"))
  .reduce((height, at) => height + at.getBoundingClientRect().height, 0) / innerHeight
"""


def test_nothing_is_cut_at_400_percent_nor_in_spaced_text(village: str, browser: Browser) -> None:
    found = []
    for window, style in ((ZOOMED, ""), (ZOOMED, SPACED), (USUAL, SPACED)):
        # The page's own policy refuses the style; a reader's extension is not asked.
        with browser.new_context(viewport=window, bypass_csp=True) as context:
            page = context.new_page()
            for path in PATHS:
                page.goto(village + path)
                if style:
                    page.add_style_tag(content=style)
                page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
                where = f"{path} at {window['width']}{', spaced' if style else ''}"
                if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
                    found.append(f"{where}: scrolls sideways")
                if page.evaluate(STUCK) > 0.25:
                    found.append(f"{where}: what sticks covers the page")
                found += [f"{where}: {cut}" for cut in page.evaluate(CUT)]

    assert not found, "\n".join(found)
