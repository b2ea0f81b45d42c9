"""What an editor read in the free texts: written once, never against a person."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory import hours
from directory.importers.problems import Refused
from directory.importers.readings import load_readings
from directory.importers.report import Fate, Outcome
from directory.importers.services import import_services
from directory.models import AccessCondition, Service
from tests.directory.importers.files import READINGS, csv_bytes, every_row, service

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def parc() -> Service:
    """An imported service, with a source."""
    cells = {"source": "Catalogue", "source_date": "2026-08-08", "opening_hours": "Jour et nuit"}
    import_services(csv_bytes(service(**cells)))
    return Service.objects.get()


def toml(*facts: str, name: str = "SSM du Parc") -> bytes:
    """A file of readings of one service."""
    lines = ",\n".join(f"{{ {fact} }}" for fact in facts)
    return (
        f'[[service]]\nname = "{name}"\norganisation = "Le Parc asbl"\nfacts = [{lines}]\n'.encode()
    )


def read(*facts: str) -> Outcome:
    """Load readings of the service and return what became of it."""
    (outcome,) = load_readings(toml(*facts)).outcomes
    return outcome


EVERYTHING = (
    'fact = "condition:pmr", value = "oui"',
    'fact = "condition:gratuit", value = "", note = "la première fois"',
    'fact = "condition:animaux", value = "non"',
    'fact = "reserved", value = "exil"',
    'fact = "specialised", value = "familles"',
    'fact = "refused", value = "enfants"',
    'fact = "age_min", value = 18',
    'fact = "age_max", value = 65',
    'fact = "language", value = "ar"',
    'fact = "profession", value = "psychiatre"',
    'fact = "theme", value = "deuil"',
    'fact = "requester", value = "medecin"',
    'fact = "helps", value = "proche"',
    'fact = "hours", value = "24/7"',
    'fact = "emergency_line", value = "101"',
)


def test_every_kind_of_fact_is_written_in_its_place(parc: Service) -> None:
    assert read(*EVERYTHING).fate == Fate.UPDATED
    parc.refresh_from_db()
    conditions = {row.criterion.slug: row for row in parc.conditions.all()}
    assert {slug: (row.answer, row.note) for slug, row in conditions.items()} == {
        "pmr": (True, ""),
        "gratuit": (None, "la première fois"),
        "animaux": (False, ""),
    }
    assert {(row.relation, row.group.slug) for row in parc.target_groups.all()} == {
        ("reserved", "exil"),
        ("specialised", "familles"),
        ("refused", "enfants"),
    }
    assert (parc.audience, parc.age_min, parc.age_max) == ("reserved", 18, 65)
    assert [language.slug for language in parc.languages.all()] == ["ar"]
    assert [profession.slug for profession in parc.professions.all()] == ["psychiatre"]
    assert [theme.slug for theme in parc.themes.all()] == ["deuil"]
    assert {str(who) for who in parc.who_may_ask} == {"medecin"}
    assert {str(who) for who in parc.stated_helps} == {"proche"}
    assert parc.emergency_line == "101"
    schedule = parc.schedules.get()
    assert (schedule.osm, schedule.note) == ("24/7", "Jour et nuit")
    assert parc.version == 2


def test_a_condition_has_the_source_and_date_of_its_service(parc: Service) -> None:
    read('fact = "condition:pmr", value = "oui"')
    condition = AccessCondition.objects.get()
    assert (condition.source, condition.source_date) == ("Catalogue", "2026-08-08")


def test_everyone_is_an_audience(parc: Service) -> None:
    read('fact = "everyone", value = true')
    parc.refresh_from_db()
    assert parc.audience == "everyone"


def test_what_is_written_is_what_the_admin_would_accept(parc: Service) -> None:
    read(*EVERYTHING)
    Service.objects.get().full_clean()
    for related in ("conditions", "target_groups", "schedules"):
        for row in getattr(parc, related).all():
            row.full_clean()


def test_reading_twice_changes_nothing(parc: Service) -> None:
    read(*EVERYTHING)
    before = every_row()
    assert read(*EVERYTHING).fate == Fate.UNCHANGED
    assert every_row() == before


def test_what_a_person_changed_or_removed_since_is_kept_and_said(parc: Service) -> None:
    read(*EVERYTHING)
    parc.refresh_from_db()
    parc.audience, parc.age_min, parc.asks_medecin = "everyone", 16, False
    parc.save()
    parc.conditions.filter(criterion__slug="pmr").update(answer=False)
    parc.conditions.filter(criterion__slug="gratuit").delete()
    parc.languages.clear()
    parc.target_groups.filter(relation="refused").delete()
    parc.schedules.update(osm="Mo-Fr 09:00-17:00")
    before = every_row()
    outcome = read(*EVERYTHING)
    assert every_row() == before
    assert {difference.field for difference in outcome.kept} == {
        "audience",
        "age_min",
        "requester:medecin",
        "condition:pmr",
        "condition:gratuit",
        "language:ar",
        "refused:enfants",
        "hours",
    }


def test_what_a_person_answered_before_is_kept(parc: Service) -> None:
    from directory.models import Criterion

    parc.conditions.create(criterion=Criterion.objects.get(slug="pmr"), answer=False)
    outcome = read('fact = "condition:pmr", value = "oui"')
    assert AccessCondition.objects.get().answer is False
    assert [difference.field for difference in outcome.kept] == ["condition:pmr"]


def test_a_new_reading_replaces_an_old_one_that_nobody_touched(parc: Service) -> None:
    read('fact = "condition:pmr", value = "oui"')
    read('fact = "condition:pmr", value = "", note = "par l’arrière"')
    condition = AccessCondition.objects.get()
    assert (condition.answer, condition.note) == (None, "par l’arrière")


def test_a_service_that_a_person_renamed_is_still_found(parc: Service) -> None:
    parc.name = "Autrement"
    parc.save()
    assert read('fact = "age_min", value = 18').fate == Fate.UPDATED


def test_an_archived_service_is_said_and_left(parc: Service) -> None:
    Service.objects.update(status="archived", status_since=date(2026, 1, 1))
    outcome = read('fact = "age_min", value = 18')
    assert outcome.fate == Fate.SKIPPED
    assert Service.objects.get().age_min is None


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ('fact = "condition:pmrr", value = "oui"', "pmrr.* le plus proche : pmr"),
        ('fact = "condition:pmr", value = "peut-être"', "oui, non"),
        ('fact = "condition:pmr", value = ["oui"]', "un texte"),
        ('fact = "condition:pmr", value = "oui", note = "' + "x" * 301 + '"', "300"),
        ('fact = "language", value = "klingon"', "klingon"),
        ('fact = "reserved", value = "lune"', "lune"),
        ('fact = "age_min", value = 121', "age_min"),
        ('fact = "age_min", value = "18"', "age_min"),
        ('fact = "everyone", value = false', "everyone"),
        ('fact = "hours", value = "souvent"', "horaire"),
        ('fact = "emergency_line", value = "999"', "emergency_line"),
        ('fact = "helps", value = "tout le monde"', "personne"),
        ('fact = "agemin", value = 1', "age_min"),
        ("value = 1", "fait inconnu"),
    ],
)
def test_an_unknown_fact_or_slug_is_named_and_nothing_is_written(
    parc: Service, fact: str, said: str
) -> None:
    before = every_row()
    with pytest.raises(Refused, match=f"(?s)SSM du Parc.*{said}"):
        load_readings(toml('fact = "age_max", value = 65', fact))
    assert every_row() == before


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (('fact = "age_min", value = 18', 'fact = "age_min", value = 16'), "deux fois"),
        (('fact = "everyone", value = true', 'fact = "reserved", value = "exil"'), "deux fois"),
        (('fact = "age_min", value = 18', 'fact = "age_max", value = 16'), "dépasse"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(
    parc: Service, facts: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        read(*facts)


WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
LONG = "; ".join(
    f"{day} 8h-9h et 9h15-10h et 10h15-11h et 11h15-12h et 13h-14h et 15h-16h" for day in WEEK
)


def test_hours_too_long_for_their_column_are_refused_by_readings(parc: Service) -> None:
    assert len(hours.parse(LONG)) > 300
    with pytest.raises(Refused, match=r"SSM du Parc.*hours.*trop long.*300 au plus"):
        read(f'fact = "hours", value = "{LONG}"')


def test_hours_too_long_for_their_column_are_kept_in_words_by_an_import() -> None:
    import_services(csv_bytes(service(opening_hours=LONG)))
    schedule = Service.objects.get().schedules.get()
    assert (schedule.osm, schedule.note) == ("", LONG)


def test_an_unknown_service_is_named(parc: Service) -> None:
    with pytest.raises(Refused, match="Ailleurs"):
        load_readings(toml(name="Ailleurs"))


@pytest.mark.parametrize(
    "content", [b"pas du toml", b"\xff\xfe", b"service = 3", b"[service]\na = 1\n"]
)
def test_a_file_of_another_kind_is_refused(content: bytes, reference: None) -> None:
    with pytest.raises(Refused):
        load_readings(content)


def test_the_readings_of_the_starter_file_all_find_their_place(tmp_path: Path) -> None:
    from tests.directory.importers.files import STARTER

    import_services(STARTER.read_bytes())
    out = StringIO()
    call_command("load_readings", READINGS, stdout=out)
    assert AccessCondition.objects.count() > 90
    for entry in Service.objects.all():
        entry.full_clean()
    with pytest.raises(CommandError):
        call_command("load_readings", tmp_path / "absent.toml")


def test_few_queries_are_made(parc: Service, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(40):
        read(*EVERYTHING)
