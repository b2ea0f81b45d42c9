"""What one process knows of the répertoire, asked as a request does."""

from typing import Any

import pytest

from directory.models import Service
from orientation import bits, live
from orientation.profile import Profile
from orientation.reading import Reader

World = dict[str, Service]


def names() -> list[str]:
    """The names of the published services, as the next request lists them."""
    snapshot = live.current().snapshot
    slots = snapshot.by_name(snapshot.published, 0, snapshot.size)
    return [snapshot.profile(slot).name for slot in slots]


def known(name: str) -> Profile:
    """What the next request knows of a service."""
    snapshot = live.current().snapshot
    slots = bits.members(snapshot.published | snapshot.suspended)
    (profile,) = (it for it in map(snapshot.profile, slots) if it.name == name)
    return profile


def renamed(service: Service, name: str) -> None:
    """Change the name of a service."""
    service.name = name
    service.save()


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no service can be read."""

    def fail(*_arguments: Any) -> Any:
        raise RuntimeError("unreadable")

    monkeypatch.setattr(Reader, "read", fail)
    monkeypatch.setattr(Reader, "read_all", fail)
