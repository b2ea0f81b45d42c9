"""What tests of orientation may ask for."""

from collections.abc import Iterator

import pytest

from directory.models import Service
from orientation import live
from tests.factories import NeedFactory, OrganizationFactory, ServiceFactory, ServiceTypeFactory
from tests.orientation.one_process import World, names


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Alizé, Brise and Cierzo, which this process knows; an organisation each, one need for all."""
    live.forget()
    kind, need = ServiceTypeFactory.create(), NeedFactory.create(slug="crise", name_fr="Crise")
    made: dict[str, Service] = {
        name: ServiceFactory.create(
            name=name, slug=slug, type=kind, organization=OrganizationFactory.create()
        )
        for name, slug in (("Alizé", "alize"), ("Brise", "brise"), ("Cierzo", "cierzo"))
    }
    for service in made.values():
        service.needs.add(need)
    assert names() == ["Alizé", "Brise", "Cierzo"]
    yield made
    live.forget()


@pytest.fixture
def patched_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading everything again fails, and `live.health` says so."""
    monkeypatch.setattr(live, "read_everything", None)
