"""Where an aspect stands in a comparison: unknown is never a difference."""

from datetime import date

import pytest

from directory.comparison import Cell, Comparison, Row, compare
from directory.models import Criterion, Service
from directory.sheet import Fact, State, ask, said
from tests.factories import (
    CriterionFactory,
    ServiceFactory,
    ServiceTypeFactory,
)

TODAY = date(2026, 11, 21)
YES, NO = Fact(State.YES, "Oui."), Fact(State.NO, "Non.")
UNKNOWN = ask("Est-ce possible ?")


def row(*facts: Fact) -> Row:
    """A row with a fact for each service."""
    return Row("Aspect", tuple(Cell(ServiceFactory.build(), (fact,)) for fact in facts))


def place_of(*facts: Fact) -> str:
    """The part of a comparison where a row with these facts stands."""
    comparison = Comparison()
    comparison.add(row(*facts))
    (where,) = (name for name, rows in vars(comparison).items() if rows)
    return str(where)


# Where a row stands


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ((YES, NO), "differing"),
        ((YES, NO, UNKNOWN), "differing"),
        ((said("11 €"), said("Gratuit")), "differing"),
        ((YES, Fact(State.YES, "Oui.", note="sauf le mardi")), "differing"),
        ((YES, UNKNOWN), "partly_known"),
        ((YES, YES, UNKNOWN), "partly_known"),
        ((YES, Fact(State.UNKNOWN, "Est-ce possible ?", note="ça dépend")), "partly_known"),
        ((UNKNOWN, Fact(State.UNKNOWN, "Est-ce possible ?", note="ça dépend")), "partly_known"),
        ((YES, YES), "same"),
        ((YES, Fact(State.YES, "Oui.", source="Page web", on="2019")), "same"),
        ((UNKNOWN, UNKNOWN), "unknown"),
    ],
)
def test_a_row_stands_where_it_tells_most(facts: tuple[Fact, ...], where: str) -> None:
    assert place_of(*facts) == where


def test_the_order_of_services_does_not_move_a_row() -> None:
    for facts in ((YES, NO, UNKNOWN), (YES, YES, UNKNOWN), (UNKNOWN, UNKNOWN, YES)):
        assert place_of(*facts) == place_of(*reversed(facts))


def test_one_cell_stands_for_all_only_when_source_and_date_agree_too() -> None:
    assert row(YES, YES).common
    assert not row(YES, Fact(State.YES, "Oui.", on="2019")).common


def test_two_services_of_which_nothing_is_known_have_their_questions_in_one_line(db: None) -> None:
    CriterionFactory.create(name_fr="Sans adresse")
    kind = ServiceTypeFactory.create()
    ServiceFactory.create_batch(2, type=kind)
    found = compare(list(Service.objects.for_page()), list(Criterion.objects.all()), TODAY)

    assert not found.differing and not found.partly_known
    assert [same.label for same in found.same] == [
        "Le type de service",
        "Pour qui",
        "Fiche confirmée",
    ]
    assert {"Sans adresse", "Téléphone", "Langues", "Où", "Prix"} <= set(found.unknown)
