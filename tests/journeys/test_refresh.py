"""The list answers in place when JavaScript is there, and by its button when it is not."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from audit.axe import broken_rules

LIST = "/orientation/"
NEED = "Être accompagné·e en ambulatoire"


def open_list(site: str, page: Page, query: str = "") -> None:
    """Open the list, and mark the document: a navigation would lose the mark."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(site + LIST + query)
    page.evaluate("window.sameDocument = true")


def in_place(page: Page) -> bool:
    """Whether the document is still the one that was opened."""
    return bool(page.evaluate("window.sameDocument === true"))


def heading(page: Page) -> Locator:
    """The heading of the results."""
    return page.locator("#resultats")


def entries(page: Page) -> int:
    """How many addresses the tab remembers."""
    return int(page.evaluate("history.length"))


def test_a_box_checked_changes_the_list_in_place_and_back_restores_it(
    site: str, page: Page
) -> None:
    open_list(site, page)
    everything = heading(page).inner_text()
    box = page.get_by_label(NEED)
    page.get_by_text("Langue parlée").first.click()
    other_count = page.locator("li", has=page.locator("[name=langue][value=ar]")).locator(".count")
    before = other_count.inner_text()
    box.focus()
    page.evaluate("scrollTo(0, 60)")
    page.keyboard.press("Space")

    expect(heading(page)).not_to_have_text(everything)
    expect(page).to_have_url(f"{site}{LIST}?besoin=ambulatoire")
    expect(box).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text(heading(page).inner_text())
    expect(page.get_by_role("button", name=re.compile(r"Voir \d+ services"))).to_contain_text(
        heading(page).inner_text().split()[0]
    )
    expect(page).to_have_title(re.compile(heading(page).inner_text()))
    expect(other_count).not_to_have_text(before)
    expect(other_count).to_be_visible()  # the group stays open
    expect(page.get_by_role("link", name="NL – Nederlands")).to_have_attribute(
        "href", re.compile("besoin=ambulatoire")
    )
    assert page.evaluate("scrollY") == 60

    known = entries(page)
    age = page.get_by_label("Quel âge a-t-elle")
    age.press_sequentially("3", delay=0)
    page.wait_for_url("**/?besoin=ambulatoire&age=3")
    expect(page.get_by_role("status").first).to_contain_text("à vérifier")
    age.press_sequentially("5", delay=0)
    page.wait_for_url("**/?besoin=ambulatoire&age=35")
    expect(age).to_be_focused()
    assert entries(page) == known + 1, "typing goes on in the same entry"
    expect(page.locator(".chips")).to_contain_text("35 ans")
    age.fill("cent")
    expect(age).to_have_accessible_description(re.compile("de 0 à 120"))
    expect(page.get_by_role("status").first).to_contain_text("de 0 à 120")
    expect(age).to_have_value("cent")
    age.fill("40")
    page.keyboard.press("Tab")  # what is typed counts as soon as one leaves
    page.wait_for_url("**/?besoin=ambulatoire&age=40")
    assert broken_rules(page) == []

    page.go_back()
    expect(age).to_have_value("")
    expect(box).to_be_checked()
    page.go_back()
    expect(box).not_to_be_checked()
    expect(heading(page)).to_have_text(everything)
    expect(page).to_have_url(site + LIST)
    page.go_forward()
    expect(box).to_be_checked()
    page.get_by_label("Quel âge").fill("8")
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    expect(page).to_have_url(f"{site}{LIST}?besoin=ambulatoire&age=8#resultats")
    expect(heading(page)).to_be_in_viewport()
    assert in_place(page)


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}])
def test_on_a_phone_the_button_keeps_the_count_in_sight_and_goes_to_the_results(
    site: str, page: Page
) -> None:
    open_list(site, page, "?s=ssm-ulysse")
    page.get_by_label(NEED).check()
    expect(page.locator(".chips")).to_contain_text(NEED)
    button = page.get_by_role("button", name=re.compile(r"Voir \d+ services"))
    expect(button).to_be_in_viewport()
    expect(page.locator(".selection-bar").first).not_to_be_in_viewport()
    button.click()
    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_be_in_viewport()
    expect(page.locator(".selection-bar").first).to_be_in_viewport()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert in_place(page)


def test_links_of_the_results_are_followed_in_place(site: str, page: Page) -> None:
    open_list(site, page, "?besoin=crise&age=35&code_postal=1210")
    page.get_by_role("link", name="35 ans retirer").click()
    expect(heading(page)).to_be_focused()
    expect(page.get_by_label("Quel âge")).to_have_value("")
    expect(page).to_have_url(re.compile(r"\?besoin=crise&code_postal=1210#resultats$"))
    page.get_by_role("link", name=re.compile("^À vérifier")).click()
    page.wait_for_url(re.compile("verdict=verifier"))
    page.get_by_role("link", name="par nom").click()
    expect(page.locator(".order strong")).to_have_text("par nom")
    page.get_by_label("Renouer des liens").check()
    expect(page).to_have_url(re.compile(r"code_postal=1210&tri=nom$"))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^Presque")).click(modifiers=["Control"])
    opened.value.close()
    assert in_place(page)


def test_a_late_answer_never_covers_a_newer_one(site: str, page: Page) -> None:
    page.add_init_script(
        """
        const real = window.fetch;
        window.fetch = async (url, how) => {
          if (!url.endsWith("age=8")) return real(url, how);
          const answer = await real(url); // it does not hear that it is no longer wanted
          await new Promise((go) => setTimeout(go, 1500));
          window.late = true;
          return answer;
        };
        """
    )
    open_list(site, page)
    age = page.get_by_label("Quel âge")
    age.fill("8")
    page.keyboard.press("Tab")
    expect(page.locator(".results")).to_have_attribute("aria-busy", "true")
    age.fill("35")
    page.keyboard.press("Tab")
    expect(page.locator(".chips")).to_contain_text("35 ans")
    page.wait_for_timeout(2_000)
    assert page.evaluate("window.late")

    expect(page.locator(".chips")).to_contain_text("35 ans")
    expect(page).to_have_url(f"{site}{LIST}?age=35")
    expect(page.locator(".results")).not_to_have_attribute("aria-busy", "true")


