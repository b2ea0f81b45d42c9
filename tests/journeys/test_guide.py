"""Guided question by question, on a phone, with one thumb or a keyboard, without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.pages import complaints_about

GUIDE = "/orientation/guide/"
PATIENCE = 20_000  # milliseconds: a busy machine is slow, not wrong
EVERYTHING = (
    "besoin=logement&pour=proche&age=35&code_postal=1050&langue=ar&condition=animaux&ouvert=soir"
    "&delai=1mois"
)
PAGES = [
    GUIDE,
    *(f"{GUIDE}?{EVERYTHING}&etape={name}#question" for name in ("besoin", "ouvert", "delai")),
    *(f"{GUIDE}?{EVERYTHING}&etape={name}#question" for name in ("code_postal", "age", "langue")),
    *(f"{GUIDE}?{EVERYTHING}&etape={name}#question" for name in ("condition", "resume")),
    f"{GUIDE}?besoin=crise&etape=appeler#question",
    f"{GUIDE}?besoin=crise&type=ssm&foo=1&etape=resume#question",
    f"{GUIDE}?age=cent&code_postal=Atlantide&etape=langue#question",
    f"/nl{GUIDE}?etape=condition#question",
]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small phone that runs no script."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        locale="fr-BE",
        java_script_enabled=False,
        has_touch=True,
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def question(page: Page, text: str) -> None:
    """Wait for this question, and for the styles that may come after its words: nothing is painted before."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(text), timeout=PATIENCE)
    page.wait_for_load_state()


def in_reach(page: Page, target: Locator) -> None:
    """A thumb reaches it: 48 px high, in the lower half of the window."""
    box = target.bounding_box()
    assert box and box["height"] >= 48
    assert box["y"] >= 320 and box["y"] + box["height"] <= 640


def test_a_whole_walk_with_one_thumb(site: str, phone: Page) -> None:
    phone.goto(site)
    phone.get_by_role("link", name="Me guider, question par question").tap()
    question(phone, "Y a-t-il un danger")
    in_reach(phone, phone.get_by_role("link", name="Passer cette question"))
    phone.get_by_role("link", name="Non, pas maintenant").tap()
    question(phone, "Pour qui")
    phone.get_by_role("link", name="La personne qui va mal").tap()
    question(phone, "Quelle aide")
    in_reach(phone, phone.get_by_role("link", name="Passer cette question"))
    phone.get_by_role("link", name="Être accompagné·e en ambulatoire").tap()
    question(phone, "Où habite")
    phone.get_by_label("Où habite").fill("1210")
    in_reach(phone, phone.get_by_role("button", name="Continuer"))
    phone.get_by_role("button", name="Continuer").tap()
    question(phone, "Quel âge")
    phone.get_by_label("Quel âge").fill("trente-cinq")
    phone.get_by_role("button", name="Continuer").tap()
    question(phone, "Quel âge")
    field = phone.get_by_label("Quel âge")
    expect(field).to_have_value("trente-cinq")
    expect(field).to_have_accessible_description(re.compile("de 0 à 120"))
    field.fill("35")
    phone.get_by_role("button", name="Continuer").tap()
    question(phone, "Dans quelle langue")
    in_reach(phone, phone.get_by_role("button", name="Continuer"))
    phone.get_by_role("link", name="Passer cette question").tap()
    question(phone, "pourrait bloquer")
    phone.get_by_label("n’a pas de titre de séjour").tap()
    phone.get_by_role("button", name="Continuer").tap()
    question(phone, "Quand")
    phone.get_by_role("link", name="Passer cette question").tap()
    question(phone, "Combien de temps")
    phone.get_by_role("link", name="1 mois au plus").tap()
    question(phone, "Votre résumé")

    phone.get_by_role("link", name="changer (Âge)").tap()
    question(phone, "Quel âge")
    phone.get_by_label("Quel âge").fill("36")
    phone.get_by_role("button", name="Continuer").tap()
    question(phone, "Votre résumé")
    expect(phone.locator(".guide-answers")).to_contain_text("36 ans")
    leave = phone.get_by_role("link", name=re.compile(r"Voir \d+ services?"))
    in_reach(phone, leave)
    leave.tap()
    phone.wait_for_url(
        f"{site}/orientation/?besoin=ambulatoire&age=36&code_postal=1210"
        "&condition=sans_papiers&delai=1mois#resultats"
    )


def test_a_whole_walk_by_keyboard(site: str, phone: Page) -> None:
    phone.goto(f"{site}{GUIDE}#question")
    for following in ("Pour qui", "Quelle aide", "Où habite"):  # the second answer of each
        phone.keyboard.press("Tab")
        phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
        question(phone, following)
    for label, typed, following in (
        ("Où habite", "1050", "Quel âge"),
        ("Quel âge", "17", "Dans quelle langue"),
    ):
        phone.keyboard.press("Tab")
        expect(phone.get_by_label(label)).to_be_focused()
        phone.keyboard.type(typed)
        phone.keyboard.press("Enter")
        question(phone, following)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    question(phone, "pourrait bloquer")
    expect(phone).to_have_url(re.compile("pour=proche.*age=17.*code_postal=1050.*langue=fr"))


def test_what_is_urgent_shows_112_before_any_list(site: str, phone: Page) -> None:
    phone.goto(site + GUIDE)
    phone.get_by_role("link", name="Oui, c’est urgent").tap()
    card = phone.get_by_role("region", name="Si c’est maintenant, appelez d’abord")
    expect(card.get_by_role("link", name="112")).to_be_in_viewport(timeout=PATIENCE)
    assert phone.locator(".card").count() == 0
    phone.get_by_role("link", name="Continuer les questions").tap()
    question(phone, "Pour qui")
    phone.get_by_role("link", name=re.compile(r"Voir les \d+ services maintenant")).tap()
    phone.wait_for_url(f"{site}/orientation/?besoin=crise#resultats")
    numbers = phone.locator(".care-crise").bounding_box()
    first = phone.locator(".card").first.bounding_box()
    assert numbers and first and numbers["y"] < first["y"]


def test_the_numbers_stay_in_sight_while_one_reads_on(site: str, phone: Page) -> None:
    phone.goto(f"{site}{GUIDE}?etape=besoin#question")
    phone.get_by_role("link", name="C’est urgent").scroll_into_view_if_needed()

    expect(phone.locator(".strip").get_by_role("link", name="112")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light")])
def test_every_page_of_the_guide_is_accessible_and_fits(
    site: str, browser: Browser, width: int, scheme: str
) -> None:
    assert complaints_about(browser, site, PAGES, width, scheme) == []
