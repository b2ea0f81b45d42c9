"""Several threads of a process, while others write: the old or the new, never a mixture."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from orientation import live
from orientation.reading import Reader
from tests.directory.at_once import Crowd
from tests.factories import NeedFactory, ServiceFactory, ServiceTypeFactory
from tests.orientation.one_process import known, names, renamed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_new_process(db: None) -> Iterator[None]:
    """Nothing is known yet, nor after."""
    live.forget()
    yield
    live.forget()


def test_threads_see_the_old_or_the_new_never_a_mixture(tmp_path: Path) -> None:
    """Both names of a service change in one transaction, again and again, while others read."""
    kind = ServiceTypeFactory.create()
    one = ServiceFactory.create(name="Alizé 0", type=kind)
    two = ServiceFactory.create(name="Brise 0", type=kind)
    done = threading.Event()
    turns = 12

    def act(person: int) -> list[int]:
        if person:
            seen: list[int] = []
            while not done.is_set() or not seen:
                seen.append(_turn())
            return [*seen, _turn()]
        try:
            for turn in range(1, turns + 1):
                with transaction.atomic():
                    renamed(one, f"Alizé {turn}")
                    renamed(two, f"Brise {turn}")
                assert _turn() == turn, "an edit shows at the request that follows it"
        finally:
            done.set()
        return []

    for seen in Crowd(tmp_path).each(act)[1:]:
        assert seen[-1] == turns
        assert seen == sorted(seen), "nobody goes back in time"


def _turn() -> int:
    first, second = (name.rpartition(" ") for name in names())
    assert first[2] == second[2], "a mixture of two states"
    return int(first[2])


def test_a_commit_in_the_middle_of_a_reading_shows_whole_at_the_next_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference lists are read before the services: here a service gets a need made in between."""
    kind = ServiceTypeFactory.create()
    service = ServiceFactory.create(name="Alizé", type=kind)
    crowd = Crowd(tmp_path)
    lists_read, committed = threading.Event(), threading.Event()
    read = Reader.read

    def interrupted(reader: Reader, keys: Any) -> Any:
        lists_read.set()
        assert committed.wait(5), "reading holds the writer up"
        return read(reader, keys)

    def act(person: int) -> tuple[str, list[str]]:
        if person:
            assert lists_read.wait(5)
            with transaction.atomic():
                service.needs.add(NeedFactory.create(slug="neuf"))
            committed.set()
            return "", []
        live.current()
        renamed(service, "Zéphyr")
        monkeypatch.setattr(Reader, "read", interrupted)
        before = sorted(known("Zéphyr").needs)
        return live.health(), [*before, *sorted(known("Zéphyr").needs)]

    assert crowd.each(act, people=2)[0] == ("", ["neuf"])
