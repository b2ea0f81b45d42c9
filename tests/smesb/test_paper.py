"""What every page says on paper only: its address, as text and as a QR code."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from orientation import qr

CODE = re.compile(r'<img src="(/qr\.svg\?page=[^"]*)"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/urgence/", "/urgence/"),
        ("/nl/urgence/", "/nl/urgence/"),
        ("/orientation/?besoin=crise&age=35", "/orientation/"),
    ],
)
def test_paper_has_the_address_of_the_page_never_the_situation(
    client: Client, settings: Settings, address: str, page: str
) -> None:
    html = client.get(address).content.decode()
    (code,) = CODE.findall(html)
    assert code == f"/qr.svg?page={page}"
    assert f" {settings.SITE_URL}{address.partition('?')[0]}</p>" in html


def test_the_code_leads_to_this_site(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://smes-b.example"
    answer = client.get("/qr.svg", {"page": "/services/été/"})
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "max-age=86400" in answer["Cache-Control"]
    drawn = qr.drawn("https://smes-b.example/services/%C3%A9t%C3%A9/")
    assert answer.content == drawn.content


@pytest.mark.parametrize("page", ["", "https://ailleurs.example/", "/" + "x" * qr.LONGEST])
def test_there_is_no_code_for_another_place_nor_for_a_long_address(
    client: Client, page: str
) -> None:
    assert client.get("/qr.svg", {"page": page}).status_code == 404
