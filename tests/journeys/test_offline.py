"""« Garder hors ligne »: copies on one's own device, when one asks, that say so and go when told to."""

import re
from threading import Event
from typing import Any

import pytest
from django.conf import settings
from django.shortcuts import render
from django.utils import timezone, translation
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from audit.axe import broken_rules
from directory.dates import in_words
from directory.models import Service
from directory.models.service import Status

SELECTION = "/selection/?s=ssm-le-meridien&s=cpas-d-etterbeek"
SERVICE = "/services/ssm-le-meridien/"
EMERGENCY = "/urgence/"
LIST = "/orientation/?besoin=crise&age=35&code_postal=1210"
NO_NETWORK = "Pas de réseau"
HELD = """
async () => ({
  addresses: (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
    .flat().map(({ url }) => url.replace(location.origin, "")),
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  stored: localStorage.length + document.cookie.length + (await indexedDB.databases()).length,
})
"""
NOTHING = {"addresses": [], "caches": 0, "workers": 0, "stored": 0}


def held(page: Page) -> dict[str, Any]:
    """What the device holds for the site, besides what its browser does for every site."""
    found: dict[str, Any] = page.evaluate(HELD)
    return found


def pages_held(page: Page) -> list[str]:
    """The pages among it, and what only one of them shows."""
    return sorted(one for one in held(page)["addresses"] if not one.startswith("/static/"))


def keep(site: str, page: Page, address: str = SELECTION) -> None:
    """Ask for copies, from this page."""
    page.goto(site + address)
    page.locator(".offline button").first.click()
    expect(page.locator(".offline ul")).to_be_visible()
    expect(page.locator(".offline [role=status]")).to_have_text("Les copies sont gardées.")


def test_a_copy_dates_the_first_of_a_month_as_the_pages_do(site: str, page: Page) -> None:
    page.clock.set_fixed_time("2026-03-01T10:05:00+01:00")
    keep(site, page)
    expect(page.locator(".offline time").first).to_have_text("1er mars 2026 à 10:05")


def banner(page: Page) -> Locator:
    """What a copy says of itself."""
    return page.locator("kept-copy")


