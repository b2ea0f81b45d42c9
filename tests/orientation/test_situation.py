"""The question itself: what it holds, what it leaves out, how it changes."""

import pytest

from orientation.situation import SEVERAL, Situation
from orientation.territory import Place


def test_defaults_are_left_out_of_the_address() -> None:
    assert Situation().to_query() == []
    assert Situation(pour="personne", tri="pertinence", page=1, per_page=20).to_query() == []


def test_the_address_has_one_fixed_order() -> None:
    asked = Situation(
        tri="nom", langue=("ar", "fr"), age=0, q="deuil", code_postal=Place("Ixelles", ("x",))
    )

    assert asked.to_query() == [
        ("q", "deuil"),
        ("age", "0"),
        ("code_postal", "Ixelles"),
        ("langue", "ar"),
        ("langue", "fr"),
        ("tri", "nom"),
    ]


def test_several_values_are_sorted_and_each_kept_once() -> None:
    asked = Situation.from_cleaned({"langue": ["nl", "fr", "nl"], "besoin": ["b", "a"]})

    assert asked.langue == ("fr", "nl")
    assert asked.besoin == ("a", "b")


def test_what_is_not_said_is_not_asked() -> None:
    cleaned: dict[str, object] = {
        "q": "",
        "age": None,
        "langue": [],
        "bassin": "",
        "page": None,
        "autre": 1,
    }

    assert Situation.from_cleaned(cleaned) == Situation()
    assert not Situation.from_cleaned(cleaned).asks_a_criterion


def test_zero_is_an_answer() -> None:
    assert Situation.from_cleaned({"age": 0}).age == 0
    assert Situation(age=0).asks_a_criterion


@pytest.mark.parametrize(
    "scope",
    [
        *(Situation(q="x"), Situation(besoin=("a",)), Situation(pour="proche")),
        *(Situation(type=("a",)), Situation(bassin="sud"), Situation(zone_inconnue=True)),
        *(Situation(verdict=("exclus",)), Situation(ecarte_par="age"), Situation(tri="nom")),
    ],
)
def test_scope_and_view_ask_no_criterion(scope: Situation) -> None:
    assert not scope.asks_a_criterion


def test_choosing_a_condition_adds_it() -> None:
    asked = Situation(condition=("pmr",))

    assert asked.choosing("condition", "animaux").condition == ("animaux", "pmr")
    assert asked.choosing("condition", "pmr").condition == ("pmr",)


def test_choosing_anything_else_takes_the_place_of_its_group() -> None:
    asked = Situation(langue=("ar", "fr"), besoin=("crise",), ouvert="soir")

    assert asked.choosing("langue", "nl").langue == ("nl",)
    assert asked.choosing("besoin", "domicile").besoin == ("domicile",)
    assert asked.choosing("ouvert", "weekend").ouvert == "weekend"


def test_one_value_or_the_whole_parameter_can_be_taken_off() -> None:
    asked = Situation(langue=("ar", "fr"), pour="proche", age=35, page=4)

    assert asked.without("langue", "ar").langue == ("fr",)
    assert asked.without("langue").langue == ()
    assert asked.without("pour", "proche").pour == "personne"
    assert asked.without("age").age is None
    assert asked.without("age").page == 1, "another question begins at its first page"


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_taking_off_the_only_value_takes_off_the_parameter(name: str) -> None:
    asked = Situation.from_cleaned({name: ["seul"]})

    assert asked.without(name, "seul") == Situation()


def test_what_is_listed_unless_one_asks_otherwise() -> None:
    assert Situation().listed == {"convient", "verifier"}
    assert Situation(ecarte_par="age").listed == {"exclus"}
    assert Situation(ecarte_par="age", verdict=("presque",)).listed == {"presque"}
    assert Situation(verdict=("exclus", "convient")).listed == {"exclus", "convient"}
