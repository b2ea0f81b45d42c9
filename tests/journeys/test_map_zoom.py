"""The larger map, in a real browser: by click, by keyboard, and what is asked of whom."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from pytest_django import Settings

from audit.axe import broken_rules
from directory.importers.synthetic import generate
from directory.models import Service

TILES = "http://127.0.0.1:9/{z}/{x}/{y}.png"
LABELS = (
    "() => [...document.querySelectorAll('.zoom-label')].map(one => one.getBoundingClientRect().x)"
)


@pytest.fixture
def many(site: str) -> str:
    """The site, with places that are known."""
    generate(60, 1)
    return site


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page for someone who asks for less motion: what is done is done at once."""
    with browser.new_context(reduced_motion="reduce", locale="fr-BE") as context:
        yield context.new_page()


@pytest.fixture
def tiles(settings: Settings) -> None:
    """A site whose settings name a server of tiles."""
    settings.MAP_TILES_URL = TILES
    settings.MAP_TILES_ATTRIBUTION = "© Cartographes"


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """Every address that the page asks for, as it goes."""
    found: list[str] = []

    def note(request: Request) -> None:
        found.append(request.url)

    page.on("request", note)
    yield found


def enlarge(page: Page, address: str) -> None:
    """Open a map and make it larger."""
    page.goto(address)
    page.get_by_role("button", name="Agrandir la carte").press("Enter")
    expect(page.locator(".zoom-label").first).to_be_attached()


def breadth(page: Page) -> float:
    """How far apart the communes are on the screen: what zooming changes."""
    across = page.evaluate(LABELS)
    return float(max(across) - min(across))


def test_nothing_is_fetched_before_the_click_nor_from_elsewhere_after(
    many: str, page: Page, asked: list[str]
) -> None:
    page.goto(f"{many}/carte/?age=35")
    before = len(asked)
    assert not [
        url for url in asked if "leaflet" in url or "map_zoom.css" in url or "grande" in url
    ]
    enlarge(page, f"{many}/carte/?age=35")
    page.get_by_role("button", name="Plus près").click()
    page.get_by_role("button", name="Tout voir").click()
    assert sum("leaflet" in url for url in asked[before:]) == 1
    assert any("/carte/grande/?age=35" in url for url in asked)
    assert [url for url in asked if not url.startswith(many)] == []
    page.get_by_role("button", name="Fermer").click()
    again = len(asked)
    page.get_by_role("button", name="Agrandir la carte").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert len(asked) == again


@pytest.mark.parametrize("key", ["+", "-"])
def test_the_map_zooms_by_its_own_keys_and_buttons(many: str, still: Page, key: str) -> None:
    enlarge(still, f"{many}/carte/?bassin=sud")
    expect(still.get_by_role("group", name="Carte :")).to_be_focused()
    start = breadth(still)
    still.keyboard.press(key)
    after = breadth(still)
    assert after > 1.9 * start if key == "+" else after < 0.8 * start
    still.get_by_role("button", name="Tout voir").click()
    assert breadth(still) == pytest.approx(start, rel=0.01)
    still.get_by_role("button", name="Plus près").click()
    assert breadth(still) > 1.9 * start
    expect(still.locator(".leaflet-fade-anim, .leaflet-zoom-anim")).to_have_count(0)


