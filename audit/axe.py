"""What axe finds wrong on a page: the same rules for the audit and for the journeys."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS: dict[str, Any] = {
    # axe would fetch the style sheets again, and add styles that the policy refuses.
    "preload": False,
    # What passes is not described: a third of the time.
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": [
            *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
        ],
    },
}


def broken_rules(page: Page, within: str | None = None, *, at_rest: bool = False) -> list[str]:
    """Each element that breaks a rule of WCAG 2.2 A or AA or a best practice: the rule, then the element.

    `within` is a CSS selector; without it, the whole page is looked at. The size of targets is judged on
    a page `at_rest` only: what a bar covers while one scrolls would be found too small.
    """
    options = OPTIONS | {"rules": {"target-size": {"enabled": at_rest}}}
    return [
        f"{violation['id']} {node['html']}"
        for violation in Axe().run(page, context=within, options=options).response["violations"]
        for node in violation["nodes"]
    ]
