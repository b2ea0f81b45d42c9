"""What is looked at on every page in a browser: axe, its width, and that nothing comes from elsewhere."""

from collections.abc import Iterable

from playwright.sync_api import Browser

from audit.axe import broken_rules

# The height of the smallest letters that are seen in a drawing, in pixels.
SMALLEST = """
() => [...document.querySelectorAll("svg text:not(:has(tspan)), svg tspan")]
  .filter((text) => text.textContent.trim() && text.getClientRects().length)
  .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)
  .reduce((one, other) => Math.min(one, other), 100)
"""


def complaints_about(
    browser: Browser, site: str, paths: Iterable[str], width: int, scheme: str
) -> list[str]:
    """What axe, the console, the requests and the width of these pages have to say; no cookie either."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on(
        "request",
        lambda request: None if request.url.startswith(site) else found.append(request.url),
    )
    for path in paths:
        page.goto(site + path)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        found += [f"{path}: {rule}" for rule in broken_rules(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path}: wider than {width} px")
    found += [f"cookie {cookie['name']}" for cookie in context.cookies()]
    context.close()
    return found
