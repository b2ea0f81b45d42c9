"""The picture beside the shared address of a service: what it says, and that it fits."""

import csv
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from directory.emergency import LINES
from directory.models import Service
from directory.models.service import Status
from directory.picture import BAND, BOTTOM, COLOURS, MARGIN, SIZE, SelectionPicture, ServicePicture
from directory.picture_words import picture_of
from directory.waits import Intake
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    WaitingTimeFactory,
)
from tests.smesb.reader import SECRETS, a_repertoire, plain

TODAY = date(2026, 11, 22)
SITE = "Santé mentale à Bruxelles"
LONG = "Équipe mobile de santé mentale pour personnes sans abri ".ljust(200, "x")
SAID = "Ne prend plus de demandes pour l’instant, jusqu’au 30 septembre 2026 (chiffre fictif)"


def names_of_the_starter() -> list[str]:
    """The longest names of the répertoire that a clone starts with."""
    with (settings.FIXTURES / "services_starter.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted((row["name"] for row in rows), key=len)[-5:]


def opened(png: bytes) -> Image.Image:
    """The picture, whose frame holds nothing but the paper."""
    image = Image.open(BytesIO(png))
    width, height = image.size
    assert (image.format, image.size) == ("PNG", SIZE)
    paper = tuple(bytes.fromhex(COLOURS["paper"][1:]))
    foot = height - BAND
    for box in (
        (0, 0, MARGIN - 2, foot),
        (width - MARGIN + 2, 0, width, foot),
        (0, BOTTOM + 20, width, foot),
    ):
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)], box
    return image


def above_the_state(image: Image.Image) -> set[object]:
    """The colours of the strip between the name and what is said of the wait."""
    bar = image.getpixel((MARGIN + 4, BOTTOM - 4))
    top = next(y for y in range(BOTTOM - 4, 0, -1) if image.getpixel((MARGIN + 4, y)) != bar)
    strip = image.crop((0, top - 8, image.width, top))
    return {colour for _count, colour in strip.getcolors(10_000) or []}


@pytest.mark.parametrize("name", [*names_of_the_starter(), LONG, "W" * 200, "Ş" * 90, "A"])
@pytest.mark.parametrize("state", [*Intake, "unknown"])
def test_whatever_its_length_a_name_stays_in_its_place(name: str, state: str) -> None:
    picture = ServicePicture(
        LONG, name, "Watermael-Boitsfort, Woluwe-Saint-Lambert", state, SAID, LONG
    )
    paper = tuple(bytes.fromhex(COLOURS["paper"][1:]))

    assert above_the_state(opened(picture.png(SITE))) == {paper}


@pytest.mark.parametrize("count", [1, 3, 4])
@pytest.mark.parametrize("name", [LONG, "W" * 200])
def test_the_names_of_a_selection_stay_in_their_place(name: str, count: int) -> None:
    opened(SelectionPicture(LONG, ((name, LONG),) * count, LONG, "22 septembre 2026").png(SITE))


# What it says


def said(service: Service) -> ServicePicture:
    """The picture of a service, read as its address does."""
    return picture_of(Service.objects.for_picture().get(pk=service.pk), TODAY)


@pytest.mark.django_db
def test_what_is_said_of_a_wait_has_its_speaker_and_its_day() -> None:
    service = ServiceFactory.create(name="Ici", type__name_fr="Un accueil")
    for code in ("1080", "1081"):
        ServiceAtLocationFactory.create(
            service=service,
            location=LocationFactory.create(postal_area__municipality__name_fr=f"Commune {code}"),
        )
    assert plain(said(service).alt) == (
        "Ici – Un accueil – Commune 1080, Commune 1081 – Temps d’attente inconnu – au 22 novembre 2026"
    )
    WaitingTimeFactory.create(
        service=service, weeks_from=4, weeks_to=6, observed_on=date(2026, 11, 3), is_fictional=True
    )
    found = said(service)
    assert (found.state, plain(found.said), found.source) == (
        Intake.WAITING,
        "Liste d’attente : 4 à 6 semaines (chiffre fictif)",
        "dit par le service le 3 novembre 2026",
    )


@pytest.mark.django_db
def test_what_was_said_long_ago_is_to_be_asked_again() -> None:
    service = ServiceFactory.create()
    WaitingTimeFactory.create(
        service=service, state="open", observed_on=TODAY - timedelta(days=200)
    )

    assert said(service).state == "unknown"
    assert said(service).said.startswith("À redemander. Avant")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SUSPENDED, "Suspendu depuis le 14 mars 2026"),
        (Status.ARCHIVED, "N’existe plus, ou plus sous ce nom, depuis le 14 mars 2026."),
        (Status.MERGED, "Réuni avec un autre service depuis le 14 mars 2026."),
    ],
)
@pytest.mark.django_db
def test_what_is_out_of_use_says_so_and_where_to_go(status: Status, words: str) -> None:
    service = ServiceFactory.create(
        status=status,
        status_since=date(2026, 3, 14),
        successor=ServiceFactory.create(name="Là-bas"),
    )
    WaitingTimeFactory.create(service=service, state="open")
    found = said(service)

    assert (found.state, found.said) == (Intake.CLOSED, words)
    assert plain(found.source) == "Adressez-vous plutôt à : Là-bas"


@pytest.mark.django_db
def test_an_emergency_line_says_when_to_call_it() -> None:
    found = said(ServiceFactory.create(emergency_line=next(iter(LINES))))

    assert found.state == Intake.CRISIS
    assert "inconnu" not in found.said and found.source


@pytest.mark.django_db
def test_a_confidential_place_is_known_by_its_commune() -> None:
    a_repertoire()
    found = said(Service.objects.get(slug="refuge"))

    assert found.place == "Berchem-Sainte-Agathe"
    assert not [secret for secret in SECRETS if secret in found.alt]


# Its address


@pytest.mark.django_db
def test_the_picture_answers_in_the_language_of_the_page_and_is_sent_once(client: Client) -> None:
    ServiceFactory.create(slug="ici")
    etags = set()
    for prefix in ("", "/nl", "/en"):
        address = f"{prefix}/services/ici/apercu.png"
        answer = client.get(address)
        opened(answer.content)
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Cache-Control"] == "no-cache"
        etags.add(etag := answer.headers["ETag"])
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
        assert not answer.cookies
    assert len(etags) == 3
    WaitingTimeFactory.create(service=Service.objects.get())
    assert client.get("/services/ici/apercu.png").headers["ETag"] not in etags


@pytest.mark.parametrize(
    ("slug", "status"),
    [("plein", 200), ("suspendu", 200), ("archive", 200), ("brouillon", 404), ("personne", 404)],
)
@pytest.mark.django_db
def test_there_is_a_picture_where_there_is_a_page(client: Client, slug: str, status: int) -> None:
    a_repertoire()

    assert client.get(f"/services/{slug}/").status_code == status
    assert client.get(f"/services/{slug}/apercu.png").status_code == status


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.django_db
def test_the_database_is_asked_a_fixed_number_of_times(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    service = ServiceFactory.create(slug="ici", successor=ServiceFactory.create())
    for _number in range(count):
        ServiceAtLocationFactory.create(service=service)
        WaitingTimeFactory.create(service=service, observed_on=timezone.localdate())
    with django_assert_num_queries(5):
        client.get("/services/ici/apercu.png")
