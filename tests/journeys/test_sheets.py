"""A person reads Arabic: the two sheets from right to left, and the way back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.pages import complaints_about

THREE = "?s=ssm-le-meridien&s=cpas-d-etterbeek&s=similes-bruxelles"


def test_a_selection_is_handed_over_in_arabic(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/selection/{THREE}")
    page.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(f"{site}/ar/selection/{THREE}")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 خدمات مختارة")
    phone = page.get_by_role("link", name=re.compile(r"02.218.56.08"))
    place = page.locator("bdi", has_text="Rue du Méridien")
    number, icon = phone.locator("bdi").bounding_box(), phone.locator("svg").bounding_box()
    name, middle = page.get_by_role("link", name="SSM Le Méridien").bounding_box(), 640
    assert number and icon and name
    assert number["x"] < icon["x"], "what comes first is on the right"
    assert name["x"] > middle, "and so are the lines"
    assert place.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
    page.get_by_role("link", name="كل الأرقام").click()
    expect(page).to_have_url(f"{site}/ar/urgence/")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{site}/urgence/")
    expect(page.locator("html")).not_to_have_attribute("dir", "rtl")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_nobody_is_kept_out_of_the_sheets(
    site: str, browser: Browser, width: int, scheme: str
) -> None:
    paths = ("/ar/urgence/", f"/ar/selection/{THREE}&s=inconnu-{'x' * 90}", "/ar/selection/")

    assert complaints_about(browser, site, paths, width, scheme) == []


def test_an_acronym_says_its_words_to_who_cannot_hover(site: str, page: Page) -> None:
    page.goto(f"{site}/services/psybru-psychologues-de-premiere-ligne/")
    acronym = page.get_by_role("link", name="BIM").first
    words = "one => getComputedStyle(one.firstChild, '::after').content"
    assert acronym.evaluate(words) == "none"
    acronym.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # as the keyboard comes to it
    assert "bénéficiaire de l’intervention majorée" in str(acronym.evaluate(words))
    acronym.click()
    expect(page).to_have_url(f"{site}/glossaire/#bim")
