"""The charts of waiting times in a real browser, with the figures of a demonstration."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django import Settings

from directory.models import WaitingTime
from tests.journeys.pages import SMALLEST, complaints_about


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_charts_are_accessible_fit_and_can_be_read(
    site: str, browser: Browser, settings: Settings, width: int, scheme: str
) -> None:
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
    told = WaitingTime.objects.filter(state="waiting").order_by("-weeks_to").first()
    assert told
    paths = ["/temps-d-attente/", "/temps-d-attente/types/", told.service.get_absolute_url()]
    assert complaints_about(browser, site, paths, width, scheme) == []
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in paths:
            page.goto(site + path)
            assert page.evaluate(SMALLEST) >= 12, path
