"""What a browser would send for the form « J’ai appelé », and suggestions that have come in."""

# factory-boy’s declarations have no annotations.
# mypy: disallow-untyped-calls=False

import re
import secrets
import time
from typing import Any

from django.core import signing
from django.test import Client
from django.urls import reverse
from factory.declarations import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from directory.models import Service, Suggestion
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    PhoneFactory,
    ServiceFactory,
)

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class SuggestionFactory(DjangoModelFactory[Suggestion]):
    """Someone says that a service has closed."""

    class Meta:
        model = Suggestion

    service = SubFactory(ServiceFactory)
    token = LazyFunction(lambda: secrets.token_hex(16))
    is_closed = True


def a_service() -> Service:
    """A service with a telephone, and two conditions of which one is known."""
    service = ServiceFactory.create(slug="ici", name="Ici")
    PhoneFactory.create(service=service, number="+3224990003", label="accueil")
    CriterionFactory.create(
        slug="pmr", name_fr="Accès PMR", question_fr="Peut-on entrer en chaise ?"
    )
    known = CriterionFactory.create(slug="gratuit", question_fr="Gratuit ?")
    AccessConditionFactory.create(service=service, criterion=known)
    return service


def report_url(service: Service) -> str:
    """The address of the form."""
    return reverse("directory:report", args=[service.slug])


def thanks_url(service: Service) -> str:
    """The address of the page that thanks."""
    return reverse("directory:report_thanks", args=[service.slug])


def stamp(service: Service, age: float = 60, nonce: str = "") -> str:
    """The stamp of a form of that service, opened so many seconds ago."""
    opened = int(time.time() - age)
    return signing.dumps([nonce or secrets.token_hex(16), opened], salt=f"report:{service.slug}")


def stamp_in(html: str) -> str:
    """The stamp that a page carries."""
    found = re.search(r'name="stamp" value="([^"]+)"', html)
    assert found
    return found[1]


def send(client: Client, service: Service, headers: Any = SAME_ORIGIN, **fields: Any) -> Any:
    """Send the form as a browser does, opened a minute ago unless `stamp` says otherwise."""
    sent = {"stamp": stamp(service), **fields}
    return client.post(report_url(service), sent, headers=headers)
