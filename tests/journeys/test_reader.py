"""A social worker without account: from a need to a telephone number."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from audit.axe import broken_rules
from tests.journeys.pages import complaints_about

PAGES = [
    "/",
    "/orientation/",
    "/orientation/?besoin=crise&age=35&code_postal=1050&langue=ar&condition=pmr",
    "/orientation/?besoin=crise&verdict=exclus&age=3",
    "/orientation/?age=abc&code_postal=Atlantide&foo=1&besoin=zz",
    "/services/ssm-ulysse/",
    "/services/les-trois-pommiers/",
    "/organisations/epsylon-asbl/",
    "/types/ssm/",
    "/temps-d-attente/",
    "/temps-d-attente/types/",
    "/types/confondus/",
    "/bassins/sud-est/",
    "/urgence/",
    "/a-propos/",
    "/confidentialite/",
    "/accessibilite/",
    "/glossaire/",
    "/cette-page-n-existe-pas/",
    "/nl/",
    "/en/orientation/?besoin=crise&age=35",
]


def test_a_need_a_postal_code_and_an_age_lead_to_a_telephone(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("link", name="Être accompagné·e en ambulatoire").click()
    page.get_by_label("Où habite la personne").fill("1210")
    page.get_by_label("Quel âge a-t-elle").fill("35")
    page.get_by_role("button", name=re.compile(r"Voir \d+ services?")).click()
    expect(page).to_have_url(re.compile(r"besoin=ambulatoire.*code_postal=1210.*age=35"))
    first = page.locator(".card").first
    expect(first).to_contain_text("SSM Le Méridien")
    expect(first.locator(".verdict")).to_contain_text("Convient")
    first.get_by_role("link", name="SSM Le Méridien", exact=True).click()
    expect(page.get_by_role("link", name="02 218 56 08")).to_have_attribute(
        "href", "tel:+3222185608"
    )


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}])
def test_the_same_by_keyboard_on_a_phone_without_javascript(
    site: str, browser: Browser, viewport: dict[str, int]
) -> None:
    context = browser.new_context(
        viewport={"width": viewport["width"], "height": viewport["height"]},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Me guider")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Ou cherchez un service")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    door = page.get_by_role("link", name="Être accompagné·e en ambulatoire")
    expect(door).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Être accompagné·e en ambulatoire")).to_be_checked()
    page.get_by_label("Quel âge a-t-elle").focus()
    page.keyboard.type("35")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"age=35.*#resultats$"))
    verdict = page.locator(".card .verdict summary").first
    verdict.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card .facts").first).to_be_visible()
    context.close()


def test_a_criterion_is_taken_off_by_its_chip(site: str, page: Page) -> None:
    page.goto(f"{site}/orientation/?besoin=crise&age=35")
    page.get_by_role("link", name="35 ans retirer").click()
    expect(page).to_have_url(re.compile(r"/orientation/\?besoin=crise#resultats$"))
    expect(page.get_by_label("Faire face à l’urgence ou à la crise")).to_be_checked()


def test_what_cannot_be_read_is_said_beside_its_field_and_the_rest_stays(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/orientation/?besoin=crise&age=quarante&code_postal=Atlantide")
    age = page.get_by_label("Quel âge a-t-elle")
    expect(age).to_have_value("quarante")
    expect(age).to_have_accessible_description(re.compile("de 0 à 120"))
    place = page.get_by_label("Où habite la personne")
    expect(place).to_have_accessible_description(re.compile("« Atlantide »|Atlantide"))
    expect(page.get_by_label("Faire face à l’urgence ou à la crise")).to_be_checked()


def test_the_language_changes_and_the_question_stays(site: str, page: Page) -> None:
    page.goto(f"{site}/orientation/?besoin=crise&age=35")
    page.get_by_role("link", name="NL – Nederlands").click()
    expect(page).to_have_url(f"{site}/nl/orientation/?besoin=crise&age=35")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_fits_and_keeps_to_itself(
    site: str, browser: Browser, width: int, scheme: str
) -> None:
    found = complaints_about(browser, site, PAGES, width, scheme)

    assert [c for c in found if "404 (Not Found)" not in c] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_question_comes_along_to_the_service_and_back(
    site: str, browser: Browser, javascript: bool
) -> None:
    with browser.new_context(java_script_enabled=javascript, locale="fr-BE") as context:
        page = context.new_page()
        page.goto(f"{site}/orientation/?age=30&langue=ar&s=similes-bruxelles")
        listed = page.url
        page.locator(".card").get_by_role("link").first.click()
        said = page.get_by_role("region", name="Pour votre question")
        expect(said).to_contain_text("30 ans · arabe")
        expect(page).to_have_url(re.compile(r"/services/[-\w]+/$"))
        choose = page.get_by_role("link", name="Ajouter à la sélection")
        assert "?s=similes-bruxelles&s=" in str(choose.get_attribute("href"))
        if javascript:
            assert broken_rules(page) == []
        page.emulate_media(media="print")
        expect(said).to_be_hidden()
        page.emulate_media(media="screen")
        said.get_by_role("link", name="Revenir à la liste").click()
        expect(page).to_have_url(f"{listed}#resultats")
