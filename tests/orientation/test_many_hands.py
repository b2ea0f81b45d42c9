"""Several processes read a share each, and what they wrote makes the same snapshot as one alone."""

import os
import pickle  # as multiprocessing does

import pytest
from hypothesis import given, settings

from orientation import live, reading
from orientation.columns import facts
from orientation.draft import Draft, Read
from orientation.many_hands import Part, Write, write_together
from orientation.reading import Reader
from orientation.snapshot import Snapshot
from tests.orientation.one_process import World, names
from tests.orientation.plain_matcher import World as Generated
from tests.orientation.worlds import worlds

REVISION = (7, "a token")


def same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots hold the same services, facts and words."""
    kinds = {kind for slot in range(one.size) for kind, _values in facts(one.profile(slot))}
    (words,), (others) = one.words._segments, other.words._segments
    return (
        [*one.packed] == [*other.packed]
        and (one.published, one.suspended) == (other.published, other.suspended)
        and all(one.columns.values(kind) == other.columns.values(kind) for kind in kinds)
        and [*words.words] == [*others[0].words]
        and all(words.whole(word) == others[0].whole(word) for word in words.words)
        and (one.points.starts, one.points.degrees) == (other.points.starts, other.points.degrees)
    )


@settings(deadline=None)
@given(worlds(most=6))
def test_drafts_of_different_services_make_one(world: Generated) -> None:
    services: list[Read] = [(key, True, each) for key, each in enumerate(world.profiles)]
    services += [(50 + key, False, each) for key, each in enumerate(world.suspended)]
    order = [key for key, *_rest in services]
    whole = Draft(order).add(services[::2])
    other = Draft(order).add(services[1::2])
    whole.join(pickle.loads(pickle.dumps(other)))  # noqa: S301 - its own bytes
    assert same(Snapshot.of(whole), Snapshot.build(order, services))


def test_a_draft_without_one_of_its_services_is_none() -> None:
    with pytest.raises(ValueError, match="no service"):
        Snapshot.of(Draft([1]))


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own connections stay open."""
    monkeypatch.setattr("orientation.many_hands.connections.close_all", lambda: None)


def writes(index: int, count: int) -> Part:
    """A share of six services known by their keys alone."""
    draft = Draft(range(6))
    draft.published.extend(range(index, 6, count))
    for slot in draft.published:
        draft.packed[slot] = str(os.getpid()).encode()
    return REVISION, draft


@pytest.mark.usefixtures("no_connection")
def test_every_hand_writes_its_share_in_a_process_of_its_own() -> None:
    written = write_together(writes, hands=3)
    assert written
    revision, draft = written
    assert revision == REVISION
    assert sorted(draft.published) == [*range(6)]
    first, second, third = (set(draft.packed[hand::3]) for hand in range(3))
    assert first == {str(os.getpid()).encode()}
    assert len(first | second | third) == 3


def at_another_revision(index: int, count: int) -> Part:
    """A commit came between the first process and the others."""
    (number, token), draft = writes(index, count)
    return (number + index, token), draft


def failing(index: int, count: int) -> Part:
    """The others fail."""
    if index:
        os._exit(1)
    return writes(index, count)


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("write", [at_another_revision, failing])
def test_hands_that_do_not_agree_leave_the_work_to_one(write: Write) -> None:
    assert write_together(write, hands=2) is None


@pytest.mark.django_db
def test_the_shares_are_all_the_services_and_none_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READ_AT_ONCE", 1)
    keys = [key for share in range(2) for key, *_ in Reader().read_all(share, 2)]
    assert sorted(keys) == sorted(service.pk for service in world.values())


@pytest.mark.django_db
@pytest.mark.parametrize("hands", [0, 1, 2])
def test_the_server_starts_with_every_service(
    world: World, monkeypatch: pytest.MonkeyPatch, hands: int
) -> None:
    """By many hands when there is much to read, alone when these could not agree."""

    def together(write: Write) -> Part | None:
        if not hands:
            return None
        revision, draft = write(0, hands)
        for index in range(1, hands):
            draft.join(write(index, hands)[1])
        return revision, draft

    monkeypatch.setattr(live, "READ_AT_ONCE", 1)
    monkeypatch.setattr(reading, "READ_AT_ONCE", 1)
    monkeypatch.setattr(live, "write_together", together)
    if hands:
        monkeypatch.setattr(live, "read_everything", None)
    live.forget()
    live.prepare()
    monkeypatch.setattr(live, "read_with_every_core", None)
    assert names() == ["Alizé", "Brise", "Cierzo"]
    assert live.health() == ""
