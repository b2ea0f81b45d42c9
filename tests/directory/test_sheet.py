"""The facts of a service's page: what is said, with its source, and what is not known, as a question."""

from datetime import date

import pytest

from directory import sheet
from directory.models import Criterion, Service
from directory.models.service import Audience, Coverage
from directory.models.service_rows import GroupRelation
from directory.sheet import State
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    LanguageFactory,
    LocationFactory,
    PostalAreaFactory,
    ScheduleFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    TargetGroupFactory,
)
from tests.smesb.reader import plain

TODAY = date(2026, 11, 21)


@pytest.fixture
def service(db: None) -> Service:
    """A service of which nothing is known."""
    return ServiceFactory.create()


def test_every_unknown_fact_becomes_a_question(service: Service) -> None:
    CriterionFactory.create(question_fr="Faut-il une adresse ?")
    facts = [
        *list(sheet.audience(service))[:2],
        *sheet.team(service),
        *sheet.conditions(service, Criterion.objects.all(), TODAY),
        *sheet.opening(service, TODAY),
        *sheet.first_step(service),
        sheet.coverage(service),
    ]

    assert len(facts) == 11
    for fact in facts:
        assert fact.state is State.UNKNOWN
        assert plain(fact.text).endswith("?")


def test_whom_it_helps_is_never_unknown(service: Service) -> None:
    assert plain([*sheet.audience(service)][-1].text) == "Pour : la personne"


@pytest.mark.parametrize(
    ("low", "high", "state", "text", "note"),
    [
        (None, None, State.UNKNOWN, "À quels âges recevez-vous ?", ""),
        (18, None, State.SAID, "Reçoit à partir de 18 ans", "Jusqu’à quel âge ?"),
        (None, 17, State.SAID, "Reçoit jusqu’à 17 ans", "À partir de quel âge ?"),
        (0, 120, State.SAID, "Reçoit à tous les âges", ""),
        (18, 120, State.SAID, "Reçoit à partir de 18 ans, sans limite", ""),
        (0, 17, State.SAID, "Reçoit de 0 à 17 ans", ""),
        (12, 25, State.SAID, "Reçoit de 12 à 25 ans", ""),
    ],
)
def test_ages(low: int | None, high: int | None, state: State, text: str, note: str) -> None:
    fact = sheet.received_ages(low, high)

    assert (fact.state, plain(fact.text), plain(fact.note)) == (state, text, note)


def test_publics_are_said_by_their_relation(service: Service) -> None:
    service.audience = Audience.RESERVED
    for relation in GroupRelation:
        group = TargetGroupFactory.create(name_fr=f"public {relation}")
        ServiceTargetGroupFactory.create(service=service, group=group, relation=relation)
    told = [(fact.state, plain(fact.text)) for fact in sheet.audience(service)]

    assert told[:3] == [
        (State.SAID, "Réservé à : public reserved"),
        (State.SAID, "Spécialisé pour : public specialised"),
        (State.NO, "N’accueille pas : public refused"),
    ]


def test_a_reservation_without_its_publics_asks_for_whom(service: Service) -> None:
    service.audience = Audience.RESERVED
    first = next(sheet.audience(service))

    assert first.state is State.UNKNOWN
    assert plain(first.text).endswith("?")


def test_a_public_that_is_only_reserved_in_an_audience_for_all_is_not_dropped_silently(
    service: Service,
) -> None:
    group = TargetGroupFactory.create(name_fr="femmes")
    ServiceTargetGroupFactory.create(service=service, group=group, relation=GroupRelation.RESERVED)
    texts = [fact.text for fact in sheet.audience(service)]

    assert any("femmes" in text or text.endswith("?") for text in texts[:-2])