def test_when_the_network_fails_the_page_is_loaded_as_usual(site: str, page: Page) -> None:
    page.add_init_script(
        "window.fetch = async () => { if (!window.broken) return new Response('', {status: 503}); throw 0 }"
    )
    for broken in ("true", "false"):
        open_list(site, page)
        page.evaluate(f"window.broken = {broken}")
        page.get_by_label(NEED).check()
        page.wait_for_url(f"{site}{LIST}?besoin=ambulatoire")
        expect(page.get_by_label(NEED)).to_be_checked()
        assert not in_place(page)


def test_words_are_suggested_and_chosen_by_keyboard(site: str, page: Page) -> None:
    open_list(site, page)
    field = page.get_by_role("combobox", name="Mots à chercher")
    options = page.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("psych", delay=0)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").nth(1)).to_have_text(f"Suggestions ({options.count()})")
    assert broken_rules(page) == []
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == ""
    page.keyboard.press("ArrowDown")
    first = options.first
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("psych")
    page.keyboard.press("ArrowDown")
    word = first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value(word)
    expect(field).to_be_focused()
    expect(page.locator(".chips")).to_contain_text(word)
    expect(options).to_have_count(0)
    assert in_place(page)

    page.goto(site)
    page.get_by_role("combobox").press_sequentially("log", delay=0)
    option = page.get_by_role("option").first
    word = option.inner_text()
    option.click()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/orientation/\?q=\w+#resultats$"))
    expect(page.get_by_label("Mots à chercher")).to_have_value(word)


def test_a_selection_is_made_in_place_and_found_again(site: str, page: Page) -> None:
    open_list(site, page, "?besoin=crise")
    add = page.get_by_role("link", name=re.compile("^Ajouter à la sélection"))
    count = add.count()
    second = add.nth(1)
    slug = second.get_attribute("data-choose")
    second.scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    second.press("Enter")
    expect(page).to_have_url(f"{site}{LIST}?besoin=crise&s={slug}")
    chosen = page.locator(f"[data-choose='{slug}']")
    expect(chosen).to_have_text(re.compile("^Retirer de la sélection"))
    expect(chosen).to_be_focused()
    expect(add).to_have_count(count - 1)
    assert page.evaluate("scrollY") == scrolled
    page.get_by_label("Renouer des liens").check()
    expect(page).to_have_url(re.compile(f"besoin=liens&besoin=crise&s={slug}$"))
    assert in_place(page)
    assert broken_rules(page) == []

    open_list(site, page)
    page.get_by_role("link", name="Reprendre ma sélection (1)").click()
    expect(page).to_have_url(f"{site}{LIST}?s={slug}#resultats")
    expect(page.get_by_role("link", name="Ma sélection : 1 service")).to_be_visible()
    page.locator(f"[data-choose='{slug}']").click()
    expect(page).to_have_url(site + LIST)
    expect(page.locator("kept-selection")).to_be_hidden()
    assert in_place(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_on_a_slow_line_the_link_that_chooses_stays_under_the_finger(
    site: str, page: Page, width: int
) -> None:
    """The font comes after the page, and is used by what is put in place then."""
    page.set_viewport_size({"width": width, "height": 800})
    font: list[Route] = []
    page.route("**/*.woff2", lambda route: font.append(route))
    page.goto(f"{site}{LIST}?besoin=crise", wait_until="domcontentloaded")
    link = page.locator("[data-choose]").nth(1)
    expect(link).to_be_visible()
    page.wait_for_timeout(200)
    for route in font:
        route.continue_()
    page.wait_for_load_state()
    assert font
    link.scroll_into_view_if_needed()
    before = link.bounding_box()
    link.click()
    expect(link).to_have_class(re.compile("is-chosen"))
    page.wait_for_timeout(200)
    after = link.bounding_box()
    assert before and after and abs(after["y"] - before["y"]) <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_read_while_an_answer_is_awaited_keeps_its_contrast(
    site: str, page: Page, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    asked: list[Route] = []
    page.route(re.compile("age=35"), lambda route: asked.append(route))
    open_list(site, page, "?besoin=ambulatoire&code_postal=1030&condition=sans_papiers")
    page.get_by_label("Quel âge").fill("35")
    results = page.locator(".results")
    expect(results).to_have_attribute("aria-busy", "true")
    expect(results).to_have_css("opacity", "0.85")
    assert broken_rules(page) == []
    for route in asked:
        route.continue_()
    expect(results).not_to_have_attribute("aria-busy", "true")
    assert asked


def test_without_javascript_the_button_answers(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page: Any = context.new_page()
    page.goto(site + LIST)
    assert page.get_by_role("combobox").count() == 1, "the place's own list, and no other"
    expect(page.locator("kept-selection")).to_be_hidden()
    page.get_by_label(NEED).check()
    page.get_by_role("button", name=re.compile(r"Voir \d+ services")).click()
    expect(page).to_have_url(re.compile("besoin=ambulatoire.*#resultats$"))
    expect(page.get_by_label(NEED)).to_be_checked()
    page.get_by_role("link", name=re.compile("^Ajouter à la sélection")).first.click()
    expect(page.get_by_role("link", name="Ma sélection : 1 service")).to_be_attached()
    context.close()
