"""What cannot be read: the last good snapshot answers, without what must be hidden, and says so."""

import re
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from directory import last_revision
from directory.models import Location, Revision, Service
from directory.models.service import Status
from orientation import live
from tests.factories import (
    LocationFactory,
    NeedFactory,
    PhoneFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)
from tests.orientation.one_process import World, broken, names, renamed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_a_failed_patch_keeps_serving_without_what_changed(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = live.current().revision
    broken(monkeypatch)
    renamed(world["Alizé"], "Zéphyr")
    assert names() == ["Brise", "Cierzo"]
    assert live.current().revision == before
    assert "cannot be read: RuntimeError" in live.health()
    assert "what was known answers" in caplog.text


def test_a_failed_rebuild_drops_the_withdrawn_and_the_newly_confidential_and_keeps_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refuge that has been confidential for long is known without its address: it stays."""
    place, refuge = LocationFactory.create(), LocationFactory.create(is_confidential=True)
    dora = ServiceFactory.create(name="Dora", type=world["Alizé"].type)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    PhoneFactory.create(service=world["Brise"], location=place)
    ServiceAtLocationFactory.create(service=dora, location=refuge)
    assert names() == ["Alizé", "Brise", "Cierzo", "Dora"]
    ServiceFactory.create(name="Élan", type=dora.type)

    broken(monkeypatch)
    Location.objects.filter(pk=place.pk).update(is_confidential=True)
    Service.objects.filter(name="Cierzo").update(status=Status.ARCHIVED, status_since=TODAY)
    NeedFactory.create()

    assert names() == ["Dora"]
    assert live.health()


def test_it_tries_again_after_a_while_or_at_the_next_edit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        broken(failing)
        renamed(world["Alizé"], "Zéphyr")
        assert names() == ["Brise", "Cierzo"]
    assert names() == ["Brise", "Cierzo"], "not at each request"
    monkeypatch.setattr(live, "RETRY_AFTER", 0)
    assert names() == ["Brise", "Cierzo", "Zéphyr"]
    assert live.health() == ""

    monkeypatch.setattr(live, "RETRY_AFTER", 30)
    with monkeypatch.context() as failing:
        broken(failing)
        world["Brise"].save()
        assert names() == ["Cierzo", "Zéphyr"]
    world["Cierzo"].save()
    assert names() == ["Brise", "Cierzo", "Zéphyr"]
    assert live.health() == ""


def test_what_a_failed_rebuild_left_out_comes_back_with_a_patch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = LocationFactory.create(is_confidential=True)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    ServiceAtLocationFactory.create(service=world["Alizé"])  # an open one: the service is dropped
    assert names() == ["Alizé", "Brise", "Cierzo"]
    with monkeypatch.context() as failing:
        failing.setattr(Revision, "since", lambda *_step: 1 / 0)
        world["Brise"].save()
        assert names() == ["Brise", "Cierzo"]
    monkeypatch.setattr(live, "RETRY_AFTER", 0)
    monkeypatch.setattr(live, "read_everything", None)
    assert names() == ["Alizé", "Brise", "Cierzo"]


def test_when_the_database_is_down_what_was_known_answers(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_arguments: Any) -> Any:
        raise OperationalError("the server closed the connection")

    address = "/orientation/"
    before = client.get(address).content
    with monkeypatch.context() as failing:
        failing.setattr(type(connection.cursor().db), "cursor", down)
        answer = client.get(address)
        assert answer.status_code == 200
        assert re.sub(rb"\s+", b"", answer.content) == re.sub(rb"\s+", b"", before)
        assert client.get("/healthz").status_code == 503
        live.forget()
        with pytest.raises(OperationalError):
            live.current()
    renamed(world["Alizé"], "Zéphyr")
    assert names() == ["Brise", "Cierzo", "Zéphyr"]
    assert client.get("/healthz").content == b"ok\n"


def test_healthz_says_that_a_process_is_behind_and_keeps_it_in_service(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    renamed(world["Alizé"], "Zéphyr")
    answer = client.get("/healthz")  # the first to ask since the edit
    assert answer.status_code == 200
    assert re.fullmatch(
        r"ok\nbehind: revision \d+ cannot be read: RuntimeError\n", answer.content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_a_connection_lost_between_two_requests_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, times = last_revision._read, count()

    def lost_at_first(database: Any) -> tuple[int, str]:
        if next(times) == 0:
            raise OperationalError("the server closed the connection")
        return read(database)

    monkeypatch.setattr(last_revision, "_read", lost_at_first)
    connection.ensure_connection()
    assert last_revision.read_revision() == read(last_revision.database())
    assert next(times) == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_reached_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = count()

    def unreachable(_database: Any) -> Any:
        next(times)
        raise OperationalError("no server")

    monkeypatch.setattr(last_revision, "_read", unreachable)
    with monkeypatch.context() as closed:
        closed.setattr(connections["default"], "connection", None)
        with pytest.raises(OperationalError):
            last_revision.read_revision()
    assert next(times) == 1
