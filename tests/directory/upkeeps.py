"""Entries that are kept true by a link, and what their letters hold."""

# factory-boy’s declarations have no annotations.
# mypy: disallow-untyped-calls=False

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from directory import signed_links
from directory.models import Service, UpdateContact, Upkeep
from tests.factories import ServiceFactory


class UpdateContactFactory(DjangoModelFactory[UpdateContact]):
    """A team's address, written to in French."""

    class Meta:
        model = UpdateContact

    address = Sequence(lambda n: f"equipe{n}@example.org")


class UpkeepFactory(DjangoModelFactory[Upkeep]):
    """A service that is asked each month, and was never asked yet."""

    class Meta:
        model = Upkeep

    service = SubFactory(ServiceFactory)
    contact = SubFactory(UpdateContactFactory)


def link_to(service: Service, language: str = "") -> str:
    """A link that is made now."""
    path = reverse("directory:update", args=[service.uuid])
    return f"{language}{path}?lien={signed_links.update_link(service.pk, timezone.now())}"


def stamp_of(client: Client, link: str) -> str:
    """Open a link; what its forms carry."""
    response = client.get(link)
    assert response.status_code == 200
    found = re.search(r'name="formulaire" value="([^"]+)"', response.content.decode())
    assert found
    return unescape(found[1])


def answer(client: Client, service: Service, stamp: str, **fields: Any) -> Any:
    """Send the form of a link that was opened."""
    path = reverse("directory:update", args=[service.uuid])
    return client.post(path, {"formulaire": stamp, **fields})


def letters() -> list[EmailMessage]:
    """What was sent, as a program that reads mail gets it."""
    rules: Any = policy.default
    return [
        message_from_bytes(sent.message().as_bytes(linesep="\r\n"), policy=rules)
        for sent in mail.outbox
    ]


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """Its text, or its page (« html »)."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def links_in(text: str) -> list[str]:
    """The addresses of this site in a letter, without the site."""
    return [found.split("/", 3)[3] for found in re.findall(r"https?://[^\s\"<>]+", unescape(text))]
