"""The admin in a browser: no finding of axe, nothing refused by the content security policy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from audit.axe import broken_rules
from directory import actions
from smesb.models import User
from tests.directory.admin_forms import change_url, someone
from tests.factories import (
    PASSWORD,
    AccessConditionFactory,
    BassinFactory,
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    ServiceTypeFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def _check(page: Page, where: str) -> None:
    assert broken_rules(page) == [], where
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), where


def _link_for(user: User) -> list[str]:
    """What the address in the e-mail for a new password holds."""
    return [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 900}, {"width": 320, "height": 640}]
)
def test_every_page_passes_axe_wide_and_narrow(
    page: Page, live_server: LiveServer, log_in: Callable[..., None], viewport: dict[str, int]
) -> None:
    camille = someone("superuser", name="Camille", password=PASSWORD, is_superuser=True)
    service = ServiceFactory.create(
        name="Service de l’équipe mobile de crise du Centre-Ouest",
        organization=OrganizationFactory.create(name="Fédération bruxelloise des équipes mobiles"),
        type=ServiceTypeFactory.create(name_fr="Initiative d’habitations protégées"),
        source_date="2021-11-22",
    )
    bassin = BassinFactory.create()
    bassin.coordinators.add(camille)
    place = LocationFactory.create(postal_area=PostalAreaFactory.create(bassin=bassin))
    ServiceAtLocationFactory.create(service=service, location=place)
    ServiceTargetGroupFactory.create(service=service)
    PhoneFactory.create(service=service)
    ScheduleFactory.create(service=service)
    AccessConditionFactory.create(service=service, source="Guide", source_date="2021-03")
    actions.verify([service], by=camille, on=service.created_at.date())

    reset = reverse("admin_password_reset")
    for path in (
        reset,
        reverse("password_reset_done"),
        reverse("password_reset_complete"),
        reverse("password_reset_confirm", args=["MQ", "trop-vieux"]),
        reverse("password_reset_confirm", args=_link_for(camille)),
    ):
        page.goto(live_server.url + path)
        _check(page, path)
        page.get_by_role("link", name="Répertoire SMES-B", exact=True).wait_for()
        assert page.title().endswith("| SMES-B")

    page.goto(live_server.url + reverse("admin:login"))
    _check(page, "login")
    log_in(camille.email, PASSWORD)
    name: Any
    paths = {
        "index": reverse("admin:index"),
        "list": reverse("admin:directory_service_changelist") + "?q=service&bassin=les-miens",
        "change": change_url(service),
        "add": reverse("admin:directory_service_add"),
        "act": reverse("admin:directory_service_act", args=[service.pk, "archive"]),
        "history": reverse("admin:directory_service_history", args=[service.pk]),
        "organisation": change_url(service.organization),
        "place": change_url(place),
        "type": change_url(service.type),
        "people": reverse("admin:smesb_user_changelist"),
        "person": change_url(camille),
        "new person": reverse("admin:smesb_user_add"),
    }
    for name, path in paths.items():
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        _check(page, name)
        if name == "list" and viewport["width"] == 1280:
            assert page.locator(".results").evaluate("it => it.scrollWidth <= it.clientWidth")


def test_an_autocomplete_is_named_and_works_by_keyboard(
    page: Page, log_in: Callable[..., None]
) -> None:
    camille = someone("superuser", password=PASSWORD, is_superuser=True)
    OrganizationFactory.create(name="L’Été")
    service = ServiceFactory.create()
    log_in(camille.email, PASSWORD, then=change_url(service))
    page.get_by_role("combobox", name="Organisation").press("Enter")
    field = page.get_by_role("searchbox", name="Organisation")
    field.fill("l'ete")
    page.get_by_role("option", name="L’Été").wait_for()
    _check(page, "open autocomplete")
    field.press("Enter")
    page.get_by_role("combobox", name="Organisation : L’Été").wait_for()
