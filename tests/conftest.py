"""What tests may ask for, and what none may do: use an undefined template variable, or the network."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.base import FilterExpression, Node
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from directory.importers.reference import load_reference

# Undefined template variables


class UndefinedVariableError(Exception):
    """A template of this project shows a variable that does not exist."""


class Undefined(str):
    """The value of `string_if_invalid`: empty as usual, but an error in this project's templates.

    Django asks whether it is true exactly when a variable is undefined. Templates of libraries (the
    admin's) count on undefined variables, and go on as they would in production.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        if frame.f_code is not FilterExpression.resolve.__code__:
            return False
        variable = frame.f_locals["self"].token
        while frame := frame.f_back:  # type: ignore[assignment]
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                template = Path(str(node.origin.name))
                if _ours(template):
                    raise UndefinedVariableError(f"{{{{ {variable} }}}} in {template}")
                return False
        return False


def _ours(template: Path) -> bool:
    """Whether a template is this project's, not a library's."""
    return template.is_relative_to(settings.BASE_DIR) and "site-packages" not in template.parts


@pytest.fixture(scope="session", autouse=True)
def undefined_template_variables_are_errors() -> None:
    """Make an undefined variable in a template of this project an error, in every test."""
    for engine in engines.all():
        if isinstance(engine, DjangoTemplates):
            engine.engine.string_if_invalid = Undefined()


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Each test begins in French, whatever language the one before it read."""
    with translation.override("fr"):
        yield


@pytest.fixture
def reference(db: None) -> None:
    """The reference lists and the territory of `fixtures/`."""
    load_reference(settings.FIXTURES)


# A real browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once a process. Its program is named by CHROMIUM, as `make test` does."""
    program = os.environ.get("CHROMIUM")
    if not program:
        pytest.fail("Browser tests need CHROMIUM=/path/to/chromium; `make test` sets it.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, where the tests then use the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
            # The live server serves static files as production does: through WhiteNoise, after collectstatic.
            patch.setattr(StaticFilesHandler, "_should_handle", lambda handler, path: False)
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                # nothing but this machine
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def viewport() -> ViewportSize:
    """The size of the window; parametrize `viewport` to change it."""
    return {"width": 1280, "height": 800}


@pytest.fixture
def context(browser: Browser, viewport: ViewportSize) -> Iterator[BrowserContext]:
    """A browser window of its own: no cookie, no cache, Belgian French."""
    context = browser.new_context(viewport=viewport, locale="fr-BE", timezone_id="Europe/Brussels")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An open page. The test fails if a script failed or the content security policy refused something."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    assert not complaints, complaints


@pytest.fixture
def log_in(page: Page, live_server: LiveServer) -> Callable[..., None]:
    """Log in to the admin with that e-mail and password; return once `then` stands with its scripts."""

    def through(email: str, password: str, then: str = "/admin/") -> None:
        page.goto(f"{live_server.url}/admin/login/?next={then}")
        page.get_by_label("Adresse e-mail").fill(email)
        page.get_by_label("Mot de passe").fill(password)
        page.get_by_role("button", name="Connexion").click()
        page.wait_for_url(live_server.url + then, wait_until="load")

    return through
