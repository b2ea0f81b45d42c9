"""What a social worker learned on the phone reaches a coordinator, who settles it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from audit.axe import broken_rules
from directory import anonymous
from directory.models import Suggestion
from directory.roles import COORDINATION
from tests.directory.admin_forms import someone
from tests.factories import PASSWORD

SIZES = [{"width": 320, "height": 640}, {"width": 1280, "height": 900}]


def _check(page: Page) -> None:
    assert broken_rules(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("viewport", SIZES)
def test_what_was_learned_on_the_phone_reaches_a_coordinator(
    site: str,
    page: Page,
    log_in: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    viewport: dict[str, int],
) -> None:
    monkeypatch.setattr(anonymous, "MIN_AGE", 0)
    page.goto(f"{site}/services/planning-familial-d-auderghem/")
    page.get_by_role("link", name="J’ai appelé : dire ce que j’ai appris").click()
    _check(page)

    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".problems")).to_be_focused()
    expect(page.locator(".problems")).to_contain_text("Rien n’est encore choisi")
    _check(page)

    page.get_by_text("Les papiers").click()
    asked = page.get_by_role("group", name="Peut-on venir sans titre de séjour")
    asked.get_by_label("ça dépend").check()
    page.get_by_label("02 660 75 06").check()
    page.get_by_label("Une précision").fill("Sonner deux fois")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    assert page.context.cookies() == []
    _check(page)

    someone(COORDINATION, email="camille@example.org", name="Camille", password=PASSWORD)
    log_in("camille@example.org", PASSWORD, then="/admin/directory/suggestion/")
    _check(page)
    page.get_by_role("link", name="Planning familial d'Auderghem").click()
    expect(page.locator("table.changes")).to_contain_text("ça dépend")
    _check(page)
    page.get_by_role("button", name="Traité").click()
    page.wait_for_url("**/admin/directory/suggestion/")
    assert Suggestion.objects.get().state == "treated"


@pytest.mark.parametrize("javascript", [True, False])
def test_how_long_one_waits_is_told_in_three_taps_on_a_phone(
    site: str, browser: Browser, javascript: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anonymous, "MIN_AGE", 0)  # a browser that is driven is quicker than a hand
    options: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "fr-BE"}
    with browser.new_context(java_script_enabled=javascript, **options) as context:
        page = context.new_page()
        page.goto(f"{site}/services/ssm-ulysse/")
        page.get_by_role("link", name="J’ai appelé : dire combien on attend").click()
        expect(page).to_have_url(re.compile(r"/signaler/#attente$"))
        page.get_by_label("complet, ou une liste d’attente").check()
        page.get_by_label("3 à 6 mois").check()
        if javascript:
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            assert broken_rules(page) == []
        page.get_by_role("button", name="Envoyer ce que j’ai appris").click()
        expect(page).to_have_url(re.compile("/merci/$"))
        page.goto(f"{site}/services/ssm-ulysse/")
        waits = page.locator(".wait")
        expect(waits).to_contain_text("Liste d’attente : 13 à 26 semaines")
        expect(waits).to_contain_text("rapporté par un·e professionnel·le")
        expect(page.get_by_role("heading", name="En attendant")).to_be_visible()