def test_a_condition_is_the_sentence_of_its_answer_with_its_own_source(service: Service) -> None:
    rows = [
        AccessConditionFactory.create(
            service=service, answer=answer, source="Appel", source_date="2020", note="n"
        )
        for answer in (True, False, None)
    ]
    facts = [sheet.condition(row.criterion, row, TODAY) for row in rows]

    assert [fact.state for fact in facts] == [State.YES, State.NO, State.UNKNOWN]
    assert [fact.text for fact in facts] == [
        rows[0].criterion.yes,
        rows[1].criterion.no,
        rows[2].criterion.question,
    ]
    assert {(fact.note, fact.source, fact.on, fact.looks) for fact in facts} == {
        ("n", "Appel", "2020", "very_old")
    }


def test_what_is_answered_comes_before_what_is_not(service: Service) -> None:
    CriterionFactory.create()
    row = AccessConditionFactory.create(service=service)
    noted = AccessConditionFactory.create(service=service, answer=None, note="ça dépend")
    found = sheet.conditions(service, Criterion.objects.all(), TODAY)

    assert [fact.text for fact in found[:2]] == [row.criterion.yes, noted.criterion.question]
    assert found[2].state is State.UNKNOWN


def test_a_list_that_may_be_incomplete_says_so(service: Service) -> None:
    service.languages.add(LanguageFactory.create(name_fr="arabe"))
    incomplete = next(sheet.team(service))
    service.languages_complete = True
    complete = next(sheet.team(service))

    assert plain(incomplete.text) == plain(complete.text) == "Langues : arabe"
    assert incomplete.note == "Liste peut-être incomplète."
    assert complete.note == ""


def test_hours_say_their_place_and_their_source(service: Service) -> None:
    area = PostalAreaFactory.create(postal_code="1050", name_fr="Ixelles")
    place = LocationFactory.create(postal_area=area)
    ScheduleFactory.create(
        service=service, location=place, source="Page web", source_date="2026-11"
    )
    ScheduleFactory.create(service=service, osm="", note="Sur rendez-vous")
    first, second = sheet.opening(service, TODAY)

    assert plain(first.text) == "1050 Ixelles : lundi au vendredi 9 h–17 h"
    assert (first.source, first.on, first.looks) == ("Page web", "2026-11", "recent")
    assert (second.text, second.note) == ("Sur rendez-vous", "")


def test_hours_at_a_confidential_place_say_its_commune_only(service: Service) -> None:
    area = PostalAreaFactory.create(postal_code="1082", municipality__name_fr="Berchem")
    place = LocationFactory.create(postal_area=area, is_confidential=True)
    ScheduleFactory.create(service=service, location=place)

    assert plain(sheet.opening(service, TODAY)[0].text).startswith("Berchem : ")


def test_hours_at_a_confidential_place_outside_the_region_do_not_name_it(service: Service) -> None:
    place = LocationFactory.create(
        postal_area=None, municipality=None, outside="1500 Halle", is_confidential=True
    )
    ScheduleFactory.create(service=service, location=place)

    text = plain(sheet.opening(service, TODAY)[0].text)
    assert text == "hors de la Région : lundi au vendredi 9 h–17 h"


@pytest.mark.parametrize(
    ("coverage", "text"),
    [
        (Coverage.BELGIUM, "Zone servie : toute la Belgique"),
        (Coverage.AT_LEAST_REGION, "Zone servie : au moins toute la Région"),
        (Coverage.REGION, "Zone servie : toute la Région de Bruxelles-Capitale"),
    ],
)
def test_coverage_in_words(service: Service, coverage: Coverage, text: str) -> None:
    service.coverage = coverage

    assert plain(sheet.coverage(service).text) == text


def test_a_list_of_areas_is_said_and_an_empty_one_is_a_question(service: Service) -> None:
    service.coverage = Coverage.AREAS
    service.coverage_note = "le sud"
    empty = sheet.coverage(service)
    service.areas.create(area=PostalAreaFactory.create(postal_code="1050", name_fr="Ixelles"))
    service.areas.create(outside_postal_code="1500")
    full = sheet.coverage(service)

    assert empty.state is State.UNKNOWN
    assert plain(empty.note) == "Dans les mots de la source : « le sud »"
    assert plain(full.text) == "Zones servies : 1050 Ixelles, 1500"
