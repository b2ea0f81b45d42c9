"""A service opens the link of its letter on a phone, and keeps its own entry true."""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from audit.axe import broken_rules
from directory.models import Service, Upkeep
from tests.directory.upkeeps import UpkeepFactory, letters, links_in, text_of

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "fr-BE"}


def link_in_the_letter(slug: str) -> str:
    """Send the letter of a service; its link, without the site."""
    UpkeepFactory.create(service=Service.objects.get(slug=slug))
    call_command("send_update_requests", verbosity=0)
    return links_in(text_of(letters()[-1]))[0]


def check(page: Page) -> None:
    """It fits in the window, and breaks no rule of accessibility."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert broken_rules(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_tells_that_nothing_or_something_has_changed(
    site: str, browser: Browser, javascript: bool
) -> None:
    link = f"{site}/{link_in_the_letter('ssm-ulysse')}"
    with browser.new_context(java_script_enabled=javascript, **PHONE) as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("SSM Ulysse")
        if javascript:
            check(page)
        page.get_by_role("button", name="Rien n’a changé").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
        page.get_by_role("link", name="Voir la fiche").click()
        expect(page.locator(".provenance")).to_contain_text("par le service")

        page.goto(link)
        page.get_by_label("Nous avons une liste d’attente").check()
        page.get_by_label("de", exact=True).fill("bientôt")
        page.get_by_label("à", exact=True).fill("6")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.locator(".problems")).to_contain_text("en chiffres")
        expect(page.get_by_label("de", exact=True)).to_have_value("bientôt")
        expect(page.get_by_label("Nous avons une liste d’attente")).to_be_checked()
        if javascript:
            check(page)
        page.get_by_label("de", exact=True).fill("4")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
        page.goto(f"{site}/services/ssm-ulysse/")
        expect(page.locator(".wait").first).to_contain_text("Liste d’attente : 4 à 6 semaines")
        expect(page.locator(".wait").first).to_contain_text("dit par le service")

        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_contain_text("a déjà servi")
        if javascript:
            check(page)
        assert context.cookies() == []


def test_by_keyboard_alone_and_a_new_link(site: str, page: Page) -> None:
    page.goto(f"{site}/{link_in_the_letter('ssm-ulysse')}")
    page.get_by_role("link", name="Voir toute la fiche").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first state
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("3")  # at most
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    said = Service.objects.get(slug="ssm-ulysse").waiting_times.get()
    assert (said.state, said.weeks_from, said.weeks_to) == ("open", None, 3)

    page.get_by_role("link", name="Demander un lien").click()
    page.get_by_role("button", name="Envoyer un nouveau lien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un lien est en route")
    check(page)
    page.goto(f"{site}/{links_in(text_of(letters()[-1]))[0]}")
    expect(page.get_by_role("button", name="Rien n’a changé")).to_be_visible()


def test_do_not_write(site: str, page: Page) -> None:
    link_in_the_letter("ssm-ulysse")
    page.goto(f"{site}/{links_in(letters()[-1]['List-Unsubscribe'])[0]}")
    check(page)
    page.get_by_role("button", name="Ne plus m’écrire").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nous ne vous écrirons plus")
    contact = Upkeep.objects.get().contact
    assert contact and contact.stopped_on
