"""The reference lists and the territory, loaded and loaded again."""

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from directory.importers.problems import Refused
from directory.importers.reference import load_reference
from directory.models import (
    Bassin,
    Criterion,
    Municipality,
    Need,
    Neighbourhood,
    PostalArea,
    ServiceType,
    Theme,
)
from tests.directory.importers.files import every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """A copy of the fixtures that a test may change."""
    return Path(shutil.copytree(settings.FIXTURES, tmp_path / "fixtures"))


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_brussels_has_five_bassins_nineteen_communes_and_their_postal_areas(
    reference: None,
) -> None:
    assert Bassin.objects.count() == 5
    assert Municipality.objects.count() == 19
    assert PostalArea.objects.count() == 26
    assert Neighbourhood.objects.count() == 145
    city = Municipality.objects.get(nis_code="21004")
    assert (city.name_fr, city.areas.count()) == ("Bruxelles", 8)
    assert 50 < city.latitude < 51


@pytest.mark.parametrize(
    ("area", "bassin"),
    [
        ("21004-1000", "centre-ouest"),
        ("21004-1020", "nord"),
        ("21004-1050", "sud"),
        ("21009-1050", "sud"),
        ("21005-1040", "sud-est"),
        ("21004-1040", "centre-ouest"),
        ("21004-1030", None),
    ],
)
def test_a_postal_area_is_in_the_bassin_of_its_own_row_else_of_its_commune(
    reference: None, area: str, bassin: str | None
) -> None:
    found = PostalArea.objects.get(code=area).bassin
    assert (found.slug if found else None) == bassin


def test_a_type_has_its_needs_and_its_look_alikes_both_ways(reference: None) -> None:
    ssm = ServiceType.objects.get(slug="ssm")
    assert [need.slug for need in ssm.needs.all()] == ["ambulatoire"]
    for other in ssm.look_alikes.all():
        assert ssm in other.look_alikes.all()
    assert ssm.look_alikes.filter(slug="ppl").exists()


def test_a_list_is_in_the_order_of_its_file(reference: None) -> None:
    file = settings.FIXTURES / "reference" / "needs.toml"
    slugs = [
        line.split('"')[1]
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("slug = ")
    ]
    assert list(Need.objects.values_list("slug", flat=True)) == slugs


def test_loading_twice_changes_nothing(reference: None) -> None:
    before = every_row()
    tallies = load_reference(settings.FIXTURES)
    assert every_row() == before
    assert not any(tally.created or tally.updated or tally.kept for tally in tallies)


def test_loading_takes_few_queries(reference: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(30):
        load_reference(settings.FIXTURES)


def test_what_a_coordinator_changed_is_kept_and_said(reference: None, fixtures: Path) -> None:
    Criterion.objects.filter(slug="pmr").update(name_fr="Accessible en chaise roulante")
    edit(fixtures / "reference" / "themes.toml", 'name_fr = "', 'name_fr = "Nouveau : ')
    theme = Theme.objects.first()
    tallies = {tally.name: tally for tally in load_reference(fixtures)}
    kept = Criterion.objects.get(slug="pmr")
    assert kept.name_fr == "Accessible en chaise roulante"
    (said,) = tallies[str(Criterion._meta.verbose_name_plural)].kept
    assert "pmr" in said
    assert "chaise roulante" in said
    assert theme
    theme.refresh_from_db()
    assert theme.name_fr.startswith("Nouveau : ")


def test_a_need_that_a_coordinator_took_from_a_type_does_not_come_back(reference: None) -> None:
    ssm = ServiceType.objects.get(slug="ssm")
    ssm.needs.clear()
    tallies = {tally.name: tally for tally in load_reference(settings.FIXTURES)}
    assert not ssm.needs.exists()
    assert "needs" in tallies["types de service"].kept[0]


def test_the_bassin_that_a_coordinator_gave_stays(reference: None) -> None:
    sud = Bassin.objects.get(slug="sud")
    PostalArea.objects.filter(code="21004-1000").update(bassin=sud)
    load_reference(settings.FIXTURES)
    assert PostalArea.objects.get(code="21004-1000").bassin == sud


@pytest.mark.parametrize("changed_by_a_person", [False, True])
def test_a_bassin_corrected_in_the_files_is_written_unless_a_person_changed_it(
    reference: None, fixtures: Path, changed_by_a_person: bool
) -> None:
    if changed_by_a_person:
        PostalArea.objects.filter(code="21004-1040").update(bassin=Bassin.objects.get(slug="sud"))
    west = "centre-ouest,Bassin Centre-Ouest,Zorgzone Centrum-West,21004,1040,"
    east = "sud-est,Bassin Sud-Est,Zorgzone Zuid-Oost,21004,1040,"
    west += "https://bassin-centre-ouest.brussels/bassin-centre-ouest"
    east += "https://bassin-sud-est.brussels/bassin-sud-est"
    edit(fixtures / "geo" / "bassins.csv", west, east)
    (tally,) = (t for t in load_reference(fixtures) if t.name == "codes postaux des communes")
    area = PostalArea.objects.get(code="21004-1040")
    assert area.bassin
    assert area.bassin.slug == ("sud" if changed_by_a_person else "sud-est")
    assert tally.updated == (not changed_by_a_person)
    assert ["21004-1040" in line for line in tally.kept] == [True] * changed_by_a_person


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("criteria.toml", 'category = "entree"', 'category = "nulle"', "category"),
        ("criteria.toml", 'name_fr = "', 'nom_fr = "', "nom_fr|name_fr"),
        ("criteria.toml", 'slug = "sans_prescription"', 'slug = "sans_rendez_vous"', "deux fois"),
        ("service_types.toml", 'needs = ["ambulatoire"]', 'needs = ["lune"]', "lune"),
        ("service_types.toml", 'sector = "sante_mentale"', 'sector = "mer"', "sector"),
        ("themes.toml", 'name_fr = "', 'name_fr = "' + "x" * 201, "name_fr"),
        ("themes.toml", 'name_fr = "', 'name_fr = "\\u0007', "name_fr"),
        ("themes.toml", "[[theme]]", "[[theme", "line"),
        ("needs.toml", 'slug = "', 'slug = "pas un slug ', "slug"),
    ],
)
def test_a_wrong_fixture_is_named_with_its_row_and_field_and_nothing_is_written(
    fixtures: Path, file: str, old: str, new: str, said: str
) -> None:
    edit(fixtures / "reference" / file, old, new)
    before = every_row()
    with pytest.raises(Refused, match=f"{file} : .*({said})"):
        load_reference(fixtures)
    assert every_row() == before


def test_the_command_says_what_became_of_each_list() -> None:
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert "communes, lignes créées : 19" in out.getvalue()
