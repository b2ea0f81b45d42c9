"""Everything by the keyboard alone: where the focus is can be seen, and it is never lost."""

import re
import string

import pytest
from playwright.sync_api import Page, expect

FARTHEST = 80  # stops from one thing to the next
# Why the focus cannot be seen where it is; nothing when it can.
HIDDEN = """
() => {
  const at = document.activeElement;
  if (at === document.body) return "nowhere";
  const ringed = [null, "::after"].some((part) => {
    const style = getComputedStyle(at, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  if (!ringed) return "no ring";
  const box = at.getBoundingClientRect();
  const across = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
  const down = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
  const seen = across.flatMap((x) => down.map((y) => document.elementFromPoint(x, y)))
    .filter((top) => top && (top === at || at.contains(top) || top.contains(at)));
  return seen.length ? "" : "covered, or out of the window";
}
"""
SAME = "() => [document.activeElement.tagName, location.href, document.body.innerHTML, scrollY]"


def go_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press the key until what has the focus bears this name; each stop on the way can be seen."""
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        here = page.locator(":focus")
        why = page.evaluate(HIDDEN)
        assert not why, (
            f"{why}: {here.evaluate('at => at.outerHTML')[:200] if here.count() else ''}"
        )
        if re.search(name, heard(page)):
            return
    pytest.fail(f"{name} is not reached by {key}")


def heard(page: Page) -> str:
    """What is said of what has the focus."""
    return page.locator(":focus").aria_snapshot().splitlines()[0]


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 720}, {"width": 375, "height": 667}], ids=str
)
def test_from_a_need_to_the_printed_selection_by_keyboard_alone(village: str, page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = true }")
    page.emulate_media(reduced_motion="reduce")
    page.goto(village)
    page.keyboard.press("Tab")
    assert "Aller au contenu" in heard(page) and not page.evaluate(HIDDEN)
    page.keyboard.press("Enter")
    go_to(page, "Être accompagné·e en ambulatoire")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orientation/?besoin=ambulatoire#resultats")

    # The filters, in place: each change keeps the focus where it is.
    page.evaluate("window.sameDocument = true")
    go_to(page, "Quel âge a-t-elle", "Shift+Tab")
    page.keyboard.type("35")
    go_to(page, "Délai d’un premier contact")
    page.wait_for_url("**/?besoin=ambulatoire&age=35")
    assert "Délai d’un premier contact" in heard(page)
    go_to(page, "Langue parlée")
    page.keyboard.press("Enter")
    go_to(page, "checkbox")
    language = heard(page).split(" (")[0]
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"&langue=\w+$"))
    expect(page.locator(".results")).not_to_have_attribute("aria-busy", "true")
    assert heard(page).startswith(language) and "[checked]" in heard(page)
    page.keyboard.press("Space")
    page.wait_for_url("**/?besoin=ambulatoire&age=35")
    go_to(page, "radio", "Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("pour=proche"))
    assert "radio" in heard(page) and "un·e proche" in heard(page)
    page.keyboard.press("ArrowUp")
    page.wait_for_url("**/?besoin=ambulatoire&age=35")
    go_to(page, r"Voir \d+ services?")
    page.keyboard.press("Enter")
    expect(page.locator("#resultats")).to_be_focused()
    assert page.evaluate("window.sameDocument === true"), "the list answers in place"

    go_to(page, "link.*Service d’essai ouvert")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/essai-ouvert/")
    go_to(page, "Ajouter à la sélection")
    page.keyboard.press("Enter")
    page.wait_for_url("**/selection/?s=essai-ouvert")
    go_to(page, "Imprimer")
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed === true")


def test_no_key_alone_does_anything(village: str, page: Page) -> None:
    for path in ("/", "/orientation/?besoin=ambulatoire", "/selection/?s=essai-ouvert"):
        page.goto(village + path)
        page.wait_for_load_state("networkidle")
        before = page.evaluate(SAME)
        for key in string.ascii_letters + string.digits + "/?.,;!+-*#":
            page.keyboard.press(key)
        assert page.evaluate(SAME) == before, path
