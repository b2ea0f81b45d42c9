"""Three services that do not exist, in the real territory, on a day that does not pass."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from directory.models import Criterion, Need, PostalArea, Service, ServiceType
from directory.models.service import Status
from tests.factories import (
    AccessConditionFactory,
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    WaitingTimeFactory,
)

TODAY, SOURCE = "2026-03-02", {"source": "Source d’essai", "source_date": "2026-02-01"}


@pytest.fixture
def village(transactional_db: None, live_server: LiveServer) -> Iterator[str]:
    """The address of a running site with the reference lists and these services."""
    with time_machine.travel(TODAY, tick=True):
        call_command("load_reference", verbosity=0)
        kind = ServiceType.objects.get(slug="ssm")
        town = PostalArea.objects.get(postal_code="1210")
        organization = OrganizationFactory.create(name="Association d’essai", slug="essai")
        place = LocationFactory.create(postal_area=town, street_fr="Rue d’Essai")
        open_ = _service("ouvert", kind, organization=organization)
        _service("confidentiel", kind)
        _service("suspendu", kind, status=Status.SUSPENDED, status_since=TODAY, successor=open_)
        ServiceAtLocationFactory.create(service=open_, location=place)
        PhoneFactory.create(service=open_, number="+3225550101", **SOURCE)
        ScheduleFactory.create(service=open_)
        WaitingTimeFactory.create(
            service=open_, observed_on=date(2026, 2, 20), weeks_from=2, weeks_to=4
        )
        yes, no = Criterion.objects.order_by("position")[:2]
        AccessConditionFactory.create(service=open_, criterion=yes)
        AccessConditionFactory.create(service=open_, criterion=no, answer=False)
        yield live_server.url


def _service(name: str, kind: ServiceType, **more: object) -> Service:
    """A service of this name, that answers the need of the questions."""
    service = ServiceFactory.create(
        name=f"Service d’essai {name}", slug=f"essai-{name}", type=kind, **SOURCE, **more
    )
    service.needs.add(Need.objects.get(slug="ambulatoire"))
    return service
