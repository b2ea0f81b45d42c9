"""Services from a file: created, updated, kept as a person wants them."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from directory import actions
from directory.importers.report import BadRows, Fate, Outcome, Report
from directory.importers.services import import_services
from directory.models import Location, Organization, Phone, PostalArea, Service
from tests.directory.importers.files import (
    READINGS,
    STARTER,
    csv_bytes,
    csv_text,
    every_row,
    repertoire,
    service,
    starter_rows,
    xlsx_bytes,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("reference")


def bring(**cells: Any) -> Outcome:
    """Import one row and return what became of it."""
    (outcome,) = import_services(csv_bytes(service(**cells))).outcomes
    return outcome


def the_service() -> Service:
    """The one service there is."""
    return Service.objects.get()


def fates(report: Report) -> set[Fate]:
    """What became of the rows."""
    return {outcome.fate for outcome in report.outcomes}


# The starter file


@pytest.fixture
def starter() -> Report:
    """The starter répertoire, imported."""
    return import_services(STARTER.read_bytes())


def test_the_starter_file_enters_published_and_not_confirmed(starter: Report) -> None:
    assert Service.objects.filter(status="published", verified_on=None).count() == 100
    assert fates(starter) == {Fate.CREATED}


def test_every_imported_row_is_one_that_the_admin_would_accept(starter: Report) -> None:
    for model in (Service, Organization, Location, Phone):
        for row in model._default_manager.all():
            row.full_clean()


def test_a_service_of_the_starter_file_says_what_its_row_says(starter: Report) -> None:
    entry = Service.objects.get(name="Maison médicale Étoile Santé")
    assert entry.organization
    assert entry.organization.name == "Étoile Santé"
    assert entry.type.slug == "maison_medicale"
    assert entry.slug == "maison-medicale-etoile-sante"
    assert (entry.coverage, entry.coverage_note) == ("zones", "Uccle, Forest, Drogenbos")
    assert {str(area.area and area.area.code) for area in entry.areas.all()} == {
        "21016-1180",
        "21007-1190",
        "None",
    }
    assert [area.outside_postal_code for area in entry.areas.exclude(outside_postal_code="")] == [
        "1620"
    ]
    location = entry.locations.get()
    assert (location.street_fr, location.number) == ("Rue de Stalle", "171")
    assert location.postal_area == PostalArea.objects.get(code="21016-1180")


def test_each_fact_has_the_source_and_date_of_its_row(starter: Report) -> None:
    entry = Service.objects.exclude(phones=None).exclude(source_date="").first()
    assert entry
    phone = entry.phones.get()
    assert phone.level == "public"
    assert (phone.source, phone.source_url, phone.source_date) == (
        entry.source,
        entry.source_url,
        entry.source_date,
    )


def test_hours_keep_their_words_and_are_read_when_the_grammar_can(starter: Report) -> None:
    schedules = {
        schedule.note: schedule.osm
        for entry in Service.objects.all()
        for schedule in entry.schedules.all()
    }
    assert schedules["Lun–Ven 9h–12h30 et 13h–17h"] == "Mo-Fr 09:00-12:30,13:00-17:00"
    assert schedules["Soirs, week-ends et jours fériés"] == ""


def test_the_same_file_twice_changes_nothing(starter: Report) -> None:
    before = every_row()
    again = import_services(STARTER.read_bytes())
    assert fates(again) == {Fate.UNCHANGED}
    assert every_row() == before


def test_the_starter_file_and_its_readings_do_not_undo_each_other(starter: Report) -> None:
    call_command("load_readings", READINGS, stdout=StringIO())
    before = every_row()
    again = import_services(STARTER.read_bytes())
    call_command("load_readings", READINGS, stdout=StringIO())
    assert every_row() == before
    assert not any(outcome.kept for outcome in again.outcomes)


def forms() -> dict[str, bytes]:
    """The starter rows in every form in which an office might send them."""
    rows = starter_rows()
    typed = [
        {
            name: int(cell) if name in ("postal_code", "age_min") and cell else cell
            for name, cell in row.items()
        }
        for row in rows
    ]
    return {
        "utf-8": csv_text(rows).encode(),
        "utf-8-sig, point-virgule": csv_text(rows, ";").encode("utf-8-sig"),
        "utf-16, tabulation": csv_text(rows, "\t").encode("utf-16"),
        "cp1252, point-virgule": csv_text(rows, ";").encode("cp1252"),
        "sep=": ("sep=;\r\n" + csv_text(rows, ";")).encode(),
        "xlsx": xlsx_bytes(typed),
    }


def test_one_file_in_every_encoding_gives_the_same_repertoire() -> None:
    results = {}
    for form, content in forms().items():
        import_services(content)
        results[form] = repertoire()
        Service.objects.all().delete()
        Location.objects.all().delete()
        Organization.objects.all().delete()
    assert len(results["utf-8"]) == 100
    assert all(result == results["utf-8"] for result in results.values())


def test_a_file_in_another_encoding_changes_nothing() -> None:
    contents = list(forms().values())
    import_services(contents[0])
    before = every_row()
    for content in contents[1:]:
        assert fates(import_services(content)) == {Fate.UNCHANGED}
    assert every_row() == before


# What a person changed


def test_a_field_that_only_the_import_wrote_follows_the_file() -> None:
    bring(description="Ancienne", phone="02 762 97 20", zone="Uccle", age_min=12)
    outcome = bring(description="Nouvelle", phone="0475 12 34 56", zone="1190", age_min=14)
    entry = the_service()
    assert outcome.fate == Fate.UPDATED
    assert (entry.description_fr, entry.age_min) == ("Nouvelle", 14)
    assert [phone.number for phone in entry.phones.all()] == ["+32475123456"]
    assert [area.area and area.area.code for area in entry.areas.all()] == ["21007-1190"]
    assert entry.version == 2


def test_what_a_person_changed_survives_and_is_said() -> None:
    cells = {
        "description": "Du fichier",
        "phone": "02 762 97 20",
        "email": "a@example.org",
        "languages": "FR",
        "zone": "Uccle",
        "street": "Rue Haute",
        "postal_code": "1000",
        "opening_hours": "Lun–Ven 9h–17h",
    }
    bring(**cells)
    entry = the_service()
    entry.description_fr = "De la coordination"
    entry.coverage = "region"
    entry.save()
    entry.areas.all().delete()
    entry.phones.update(number="+3225000000")
    entry.emails.all().delete()
    entry.languages.clear()
    entry.schedules.update(osm="Mo-Sa 09:00-17:00")
    entry.locations.update(street_fr="Rue Basse")
    before = every_row()
    outcome = bring(**cells | {"description": "Encore du fichier"})
    assert every_row() == before
    assert outcome.fate == Fate.UNCHANGED
    assert {difference.field for difference in outcome.kept} == {
        "description (français)",
        "zone d’action",
        "téléphone",
        "adresse e-mail",
        "langues",
        "horaire",
        "lieu",
    }
    assert "Rue Basse" in " ".join(outcome.details())


def test_what_a_person_added_beside_the_import_is_not_taken_away() -> None:
    bring(languages="FR", phone="02 762 97 20")
    entry = the_service()
    entry.phones.create(number="107", level="internal")
    outcome = bring(languages="FR", phone="0475 12 34 56")
    assert outcome.fate == Fate.UPDATED
    assert {(phone.number, phone.level) for phone in entry.phones.all()} == {
        ("107", "internal"),
        ("+32475123456", "public"),
    }


def test_an_empty_cell_erases_nothing() -> None:
    bring(
        description="Texte",
        phone="02 762 97 20",
        languages="FR",
        zone="Uccle",
        street="Rue Haute",
        number="1",
        postal_code="1000",
        source="Catalogue",
        source_date="2026",
        opening_hours="24h/24",
        age_min=18,
    )
    before = every_row()
    empty = dict.fromkeys(
        ("description", "phone", "languages", "zone", "street", "source_date", "age_min"), ""
    )
    outcome = bring(**empty, commune="Bruxelles", source="Catalogue")
    assert outcome.fate == Fate.UNCHANGED
    assert every_row() == before


def test_a_confirmed_telephone_follows_the_newer_date_of_the_file() -> None:
    bring(phone="02 762 97 20", source="Catalogue", source_date="2024")
    key = the_service().phones.get().pk
    bring(phone="02 762 97 20", source="Catalogue", source_date="2026-08")
    phone = the_service().phones.get()
    assert (phone.pk, phone.source_date) == (key, "2026-08")


def test_hours_that_can_no_longer_be_read_leave_no_old_hours() -> None:
    bring(opening_hours="Lun–Ven 9h–17h")
    bring(opening_hours="Les jours pairs")
    schedule = the_service().schedules.get()
    assert (schedule.osm, schedule.note) == ("", "Les jours pairs")


@pytest.mark.parametrize("name", ["Ville de Bruxelles", "Stad Brussel"])
def test_the_city_of_brussels_is_known_by_its_usual_names(name: str) -> None:
    bring(postal_code="1020", commune=name)
    assert the_service().locations.get().postal_area == PostalArea.objects.get(code="21004-1020")


def test_a_place_that_moves_loses_its_coordinates() -> None:
    bring(street="Rue Haute", postal_code="1000")
    the_service().locations.update(latitude=50.8, longitude=4.3, precision="address")
    bring(street="Rue de Stalle", postal_code="1180")
    location = the_service().locations.get()
    assert (location.street_fr, location.latitude, location.precision) == (
        "Rue de Stalle",
        None,
        "",
    )


def test_a_place_that_a_person_made_confidential_stays_so() -> None:
    bring(commune="Uccle")
    the_service().locations.update(is_confidential=True)
    bring(commune="Forest")
    location = the_service().locations.get()
    assert location.is_confidential
    assert location.municipality
    assert location.municipality.nis_code == "21007"
    bring(commune="Forest", confidential="non")
    assert the_service().locations.get().is_confidential


def test_a_confidential_place_is_said_so_by_its_column_only() -> None:
    bring(type="maison_accueil", commune="Uccle")
    assert not the_service().locations.get().is_confidential
    bring(type="maison_accueil", commune="Uccle", confidential="oui")
    assert the_service().locations.get().is_confidential


SHELTER = {"street": "Rue Haute", "number": "1", "postal_code": "1000"}


def hidden_streets() -> set[str]:
    """The streets that readers do not see."""
    hidden = Location.objects.filter(is_confidential=True)
    return set(hidden.values_list("street_fr", flat=True))


def test_an_import_does_not_reveal_the_place_that_an_import_hid() -> None:
    bring(**SHELTER, confidential="oui")
    before = every_row()
    outcome = bring(**SHELTER, confidential="non")
    assert every_row() == before
    assert the_service().last_import["confidential"] is True
    assert outcome.fate == Fate.UNCHANGED
    assert [difference.field for difference in outcome.kept] == ["adresse confidentielle"]
    assert "ne rend pas public" in " ".join(outcome.details())


def test_an_import_reveals_none_of_several_places() -> None:
    bring(**SHELTER, confidential="oui")
    added = Location.objects.create(
        street_fr="Rue Basse",
        municipality=PostalArea.objects.get(code="21004-1000").municipality,
        is_confidential=True,
    )
    the_service().at_locations.create(location=added)
    bring(**SHELTER, confidential="non")
    assert hidden_streets() == {"Rue Haute", "Rue Basse"}


def test_an_import_reveals_no_shared_place() -> None:
    bring(**SHELTER, confidential="oui")
    other = bring_other()
    other.at_locations.create(location=Location.objects.get())
    bring(**SHELTER, confidential="non")
    assert hidden_streets() == {"Rue Haute"}


def bring_other() -> Service:
    """Another service, with no place."""
    bring(name="Autre")
    return Service.objects.get(name="Autre")


@pytest.mark.parametrize("shared", [False, True])
def test_an_import_hides_none_of_the_places_that_a_person_arranged(shared: bool) -> None:
    bring(**SHELTER)
    entry = the_service()
    if shared:
        bring_other().at_locations.create(location=entry.locations.get())
    else:
        entry.at_locations.create(location=Location.objects.create(outside="1620 Drogenbos"))
    before = every_row()
    outcome = bring(**SHELTER, confidential="oui")
    assert every_row() == before
    assert "adresse confidentielle" in {difference.field for difference in outcome.kept}
    assert "lieu partagé" in " ".join(outcome.details())


def test_a_place_that_a_person_hides_during_an_import_stays_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(**SHELTER)
    bulk_create = Location.objects.bulk_create

    def hidden_meanwhile(*args: Any, **kwargs: Any) -> Any:
        Location.objects.update(is_confidential=True)
        return bulk_create(*args, **kwargs)

    monkeypatch.setattr(Location.objects, "bulk_create", hidden_meanwhile)
    bring(**SHELTER | {"number": "2"})
    location = Location.objects.get()
    assert (location.number, location.is_confidential) == ("2", True)


def test_a_place_that_a_person_unhid_stays_so_and_one_that_is_gone_is_not_asked_for() -> None:
    bring(**SHELTER, confidential="oui")
    Location.objects.update(is_confidential=False)
    bring(**SHELTER, confidential="oui")
    assert not hidden_streets()
    the_service().at_locations.all().delete()
    assert bring(**SHELTER, confidential="oui").fate == Fate.UNCHANGED
    assert not the_service().locations.exists()


def test_a_new_place_is_hidden_whatever_became_of_one_that_is_gone() -> None:
    bring()
    entry = the_service()
    entry.at_locations.create(location=Location.objects.create(outside="1620 Drogenbos"))
    bring(confidential="oui")
    entry.at_locations.all().delete()
    bring(**SHELTER, confidential="oui")
    assert the_service().locations.get().is_confidential


def test_confidential_without_a_place_is_refused() -> None:
    with pytest.raises(BadRows, match="pas de lieu"):
        bring(confidential="oui")


@pytest.mark.parametrize("status", ["archived", "suspended"])
def test_an_archived_entry_is_said_and_not_changed(status: str) -> None:
    bring(description="Ancienne")
    Service.objects.update(status=status, status_since="2026-01-01")
    outcome = bring(description="Nouvelle")
    archived = status == "archived"
    assert outcome.fate == (Fate.SKIPPED if archived else Fate.UPDATED)
    assert the_service().description_fr == ("Ancienne" if archived else "Nouvelle")
    assert bool(outcome.remarks) == archived


# Organisations


def test_an_import_creates_organisations_and_never_changes_them() -> None:
    bring(source="Guide")
    before = Organization.objects.values().get()
    assert before["last_import"] == {}
    bring(organisation="LE PARC, ASBL", source="Autre guide", source_date="2026")
    assert Organization.objects.values().get() == before


# Sources


@pytest.mark.parametrize("words", ["à confirmer", "À CONFIRMER.", "à préciser"])
def test_a_source_that_is_still_to_be_found_is_none(words: str) -> None:
    outcome = bring(source=words, source_date="2026", phone="02 762 97 20")
    entry = the_service()
    assert (entry.source, entry.source_date) == ("", "2026")
    assert entry.phones.get().source == ""
    assert "n’est pas une source" in outcome.remarks[0]
    assert bring(source=words, source_date="2026", phone="02 762 97 20").fate == Fate.UNCHANGED


def test_a_source_that_is_still_to_be_found_erases_none() -> None:
    bring(source="Guide", source_date="2026")
    assert bring(source="à confirmer", source_date="2026").fate == Fate.UNCHANGED
    assert the_service().source == "Guide"
    Service.objects.update(source="La coordination")
    assert bring(source="à confirmer", source_date="2026").fate == Fate.UNCHANGED
    assert the_service().source == "La coordination"


# Which service a row means


def test_a_row_means_the_service_of_the_same_folded_name_and_organisation() -> None:
    bring()
    assert bring(name="ssm du PARC", organisation="LE PARC ASBL").fate == Fate.UPDATED
    assert Service.objects.count() == Organization.objects.count() == 1


def test_the_same_name_in_another_organisation_is_another_service() -> None:
    bring()
    outcome = bring(organisation="La Forêt")
    assert outcome.fate == Fate.CREATED
    assert "Le Parc asbl" in outcome.remarks[0]
    assert set(Service.objects.values_list("slug", flat=True)) == {"ssm-du-parc", "ssm-du-parc-2"}


def test_an_external_identifier_goes_before_the_name() -> None:
    bring(external_id="A1", external_system="bruxelles-social")
    outcome = bring(external_id="A1", external_system="bruxelles-social", name="Un nouveau nom")
    assert outcome.fate == Fate.UPDATED
    assert the_service().name == "Un nouveau nom"
    assert the_service().sort_key == "un nouveau nom"


def test_an_identifier_that_comes_later_joins_the_service_of_that_name() -> None:
    bring()
    assert bring(external_id="A1").fate == Fate.UPDATED
    assert bring(external_id="A1").fate == Fate.UNCHANGED
    identifier = the_service().external_identifiers.get()
    assert (identifier.system, identifier.value) == ("import", "A1")


def test_a_service_cannot_have_two_identifiers_of_one_list() -> None:
    bring(external_id="A1")
    with pytest.raises(BadRows, match="A1"):
        bring(external_id="A2")


def test_a_service_that_a_person_renamed_is_still_recognised() -> None:
    bring()
    entry = the_service()
    entry.name = "Santé mentale du Parc"
    entry.save()
    outcome = bring()
    assert outcome.fate == Fate.UNCHANGED
    assert outcome.kept[0].field == "nom"
    assert the_service().name == "Santé mentale du Parc"


def test_an_organisation_that_a_person_renamed_does_not_double_its_services() -> None:
    bring()
    organization = Organization.objects.get()
    organization.name = "Le Grand Parc"
    organization.save()
    assert bring().fate == Fate.UNCHANGED
    assert Organization.objects.get().name == "Le Grand Parc"


def test_a_file_that_holds_both_of_two_merged_entries_leaves_the_closed_one_alone() -> None:
    rows = [
        service(name="Ancien", external_id="A1", description="Ancienne"),
        service(name="Nouveau", external_id="B1", description="Ancienne"),
    ]
    import_services(csv_bytes(*rows))
    old, new = Service.objects.get(name="Ancien"), Service.objects.get(name="Nouveau")
    actions.merge(old, new, by=UserFactory.create(), on=date(2026, 11, 22))
    for order in (rows, rows[::-1]):
        report = import_services(csv_bytes(*({**row, "description": "Neuve"} for row in order)))
        by_name = dict(zip((row["name"] for row in order), report.outcomes, strict=True))
        assert by_name["Ancien"].fate == Fate.SKIPPED
        assert "fusionné" in by_name["Ancien"].remarks[0]
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.description_fr, new.description_fr) == ("Ancienne", "Neuve")
    assert new.external_identifiers.count() == 2


def test_an_archived_entry_is_left_alone_whatever_identifier_its_row_bears() -> None:
    bring(external_id="A1")
    Service.objects.update(status="archived", status_since="2026-01-01")
    assert bring(external_id="A2").fate == Fate.SKIPPED
    assert the_service().external_identifiers.get().value == "A1"


def test_two_rows_for_one_service_are_refused_with_both_lines() -> None:
    rows = [service(), service(name="Autre"), service(name="SSM du parc")]
    with pytest.raises(BadRows, match=r"ligne 4.*à la ligne 2"):
        import_services(csv_bytes(*rows))
    assert not Service.objects.exists()


# Bad rows, dry runs, the command


def test_all_bad_rows_are_named_at_once_and_nothing_is_written() -> None:
    rows = [
        service(name="A", age_min="abc", phone="", type="ssm"),
        service(name="B", age_min="", phone="", type="ssm"),
        service(name="C", age_min="", phone="12", type="smm"),
    ]
    with pytest.raises(BadRows) as caught:
        import_services(csv_bytes(*rows))
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (2, "age_min"),
        (4, "type"),
        (4, "phone"),
    ]
    assert "type inconnu ; le plus proche : ssm" in str(caught.value)
    assert not Service.objects.exists()


def test_at_most_fifty_bad_values_are_shown_and_the_rest_is_counted() -> None:
    rows = [service(name=f"Service {number}", age_min="abc") for number in range(60)]
    with pytest.raises(BadRows, match="et 10 autres"):
        import_services(csv_bytes(*rows))


def test_a_person_and_a_file_that_disagree_on_ages_are_told() -> None:
    bring(age_max=60)
    Service.objects.update(age_max=25)
    with pytest.raises(BadRows, match="minimum"):
        bring(age_min=30, age_max=60)


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    bring(description="Ancienne")
    file = tmp_path / "services.csv"
    file.write_bytes(
        csv_bytes(service(description="Nouvelle"), service(name="Autre", description=""))
    )
    before = every_row()
    out = StringIO()
    call_command("import_services", file, "--dry-run", stdout=out)
    assert every_row() == before
    assert "à modifier" in out.getvalue()
    assert "« Ancienne » → « Nouvelle »" in out.getvalue()
    assert "« Autre » : à créer" in out.getvalue()
    assert "rien n’a été écrit" in out.getvalue()


def test_the_command_sums_up_and_names_unknown_columns(tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_bytes(csv_bytes(service(fax="02 000 00 00")))
    out = StringIO()
    call_command("import_services", file, stdout=out)
    assert "1 créées" in out.getvalue()
    assert "« fax »" in out.getvalue()


def test_a_zone_that_cannot_be_read_stays_in_words() -> None:
    outcome = bring(zone="Le sud, surtout")
    assert (the_service().coverage, the_service().coverage_note) == ("", "Le sud, surtout")
    assert "Le sud, surtout" in outcome.remarks[0]


def test_a_suspended_service_says_since_when() -> None:
    bring(status="suspendu")
    entry = the_service()
    assert entry.status == "suspended"
    assert entry.status_since


def test_an_update_takes_few_queries_whatever_the_number_of_rows(
    django_assert_max_num_queries: Any,
) -> None:
    rows = [service(name=f"Service {number}", phone="02 762 97 20") for number in range(200)]
    import_services(csv_bytes(*rows))
    with django_assert_max_num_queries(60):
        import_services(csv_bytes(*({**row, "description": "Nouvelle"} for row in rows)))


def test_a_service_without_type_is_an_update_only() -> None:
    bring(description="A")
    assert bring(type="", description="B").fate == Fate.UPDATED
    with pytest.raises(BadRows, match="la fiche est nouvelle"):
        bring(type="", name="Inconnue")
