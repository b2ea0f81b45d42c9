"""A social worker gathers services, prints the sheet, copies it: the situation stays with her."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.pages import complaints_about

SITUATION = "/orientation/?besoin=crise&age=35&code_postal=1210&public=exil"
THREE = "/selection/?s=ssm-le-meridien&s=cpas-d-etterbeek&s=similes-bruxelles"
TRACES = ("35 ans", "1210&", "age=35", "besoin=crise", "public=exil", "code_postal")


def come_from_the_list(site: str, page: Page, to: str = THREE) -> None:
    """Open the selection as a link of the list does."""
    page.goto(site + SITUATION)
    page.evaluate("address => { location.href = address }", to)
    page.wait_for_url(site + to)


def test_what_is_missing_is_one_click_away_for_the_same_situation(site: str, page: Page) -> None:
    come_from_the_list(site, page)
    expect(page.get_by_role("heading", level=1)).to_have_text("3 services choisis")
    expect(page).to_have_url(site + THREE)
    page.get_by_role("region", name="Pas encore dans ce réseau").get_by_role(
        "link", name="Logement"
    ).click()
    expect(page).to_have_url(
        re.compile(r"/orientation/\?type=.*&age=35&public=exil&code_postal=1210&s=ssm-le-meridien")
    )
    expect(page.get_by_label("Quel âge a-t-elle")).to_have_value("35")
    assert "besoin=" not in page.url


def test_the_text_and_the_address_are_copied_and_it_is_said(
    site: str, page: Page, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    come_from_the_list(site, page)
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.get_by_text("Texte copié.")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert "SSM Le Méridien" in copied and "02 218 56 08" in copied.replace("\xa0", " ")
    assert not [trace for trace in TRACES if trace in copied]
    page.get_by_role("button", name="Copier l’adresse").click()
    expect(page.get_by_text("Adresse copiée.")).to_be_visible()
    assert str(page.evaluate("navigator.clipboard.readText()")).endswith(THREE)


def test_where_copying_is_refused_the_text_is_selected(site: str, page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    page.goto(site + THREE)
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.get_by_text("Choisi : copiez-le avec le clavier.")).to_be_visible()
    field = page.get_by_label("Copier en texte")
    expect(field).to_be_focused()
    assert field.evaluate("field => field.selectionEnd === field.value.length")


def test_without_javascript_by_keyboard_on_a_phone(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + THREE)
    assert page.locator("main button:visible").count() == 0
    expect(page.get_by_label("Copier en texte")).to_have_value(re.compile("SSM Le Méridien"))
    assert "ssm-le-meridien" in unquote(
        page.get_by_role("link", name="Envoyer par e-mail").get_attribute("href") or ""
    )
    page.get_by_role("link", name="Retirer CPAS d'Etterbeek").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/selection/?s=ssm-le-meridien&s=similes-bruxelles")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 services choisis")
    context.close()


def test_the_printed_sheet_has_large_numbers_a_code_and_nothing_of_the_situation(
    site: str, page: Page
) -> None:
    come_from_the_list(site, page)
    page.emulate_media(media="print")
    for hidden in (".site-nav", ".languages", ".missing", ".copies", ".network-acts", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".handout-act:visible").count() == 0
    for phone in page.locator(".handout .phone").all():
        size = phone.evaluate("phone => parseFloat(getComputedStyle(phone).fontSize)")
        assert size * 72 / 96 >= 16
    qr = page.get_by_role("img", name="Code QR")
    assert qr.evaluate("image => image.complete && image.naturalWidth > 0")
    shown = page.locator("body").inner_text()
    for words in ("02 218 56 08", "0800 32 123", "112", "Imprimé le"):
        assert words in shown.replace("\xa0", " "), words
    assert not [trace for trace in TRACES if trace in shown]
    first, *_others, last = (one.bounding_box() for one in page.locator(".handout").all())
    assert first and last and first["x"] + first["width"] <= last["x"], "two columns"
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 594\.\d+ 841\.\d+\]", pdf), "A4"
    assert b"/URI (tel:107)" in pdf and b"/orientation/" not in pdf


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_selection_is_accessible_fits_and_keeps_to_itself(
    site: str, browser: Browser, width: int, scheme: str
) -> None:
    paths = (THREE, f"{THREE}&s=inconnu-{'x' * 90}", "/selection/", "/nl/selection/?s=addup")

    assert complaints_about(browser, site, paths, width, scheme) == []
