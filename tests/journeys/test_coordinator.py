"""A coordinator: logs in, corrects an entry, and sees it on the public page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from smesb.models import User


def test_a_coordinator_corrects_a_telephone_number(
    site: str, page: Page, log_in: Callable[..., None]
) -> None:
    User.objects.create_superuser("coordination@smes-b.example", "un-mot-de-passe")
    log_in("Coordination@smes-b.example", "un-mot-de-passe")
    page.goto(f"{site}/admin/directory/service/?q=Meridien")
    page.get_by_role("link", name="SSM Le Méridien").click()
    page.locator("#id_phones-0-number").fill("pas un numéro")
    page.get_by_role("button", name=re.compile("^Enregistrer$")).click()
    expect(page.locator("body")).to_contain_text("n’est pas un numéro de téléphone")
    expect(page.locator("#id_phones-0-number")).to_have_value("pas un numéro")
    page.locator("#id_phones-0-number").fill("02 219 00 00")
    page.get_by_role("button", name=re.compile("^Enregistrer$")).click()
    expect(page.locator(".messagelist")).to_contain_text("SSM Le Méridien")
    page.goto(f"{site}/services/ssm-le-meridien/")
    expect(page.get_by_role("link", name="02 219 00 00")).to_be_visible()
