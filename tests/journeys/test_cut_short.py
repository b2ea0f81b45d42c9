"""A page that does not come whole: on a bad line, half of it is better than nothing."""

from playwright.sync_api import Browser, Route, expect


def test_what_has_come_is_shown_after_a_second(village: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()

        def cut(route: Route) -> None:
            answer = route.fetch()
            text = answer.text()
            route.fulfill(response=answer, body=text[: text.index("</h1>")])

        page.route(f"{village}/services/essai-ouvert/", cut)
        page.goto(f"{village}/services/essai-ouvert/", wait_until="commit")

        # The numbers at once; the rest was waited for, in vain.
        expect(page.get_by_role("link", name="112")).to_be_visible()
        expect(page.locator("main")).to_have_css("animation-name", "arriving")
        expect(page.get_by_role("heading", level=1)).to_be_visible()

        page.unroute_all()
        page.reload()
        expect(page.locator("main")).to_have_css("animation-name", "none")
