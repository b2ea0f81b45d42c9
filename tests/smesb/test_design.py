"""The page that shows every component: who sees it, and that none is missing from it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import override_settings

from directory.sheet import State
from directory.waits import Intake
from directory.waits_in_words import UNKNOWN
from smesb.views_design import PARTS, STATES
from tests.factories import UserFactory
from tests.smesb.reader import Page, html_of

# They stand in no part: what a page says of itself to machines, and the trap of anonymous forms.
NOT_SHOWN = {"alternates.html", "anonymous.html", "preview.html"}


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    client.force_login(UserFactory.create(is_staff=True))
    return client


def test_readers_are_not_told_that_it_exists(db: None, client: Client) -> None:
    assert client.get("/design/").status_code == 404
    client.force_login(UserFactory.create())
    assert client.get("/design/").status_code == 404
    assert client.get("/design/map/").status_code == 404


def test_staff_see_it_and_so_does_who_builds_the_site(staff: Client) -> None:
    assert staff.get("/design/").status_code == 200
    assert staff.get("/design/inconnu/").status_code == 404
    with override_settings(DEBUG=True):
        assert Client().get("/design/").status_code == 200


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_it_is_well_made_in_each_language(reference: None, staff: Client, prefix: str) -> None:
    for part in PARTS:
        page = Page(html_of(staff, f"{prefix}/design/{part}/"))

        assert not page.misnested and not page.inline, part
        assert len(page.ids) == len(set(page.ids)), part


def test_every_component_stands_on_it(reference: None, staff: Client) -> None:
    seen: set[str] = set()

    def see(template: object, **_more: object) -> None:
        seen.add(getattr(template, "name", None) or "")

    template_rendered.connect(see)
    try:
        for part in PARTS:
            staff.get(f"/design/{part}/")
    finally:
        template_rendered.disconnect(see)
    files = (settings.BASE_DIR / "templates" / "components").glob("*.html")
    # Constants are around every part, and rendered once a process.
    components = {file.name for file in files if "{# A constant" not in file.read_text()}
    assert components - {name.removeprefix("components/") for name in seen} == NOT_SHOWN


def test_every_state_stands_on_it(reference: None, staff: Client) -> None:
    html = "".join(html_of(staff, f"/design/{part}/") for part in PARTS)

    assert set(re.findall(r"fact fact-(\w+)", html)) == set(State)
    assert set(re.findall(r"wait wait-(\w+)", html)) == {*Intake, UNKNOWN}
    assert set(re.findall(r"mark mark-(\w+)", html)) == set(Intake)


def test_every_colour_stands_on_it(staff: Client) -> None:
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    colours = set(re.findall(r"--([\w-]+): (?:light-dark|#)", tokens))
    shown = set(re.findall(r'design-colour design-([\w-]+)"', html_of(staff, "/design/tokens/")))
    grounds = {f"{name}-soft" for name in STATES}
    assert colours - shown == {"focus", "focus-ink", *grounds} and shown <= colours
