"""Each criterion by examples one can read, with the words that a reader sees."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from orientation.criteria import Answer, asked
from orientation.matching import Reason, judge
from orientation.profile import Profile
from orientation.situation import Situation
from orientation.territory import Area, Place, Territory
from tests.orientation.plain_matcher import World
from tests.orientation.worlds import AREAS, NAMES, VOCABULARY
from tests.smesb.reader import plain

YES, UNKNOWN, NO = Answer.YES, Answer.UNKNOWN, Answer.NO
MONDAY_MORNING = datetime.fromisoformat("2026-11-23T10:00")
TERRITORY = Territory(
    {code: Area(code, code[-4:], nis, None, names[0], None, None) for code, nis, names in AREAS},
    {},
    NAMES,
)
SERVICE = Profile(slug="service", name="Service", sort_key="service", type="ssm")
Known = Mapping[str, Any]


def reasons(question: Known, known: Known, at: datetime = MONDAY_MORNING) -> tuple[Reason, ...]:
    """The reasons that a service of which this is known gives to this question."""
    world = World([], [], TERRITORY, VOCABULARY, at)
    facts: dict[str, Any] = {
        name: frozenset(v) if isinstance(v, set) else v for name, v in known.items()
    }
    profile = replace(SERVICE, **facts)
    found = judge(profile, asked(Situation(**question), world))[1]
    return tuple(replace(reason, text=plain(reason.text)) for reason in found)


def answer(question: Known, known: Known, at: datetime = MONDAY_MORNING) -> tuple[Answer, str]:
    """The only reason: its answer and its words."""
    (reason,) = reasons(question, known, at)
    return reason.answer, reason.text


def place(text: str) -> Place:
    found = TERRITORY.resolve(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, (UNKNOWN, "Recevez-vous une personne de 35 ans ?")),
        ({"age_min": 18}, (UNKNOWN, "Reçoit à partir de 18 ans. Y a-t-il un âge maximum ?")),
        ({"age_max": 64}, (UNKNOWN, "Reçoit jusqu’à 64 ans. Y a-t-il un âge minimum ?")),
        ({"age_min": 36}, (NO, "Reçoit à partir de 36 ans")),
        ({"age_max": 34}, (NO, "Reçoit jusqu’à 34 ans")),
        ({"age_min": 18, "age_max": 25}, (NO, "Reçoit de 18 à 25 ans")),
        ({"age_min": 35, "age_max": 35}, (YES, "Reçoit de 35 à 35 ans")),
        ({"age_min": 18, "age_max": 120}, (YES, "Reçoit à partir de 18 ans, sans limite")),
        ({"age_min": 0, "age_max": 120}, (YES, "Reçoit à tous les âges")),
    ],
)
def test_age(known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"age": 35}, known) == expected


@pytest.mark.parametrize(
    ("groups", "known", "expected"),
    [
        (("exil",), {}, (UNKNOWN, "Recevez-vous ce public : Exil ?")),
        (("exil",), {"everyone": True}, (YES, "Tout le monde est reçu")),
        (("exil",), {"specialised": {"exil"}}, (YES, "Spécialisé pour : Exil")),
        (("exil",), {"reserved": {"exil", "femmes"}}, (YES, "Réservé à : Femmes, Exil")),
        (("exil",), {"reserved": {"femmes"}}, (NO, "Réservé à : Femmes")),
        (("exil",), {"reserved": {"femmes"}, "specialised": {"exil"}}, (NO, "Réservé à : Femmes")),
        (("exil",), {"refused": {"exil"}}, (NO, "N’accueille pas : Exil")),
        (("exil",), {"everyone": True, "refused": {"exil"}}, (NO, "N’accueille pas : Exil")),
        (("exil",), {"refused": {"femmes"}}, (UNKNOWN, "Recevez-vous ce public : Exil ?")),
        (
            ("exil", "femmes"),
            {"reserved": {"femmes"}},
            (UNKNOWN, "Recevez-vous ce public : Exil ?"),
        ),
        (
            ("exil", "femmes"),
            {"reserved": {"femmes"}, "specialised": {"exil"}},
            (YES, "Réservé à : Femmes"),
        ),
        (
            ("exil", "femmes"),
            {"specialised": {"femmes"}, "refused": {"exil"}},
            (NO, "N’accueille pas : Exil"),
        ),
    ],
)
def test_public(groups: tuple[str, ...], known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"public": groups}, known) == expected


def test_a_womens_shelter_never_simply_fits_a_man_of_35() -> None:
    shelter = {"reserved": {"femmes"}, "age_min": 18, "age_max": 120}

    age, public = reasons({"age": 35}, shelter)
    assert age.answer is YES
    assert (public.criterion, public.answer) == ("public", UNKNOWN)
    assert public.text == "Réservé à : Femmes. La personne en fait-elle partie ?"


def test_a_reservation_says_nothing_when_no_criterion_is_asked() -> None:
    assert reasons({"q": "abri"}, {"reserved": {"femmes"}}) == ()


@pytest.mark.parametrize(
    ("asked_place", "known", "expected"),
    [
        ("1040", {}, (UNKNOWN, "Recevez-vous une personne qui habite 1040 Etterbeek ?")),
        ("1040", {"coverage": "belgique"}, (YES, "Sert toute la Belgique")),
        ("1040", {"coverage": "region"}, (YES, "Sert toute la Région bruxelloise")),
        ("1040", {"coverage": "region_min"}, (YES, "Sert au moins toute la Région bruxelloise")),
        ("1040", {"coverage": {"21005-1040"}}, (YES, "Sa zone comprend 1040 Etterbeek")),
        ("1040", {"coverage": {"1500"}}, (NO, "Hors de sa zone : 1040 Etterbeek")),
        ("1500", {"coverage": "belgique"}, (YES, "Sert toute la Belgique")),
        ("1500", {"coverage": "region"}, (NO, "Hors de sa zone : 1500")),
        ("1500", {"coverage": {"1500"}}, (YES, "Sa zone comprend 1500")),
        ("1500", {"coverage": {"21005-1040"}}, (NO, "Hors de sa zone : 1500")),
        (
            "1500",
            {"coverage": "region_min"},
            (UNKNOWN, "Recevez-vous une personne qui habite 1500 ?"),
        ),
        (
            "1050",
            {"coverage": {"21009-1050"}},
            (UNKNOWN, "La personne habite-t-elle 1050 Bruxelles ou 1050 Ixelles ?"),
        ),
        ("sans", {}, (UNKNOWN, "Recevez-vous une personne sans adresse ?")),
        ("sans", {"coverage": {"1500"}}, (UNKNOWN, "Recevez-vous une personne sans adresse ?")),
        ("sans", {"coverage": "region_min"}, (YES, "Possible sans adresse")),
        ("sans", {"conditions": {"sans_adresse": True}}, (YES, "Possible sans adresse")),
        (
            "sans",
            {"coverage": "belgique", "conditions": {"sans_adresse": False}},
            (NO, "Une adresse est demandée"),
        ),
        (
            "sans",
            {"coverage": "region", "conditions": {"sans_adresse": None}},
            (YES, "Possible sans adresse"),
        ),
    ],
)
def test_residence(asked_place: str, known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"code_postal": place(asked_place)}, known) == expected


def test_a_code_of_two_areas_offers_each_of_them() -> None:
    (reason,) = reasons({"code_postal": place("1050")}, {"coverage": frozenset({"21009-1050"})})

    assert reason.choices == (("21004-1050", "1050 Bruxelles"), ("21009-1050", "1050 Ixelles"))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"languages": {"ar", "fr"}}, (YES, "On y parle : Ar")),
        ({}, (UNKNOWN, "Peut-on y parler Ar, ou venir avec un·e interprète ?")),
        (
            {"languages": {"fr"}, "languages_complete": True},
            (UNKNOWN, "Peut-on y parler Ar, ou venir avec un·e interprète ?"),
        ),
        (
            {"languages": {"fr"}, "conditions": {"interprete": False}},
            (UNKNOWN, "Peut-on y parler Ar, ou venir avec un·e interprète ?"),
        ),
        (
            {
                "languages": {"fr", "nl"},
                "languages_complete": True,
                "conditions": {"interprete": False},
            },
            (NO, "On y parle seulement : Fr, Nl, sans interprète"),
        ),
    ],
)
def test_language(known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"langue": ("ar",)}, known) == expected


def test_one_of_several_languages_will_do() -> None:
    asked = answer({"langue": ("ar", "nl")}, {})[1]

    assert asked in {
        f"Peut-on y parler {either}, ou venir avec un·e interprète ?"
        for either in ("Ar ou Nl", "Nl ou Ar")
    }


def test_a_complete_list_of_languages_that_is_empty_reads_as_a_sentence() -> None:
    known = {"languages_complete": True, "conditions": {"interprete": False}}

    assert ": ," not in answer({"langue": ("ar",)}, known)[1]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, (UNKNOWN, "pmr ?")),
        ({"conditions": {"pmr": None}}, (UNKNOWN, "pmr ?")),
        (
            {"conditions": {"pmr": None}, "notes": {"pmr": "ça dépend"}},
            (UNKNOWN, "pmr ? (ça dépend)"),
        ),
        ({"conditions": {"pmr": True}}, (YES, "pmr : oui.")),
        ({"conditions": {"pmr": False}}, (NO, "pmr : non.")),
    ],
)
def test_condition(known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"condition": ("pmr",)}, known) == expected


def test_conditions_come_in_the_order_of_their_facet() -> None:
    found = reasons({"condition": ("interprete", "pmr", "sans_adresse"), "age": 3}, {})

    assert [reason.criterion for reason in found] == [
        *("age", "condition:sans_adresse", "condition:pmr", "condition:interprete")
    ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"professions": {"psychiatre"}}, (YES, "Dans l’équipe : Psychiatre")),
        ({}, (UNKNOWN, "Y a-t-il dans l’équipe : Psychiatre ?")),
        ({"professions": {"infirmier"}}, (UNKNOWN, "Y a-t-il dans l’équipe : Psychiatre ?")),
        ({"professions_complete": True}, (NO, "Pas dans l’équipe : Psychiatre")),
    ],
)
def test_profession(known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"intervenant": ("psychiatre",)}, known) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"themes": {"deuil"}}, (YES, "Connaît particulièrement : deuil")),
        ({}, (UNKNOWN, "Travaillez-vous sur : deuil ?")),
        ({"themes": {"trauma"}, "themes_complete": True}, (NO, "Ne travaille pas sur : deuil")),
    ],
)
def test_theme(known: Known, expected: tuple[Answer, str]) -> None:
    assert answer({"theme": ("deuil",)}, known) == expected


@pytest.mark.parametrize(
    ("caller", "allowed", "expected"),
    [
        ("personne", set(), UNKNOWN),
        ("personne", {"personne"}, YES),
        ("personne", {"medecin"}, NO),
        ("proche", {"partenaire"}, NO),
        ("medecin", {"professionnel"}, YES),
        ("professionnel", {"medecin"}, NO),
        ("professionnel", {"partenaire"}, UNKNOWN),
        ("medecin", {"partenaire", "personne"}, UNKNOWN),
        ("partenaire", {"professionnel"}, NO),
        ("partenaire", {"partenaire"}, YES),
    ],
)
def test_who_asks(caller: str, allowed: set[str], expected: Answer) -> None:
    assert answer({"demandeur": caller}, {"who_may_ask": allowed})[0] is expected


def test_a_professional_is_asked_whether_they_are_a_partner() -> None:
    text = answer({"demandeur": "medecin"}, {"who_may_ask": {"partenaire"}})[1]

    assert text == "Travaillez-vous avec ce service comme partenaire ?"


@pytest.mark.parametrize(
    ("when", "schedules", "at", "expected"),
    [
        ("maintenant", (), "2026-11-23T10:00", UNKNOWN),
        ("maintenant", ("Mo-Fr 09:00-17:00",), "2026-11-23T09:00", YES),
        ("maintenant", ("Mo-Fr 09:00-17:00",), "2026-11-23T17:00", NO),
        ("maintenant", ("Mo-Fr 09:00-17:00",), "2026-11-21T10:00", NO),
        ("maintenant", ("Mo-Fr 09:00-17:00",), "2026-12-25T10:00", NO),
        ("maintenant", ("Mo-Fr 09:00-17:00",), "2026-07-21T10:00", NO),
        ("maintenant", ("24/7",), "2026-12-25T03:00", YES),
        ("maintenant", ("Mo-Su 20:00-08:00",), "2026-11-24T07:45", YES),
        ("maintenant", ("Tu,Th 17:30-20:00", "24/7"), "2026-11-23T10:00", YES),
        ("soir", ("Mo-Fr 09:00-17:00",), "2026-11-23T10:00", NO),
        ("soir", ("Mo-Fr 09:00-12:30,13:30-18:00",), "2026-11-23T10:00", NO),
        ("soir", ("Mo-Su 22:00-23:00",), "2026-11-23T10:00", NO),
        ("soir", ("Tu,Th 17:30-20:00",), "2026-11-24T23:45", YES),
        ("soir", ("Tu,Th 17:30-20:00",), "2026-11-23T10:00", NO),
        ("soir", ("Mo-Su 20:00-08:00",), "2026-11-23T10:00", YES),
        ("weekend", ("Sa 10:00-13:00",), "2026-11-23T10:00", YES),
        ("weekend", ("Sa 10:00-13:00",), "2026-11-28T18:00", YES),
        ("weekend", ("Sa 10:00-13:00",), "2026-11-29T10:00", NO),
        ("weekend", ("Su 14:00-18:00",), "2026-11-29T20:00", YES),
        ("weekend", ("Mo-Fr 09:00-17:00",), "2026-11-28T10:00", NO),
    ],
)
def test_opening(when: str, schedules: tuple[str, ...], at: str, expected: Answer) -> None:
    moment = datetime.fromisoformat(at)

    assert answer({"ouvert": when}, {"schedules": schedules}, moment)[0] is expected


def test_opening_in_words() -> None:
    known = {"schedules": ("Mo-Fr 09:00-17:00",)}

    assert answer({"ouvert": "maintenant"}, known)[1] == (
        "Ouvert à 10:00 (lundi au vendredi 9 h–17 h)"
    )
    assert answer({"ouvert": "weekend"}, known)[1].startswith("Fermé le week-end (")
    assert answer({"ouvert": "soir"}, {})[1] == "Quels sont vos horaires ?"