def test_with_the_keyboard_alone_from_the_map_to_a_service_and_back(many: str, still: Page) -> None:
    enlarge(still, f"{many}/carte/")
    for _stop in range(60):
        still.keyboard.press("Tab")
        if "zoom-dot" in still.evaluate("document.activeElement.className"):
            break
    dot = still.locator(".zoom-dot:focus")
    name = dot.inner_text()
    still.keyboard.press("Enter")
    link = still.locator(".leaflet-popup a:focus")
    assert link.inner_text() in name
    still.keyboard.press("Escape")
    expect(dot).to_have_text(name)
    still.keyboard.press(" ")
    expect(link).to_be_visible()
    still.keyboard.press("Escape")
    still.keyboard.press("Escape")
    expect(still.get_by_role("dialog")).to_be_hidden()
    expect(still.get_by_role("button", name="Agrandir la carte")).to_be_focused()
    still.keyboard.press("Enter")
    still.locator(".zoom-dot").first.press("Enter")
    heading = link.inner_text()
    still.keyboard.press("Enter")
    expect(still.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_commune_says_its_number_and_leads_to_its_bassin(many: str, still: Page) -> None:
    enlarge(still, f"{many}/carte/?age=35")
    label = still.locator(".zoom-label", has_text="Uccle")
    count = label.locator(".zoom-number").inner_text()
    label.press("Enter")
    expect(still.locator(".leaflet-popup")).to_contain_text(re.compile(f"Uccle\\s*{count} service"))
    still.keyboard.press("Enter")
    expect(still).to_have_url(re.compile(r"/carte/\?bassin=sud&age=35$"))


@pytest.mark.parametrize(
    ("width", "scheme", "prefix"),
    [(320, "light", ""), (390, "dark", "/nl"), (1280, "light", "/en"), (1280, "dark", "")],
)
def test_the_larger_map_is_accessible_and_fits(
    many: str, browser: Browser, tiles: None, width: int, scheme: str, prefix: str
) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{many}{prefix}/carte/?age=35&code_postal=1050")
        page.locator("map-zoom > button").click()
        page.locator(".zoom-dot").first.press("Enter")
        page.locator(".zoom-tiles summary").click()
        assert broken_rules(page, within="dialog") == complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = [one.bounding_box() for one in page.locator("dialog button:visible").all()]
        assert all(box and min(box["width"], box["height"]) >= 44 for box in boxes)


def test_tiles_are_asked_for_after_the_reader_agrees_and_not_remembered(
    many: str, still: Page, tiles: None
) -> None:
    elsewhere: list[str] = []

    def refuse(route: Route) -> None:
        elsewhere.append(route.request.url)
        assert "referer" not in route.request.headers
        route.abort()

    still.route("http://127.0.0.1:9/**", refuse)
    for _visit in range(2):
        enlarge(still, f"{many}/carte/?age=35")
        still.get_by_role("button", name="Plus près").click()
        still.locator(".zoom-tiles summary").click()
        expect(still.locator(".zoom-tiles")).to_contain_text("127.0.0.1:9")
        assert elsewhere == []
        with still.expect_request("http://127.0.0.1:9/**"):
            still.get_by_role("button", name="Afficher le fond").click()
        expect(still.get_by_role("button", name="Masquer le fond")).to_be_focused()
        expect(still.locator(".zoom-tiles")).to_contain_text("© Cartographes")
        still.get_by_role("button", name="Masquer le fond").click()
        assert still.locator(".leaflet-tile").count() == 0
        assert not any("35" in url.rpartition("?")[2] for url in elsewhere if "?" in url)
        elsewhere.clear()
    assert still.evaluate("localStorage.length + sessionStorage.length") == 0
    assert still.context.cookies() == []


def test_a_confidential_place_has_no_dot(many: str, still: Page) -> None:
    hidden = Service.objects.published().filter(at_locations__location__latitude__isnull=False)[0]
    hidden.name = "Maison qui protège"
    hidden.save()
    hidden.locations.update(is_confidential=False)
    enlarge(still, f"{many}/carte/")
    told = still.locator(".zoom-dot", has_text="Maison qui protège")
    expect(told).not_to_have_count(0)
    hidden.locations.update(is_confidential=True)
    enlarge(still, f"{many}/carte/")
    expect(told).to_have_count(0)


def test_what_cannot_be_fetched_is_said_and_can_be_asked_again(many: str, still: Page) -> None:
    still.route("**/leaflet*.js", lambda route: route.abort())
    still.goto(f"{many}/carte/")
    button = still.get_by_role("button", name="Agrandir la carte")
    button.click()
    expect(still.get_by_role("status")).to_contain_text("n’a pas pu être chargée")
    expect(still.get_by_role("dialog")).to_have_count(0)
    expect(still.locator("svg.map")).to_be_visible()
    still.unroute("**/leaflet*.js")
    still.goto(f"{many}/carte/")
    button.click()
    expect(still.get_by_role("dialog")).to_be_visible()


def test_without_javascript_there_is_no_button_and_the_drawing_says_it_all(
    many: str, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{many}/carte/")
        expect(page.locator("svg.map")).to_be_visible()
        expect(page.get_by_role("button", name="Agrandir")).to_have_count(0)
        assert page.locator("map-zoom").inner_text().strip() == ""