def complaints(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found = broken_rules(page)
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return found if fits else [*found, "wider than the window"]


def test_nothing_is_stored_on_the_device_before_one_asks(site: str, page: Page) -> None:
    for address in (EMERGENCY, SELECTION, SERVICE, LIST, "/confidentialite/"):
        page.goto(site + address)
        page.wait_for_load_state("networkidle")
        assert held(page) == NOTHING, address
    page.goto(site + SELECTION)
    expect(page.get_by_role("button", name="Garder hors ligne")).to_be_visible()
    expect(page.get_by_text("Qui utilise cet appareil pourra le voir.")).to_be_visible()


def test_the_crisis_page_and_the_chosen_services_are_read_without_network(
    site: str, page: Page, context: BrowserContext
) -> None:
    page.goto(site + LIST)  # a situation: none of it is copied
    page.evaluate("address => { location.href = address }", SELECTION)
    page.get_by_role("link", name="Revenir à la liste").wait_for()
    page.get_by_role("button", name="Garder hors ligne").click()
    expect(page.locator(".offline [role=status]")).to_have_text("Les copies sont gardées.")
    kept = [EMERGENCY, SELECTION, SERVICE, "/services/cpas-d-etterbeek/"]
    links = page.locator(".offline li a")
    assert [link.get_attribute("href") for link in links.all()] == kept
    assert (
        page.evaluate(
            "async () => (await Promise.all((await (await caches.open('copies')).keys())"
            ".map(async (key) => (await caches.match(key)).text())))"
            ".filter((text) => /age=35|35 ans|code_postal=1210/.test(text)).length"
        )
        == 0
    )

    context.set_offline(True)
    for address in kept:
        page.goto(site + address)
        today = in_words(timezone.localdate())
        expect(banner(page)).to_contain_text(f"Copie gardée sur cet appareil le {today} à ")
        expect(banner(page)).to_contain_text("Les temps d’attente ont pu changer.")
        assert page.locator("main > :not(link, script)").first.evaluate("one => one.localName") == (
            "kept-copy"
        )
        expect(page.locator("keep-offline")).to_have_count(0)
        assert complaints(page) == [], address
    page.goto(site + EMERGENCY)
    assert page.locator("main a[href='tel:112']").first.is_visible()
    assert page.locator("body").evaluate("one => document.fonts.check('16px Atkinson')")
    page.goto(site + SERVICE)
    page.get_by_role("link", name="NL – Nederlands").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NO_NETWORK)
    expect(page.locator("aside a[href='tel:107']")).to_be_visible()
    assert complaints(page) == []
    page.locator("#copies").get_by_role("link", name="CPAS d'Etterbeek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("CPAS d'Etterbeek")

    context.set_offline(False)
    for address in (*kept, LIST):
        page.goto(site + address)
        expect(page.locator("kept-copy")).to_have_count(0)


def test_people_who_log_in_programs_and_signed_links_are_left_to_the_network(
    site: str, page: Page, context: BrowserContext
) -> None:
    keep(site, page)
    before = held(page)
    page.goto(site + LIST)
    page.evaluate("address => { location.href = address }", SELECTION)
    expect(page.get_by_role("link", name="Revenir à la liste")).to_be_visible()  # still told
    page.goto(site + "/admin/login/")
    page.goto(site + SELECTION)
    assert held(page)["addresses"] == before["addresses"], "nothing else is kept"
    context.set_offline(True)
    for address in ("/admin/", "/nl/api/", "/mise-a-jour/00000000-0000-0000-0000-000000000001/"):
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(site + address)


def test_a_network_that_hangs_leaves_the_place_to_the_copy_and_one_that_answers_takes_it_back(
    site: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(site, page, EMERGENCY)
    answered = Event()
    monkeypatch.setattr(
        "directory.views.render", lambda *given: answered.wait(30) and render(*given)
    )
    page.goto(site + EMERGENCY)
    expect(banner(page)).to_be_visible()
    answered.set()
    page.goto(site + EMERGENCY)
    expect(page.locator(".offline")).to_be_visible()
    expect(banner(page)).to_have_count(0)


def test_erasing_leaves_nothing_with_and_without_network(
    site: str, page: Page, context: BrowserContext
) -> None:
    said = page.locator(".offline-acts [role=status]")
    keep(site, page)
    assert held(page)["workers"] == 1
    page.get_by_role("button", name="Effacer les copies").click()
    expect(said).to_have_text("Les copies sont effacées de cet appareil.")
    expect(page.get_by_role("button", name="Garder hors ligne")).to_be_focused()
    expect(page.locator(".offline ul")).to_be_hidden()
    assert held(page) == NOTHING

    keep(site, page)
    context.set_offline(True)
    page.goto(site + SELECTION)
    page.get_by_role("button", name="Effacer les copies").click()
    expect(said).to_be_focused()
    expect(said).to_have_text("Les copies sont effacées de cet appareil.")
    assert held(page) == NOTHING
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(site + SELECTION)


def test_another_selection_takes_the_place_of_the_one_before(site: str, page: Page) -> None:
    keep(site, page)
    page.goto(site + EMERGENCY)
    page.get_by_role("button", name="Refaire les copies").click()
    expect(page.locator(".offline [role=status]")).to_have_text("Les copies sont gardées.")
    assert SERVICE in pages_held(page), "the emergency page brings every copy up to date"
    Service.objects.filter(slug="ssm-le-meridien").update(status=Status.DRAFT)
    page.get_by_role("button", name="Refaire les copies").click()
    expect(page.locator(".offline li")).to_have_count(3)
    assert SERVICE not in pages_held(page), "what has no page any more has no copy"
    other = "/selection/?s=similes-bruxelles"
    page.goto(site + other)
    page.get_by_role("button", name="Garder cette liste à la place").click()
    expect(page.locator(".offline [role=status]")).to_have_text("Les copies sont gardées.")
    held_now = [one for one in pages_held(page) if "/qr.svg?" not in one]  # with their codes
    assert held_now == sorted([EMERGENCY, other, "/services/similes-bruxelles/", "/hors-ligne/"])


def test_copies_that_cannot_be_made_leave_those_before_as_they_were(
    site: str, page: Page, context: BrowserContext
) -> None:
    page.goto(site + EMERGENCY)
    context.set_offline(True)
    page.get_by_role("button", name="Garder hors ligne").click()
    failed = page.get_by_text("Les copies n’ont pas pu être faites.")
    expect(failed).to_be_visible()
    assert held(page) == NOTHING
    context.set_offline(False)
    keep(site, page)
    before = held(page)
    context.set_offline(True)
    page.get_by_role("button", name="Refaire les copies").click()
    expect(failed).to_be_visible()
    assert held(page) == before


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}])
def test_in_each_language_on_a_phone(site: str, page: Page, context: BrowserContext) -> None:
    for language, _name in settings.LANGUAGES:
        prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
        page.goto(site + prefix + SELECTION)
        assert complaints(page) == [], language
        page.locator(".offline button").first.click()
        expect(page.locator(f".offline a[href='{prefix}{SERVICE}']")).to_be_visible()
        assert complaints(page) == [], language
        context.set_offline(True)
        page.goto(site + prefix + EMERGENCY)
        with translation.override(language):
            today = in_words(timezone.localdate())
        expect(banner(page).locator("time")).to_have_text(re.compile(rf"^{today} .*\d\d:\d\d$"))
        assert complaints(page) == [], language
        page.goto(f"{site}{prefix}/types/")
        expect(page.locator("#copies li a")).to_have_count(4)
        assert page.locator("html").get_attribute("lang") == language
        assert complaints(page) == [], language
        context.set_offline(False)


def test_where_it_cannot_be_done_it_is_not_offered(site: str, browser: Browser) -> None:
    for has_scripts in (False, True):
        context = browser.new_context(java_script_enabled=has_scripts)
        context.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })"
        )
        page = context.new_page()
        for address in (EMERGENCY, SELECTION):
            page.goto(site + address)
            page.wait_for_load_state("networkidle")
            expect(page.locator("keep-offline")).to_have_count(1)
            expect(page.locator("keep-offline")).to_be_hidden()
        context.close()
