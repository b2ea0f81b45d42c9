"""The rule that keeps an import from overwriting people."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from directory.importers.merge import is_empty, merge

VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.text("ab", max_size=2))
FACTS = st.dictionaries(st.sampled_from(["nom", "ville", "âge"]), VALUES)


def test_a_field_that_the_last_import_wrote_is_updated() -> None:
    result = merge({"nom": "Le Grès"}, {"nom": "Le Grès"}, {"nom": "SSM Le Grès"})
    assert result.updates == {"nom": "SSM Le Grès"}
    assert result.kept == {}
    assert result.remembered == {"nom": "SSM Le Grès"}


def test_what_a_person_changed_is_kept_and_said() -> None:
    result = merge({"nom": "Notre nom"}, {"nom": "Le Grès"}, {"nom": "SSM Le Grès"})
    assert result.updates == {}
    assert result.kept == {"nom": "SSM Le Grès"}
    assert result.remembered == {"nom": "Le Grès"}


def test_what_a_person_emptied_stays_empty() -> None:
    result = merge({"nom": ""}, {"nom": "Le Grès"}, {"nom": "Le Grès"})
    assert result.updates == {}
    assert result.kept == {"nom": "Le Grès"}


def test_a_field_no_import_wrote_is_filled_only_when_it_is_empty() -> None:
    result = merge({"nom": "", "âge": 0}, {}, {"nom": "Le Grès", "âge": 18})
    assert result.updates == {"nom": "Le Grès"}
    assert result.kept == {"âge": 18}


def test_a_person_and_a_file_that_agree_leave_nothing_to_do() -> None:
    result = merge({"nom": "Nouveau"}, {"nom": "Ancien"}, {"nom": "Nouveau"})
    assert (result.updates, result.kept) == ({}, {})
    assert result.remembered == {"nom": "Nouveau"}


def test_what_the_file_does_not_speak_of_is_remembered_as_before() -> None:
    result = merge({"nom": "A"}, {"nom": "A", "ville": "Uccle"}, {"nom": "A"})
    assert result.remembered == {"nom": "A", "ville": "Uccle"}
    assert not result.writes


@given(current=FACTS, last=FACTS, incoming=FACTS)
def test_the_same_file_twice_changes_nothing(
    current: dict[str, Any], last: dict[str, Any], incoming: dict[str, Any]
) -> None:
    first = merge(current, last, incoming)
    second = merge(current | first.updates, first.remembered, incoming)
    assert second.updates == {}
    assert second.kept == first.kept
    assert not second.writes


@given(current=FACTS, last=FACTS, incoming=FACTS)
def test_nothing_that_differs_from_the_last_import_is_ever_lost(
    current: dict[str, Any], last: dict[str, Any], incoming: dict[str, Any]
) -> None:
    for field in merge(current, last, incoming).updates:
        assert current.get(field) == last[field] if field in last else is_empty(current.get(field))
