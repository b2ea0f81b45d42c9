"""Pages on paper: sheets that one pins up, read back as PDF."""

from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from directory.dates import in_words
from directory.models import Location, Service
from directory.models.service import Status
from tests.journeys.sheets import complaints_about_paper

CONFIDENTIAL, SUSPENDED = "similes-bruxelles", "les-trois-pommiers"


@dataclass(frozen=True)
class Printed:
    """A page, how many sheets it may take, what has to be on the first and what may be on none."""

    path: str
    most_pages: int
    words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


PRINTED = [
    Printed("/services/planning-familial-d-auderghem/", 2, ("planning-familial-d-auderghem",)),
    # The last of the questions that are folded on the screen
    Printed("/services/101-police/", 1, ("aidé·e sans savoir lire ou écrire",)),
    Printed(f"/services/{CONFIDENTIAL}/", 1, ("Adresse confidentielle",), ("Rue Malibran",)),
    Printed(f"/services/{SUSPENDED}/", 1, ("Suspendu depuis",)),
    Printed(f"/selection/?s=ssm-le-meridien&s=cpas-d-etterbeek&s={CONFIDENTIAL}", 1),
    # The list says what it found, and nothing of the situation it was found for.
    Printed(
        "/orientation/?besoin=crise&age=35&code_postal=1050",
        2,
        ("services",),
        ("35 ans", "1050", "besoin=", "conviennent"),
    ),
    Printed("/types/ssm/", 2),
    Printed("/urgence/", 1),
]
# What one presses or goes on by, whose words have nothing to do on paper.
PRESSED = (
    "nav a, button, label, .skip, .on-screen, [class$=-link] a, .handout-act a, .network-acts a"
)
INTERACTIVE = "button, input, textarea, select, nav a, .skip"


@pytest.fixture
def repertoire(site: str) -> str:
    """The site, where one service is suspended and another's address is not told."""
    today = timezone.localdate()
    Service.objects.filter(slug=SUSPENDED).update(status=Status.SUSPENDED, status_since=today)
    Location.objects.filter(at_locations__service__slug=CONFIDENTIAL).update(is_confidential=True)
    return site


def test_each_page_prints_as_a_sheet(repertoire: str, page: Page) -> None:
    today = in_words(timezone.localdate())
    found = []
    for one in PRINTED:
        page.goto(repertoire + one.path)
        pressed = {" ".join(text.split()) for text in page.locator(PRESSED).all_inner_texts()}
        pdf = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        left = page.locator(INTERACTIVE).filter(visible=True).all_inner_texts()
        numbers = page.locator("a[href^='tel:']:visible strong, a.phone:visible").all_inner_texts()
        page.emulate_media(media="null")
        complaints = complaints_about_paper(
            pdf,
            most_pages=one.most_pages,
            numbers=numbers,
            words=(f"Imprimé le {today}", *one.words),
            never=(*one.never, *(text for text in pressed if " " in text)),
        )
        found += [f"{one.path}: {what}" for what in (*complaints, *left)]

    assert not found, "\n".join(found)
