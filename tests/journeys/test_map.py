"""The map in a real browser, without its pointer and on small screens."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from directory.importers.synthetic import generate
from tests.journeys.pages import SMALLEST, complaints_about

PATHS = (
    "/carte/",
    "/carte/?age=35&code_postal=1050",
    "/carte/?age=35&code_postal=1050&bassin=sud&besoin=ambulatoire",
)


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "dark"), (800, "light"), (1280, "dark")]
)
def test_the_map_is_accessible_fits_and_can_be_read(
    site: str, browser: Browser, width: int, scheme: str
) -> None:
    generate(60, 1)
    assert complaints_about(browser, site, PATHS, width, scheme) == []
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in PATHS:
            page.goto(site + path)
            assert page.evaluate(SMALLEST) >= 12, path


def test_from_the_list_to_a_bassin_and_back_with_the_keyboard(site: str, page: Page) -> None:
    page.goto(f"{site}/orientation/?besoin=ambulatoire&age=35")
    page.get_by_role("link", name="Voir sur une carte").press("Enter")
    expect(page).to_have_url(re.compile(r"/carte/\?besoin=ambulatoire&age=35$"))
    page.locator("svg.map").get_by_role("link", name="Bassin Nord :").press("Enter")
    expect(page).to_have_url(re.compile(r"bassin=nord&age=35$"))
    heading = page.locator(".lead").text_content() or ""
    page.get_by_role("link", name="Les mêmes services, en liste").press("Enter")
    expect(page.locator("#resultats")).to_have_text(heading)
