"""Telling types of service apart: which are confused, what each is, and their pages."""

import re
import tomllib

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from directory.look_alikes import groups
from directory.models import ServiceType
from directory.models.service import Status
from directory.models.taxonomy import CriterionCategory
from directory.sheet import State
from directory.types_apart import described, sentences, way, with_ways
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    ServiceFactory,
    ServiceTypeFactory,
)
from tests.smesb.reader import Page, html_of

# Groups


def test_three_that_all_look_alike_are_one_group() -> None:
    assert groups({"ppl": ["ssm", "pf"], "ssm": ["pf"], "pf": []}) == [["ppl", "ssm", "pf"]]


def test_a_chain_is_pairs_not_a_crowd() -> None:
    chain = {"a": ["b"], "b": ["c"], "c": ["d"], "d": []}

    assert groups(chain) == [["a", "b"], ["b", "c"], ["c", "d"]]


def test_two_triangles_that_share_a_side_are_one_group() -> None:
    assert groups({"a": ["b", "c"], "b": ["c", "d"], "c": ["d"], "d": []}) == [["a", "b", "c", "d"]]


def test_two_triangles_that_share_a_corner_are_two_groups() -> None:
    alike = {"a": ["b", "c"], "b": ["c"], "c": ["d", "e"], "d": ["e"], "e": []}

    assert groups(alike) == [["a", "b", "c"], ["c", "d", "e"]]


def test_a_pair_inside_a_larger_group_is_not_said_twice() -> None:
    fan = {"hub": ["a", "b", "c", "d"], "a": ["b"], "b": ["c"], "c": ["d"], "d": []}

    assert groups(fan) == [["hub", "a", "b", "c", "d"]]


def test_links_count_both_ways_and_a_type_that_resembles_none_is_in_no_group() -> None:
    assert groups({"a": [], "b": ["a", "b"], "alone": [], "c": ["gone"]}) == [["a", "b"]]


def test_groups_and_their_members_stand_in_the_order_of_the_list() -> None:
    assert groups({"a": [], "b": ["c"], "c": [], "d": ["a"]}) == [["a", "d"], ["b", "c"]]


def test_the_types_most_often_confused_are_the_first_group(reference: None) -> None:
    alike = {
        kind.slug: [other.slug for other in kind.look_alikes.all()]
        for kind in ServiceType.objects.all()
    }
    found = groups(alike)

    assert {"ssm", "ppl", "planning_familial"} <= set(found[0])
    assert any({"equipe_mobile_2a", "equipe_mobile_2b"} <= set(group) for group in found)
    assert max(map(len, found)) <= 4, "more would not stand side by side"
    assert {slug for group in found for slug in group} == {s for s, o in alike.items() if o}


def test_every_type_with_a_look_alike_says_in_three_languages_when_to_choose_it() -> None:
    file = settings.FIXTURES / "reference" / "service_types.toml"
    rows = tomllib.loads(file.read_text())["service_type"]
    named = {slug for row in rows for slug in row["look_alikes"]}
    for row in rows:
        for language in ("fr", "nl", "en"):
            assert row[f"summary_{language}"], row["slug"]
            if row["look_alikes"] or row["slug"] in named:
                assert row[f"distinction_{language}"], row["slug"]


# What its services say


def test_a_text_is_cut_into_sentences_and_nowhere_else() -> None:
    assert sentences("Prix : 2,50 €. À demander ! Voir le 2A. et l’ASBL. ") == [
        "Prix : 2,50 €.",
        "À demander !",
        "Voir le 2A. et l’ASBL.",
    ]
    assert sentences("") == []


def test_what_all_say_is_a_yes_or_a_no_and_how_many_say_so() -> None:
    free = CriterionFactory.build(name_fr="Gratuit", yes_fr="C’est gratuit.", no_fr="C’est payant.")

    assert way(free, 2, 0, 9).state is State.YES
    assert way(free, 2, 0, 9).note == "2 services sur 9 le disent"
    assert way(free, 0, 1, 1).text == "C’est payant."
    assert way(free, 0, 1, 1).note == "dit par le seul service de ce type"


def test_when_services_disagree_neither_side_is_hidden() -> None:
    fact = way(CriterionFactory.build(name_fr="Gratuit"), 3, 1, 9)

    assert (fact.state, fact.text) == (State.SAID, "Gratuit")
    assert fact.note == "oui pour 3, non pour 1, sur 9 services"


def test_only_what_published_services_answer_counts(db: None) -> None:
    kind = ServiceTypeFactory.create()
    criterion = CriterionFactory.create(category=CriterionCategory.MONEY)
    for status, answer in (
        (Status.PUBLISHED, True),
        (Status.PUBLISHED, None),
        (Status.DRAFT, False),
    ):
        service = ServiceFactory.create(type=kind, status=status)
        AccessConditionFactory.create(service=service, criterion=criterion, answer=answer)
    AccessConditionFactory.create(
        service=ServiceFactory.create(type=kind),
        criterion=CriterionFactory.create(category=CriterionCategory.PLACE),
    )
    (one,) = with_ways(described(ServiceType.objects.all()))

    assert one.count == 3
    assert [(fact.state, fact.note) for fact in one.ways] == [(State.YES, "1 service sur 3 le dit")]


# Pages


@pytest.fixture
def confused(db: None) -> None:
    """Two types one takes for each other, and one apart."""
    ssm = ServiceTypeFactory.create(
        slug="ssm",
        name_fr="Service de santé mentale",
        acronym="SSM",
        level="specialise",
        summary_fr="Une équipe.",
        distinction_fr="À choisir quand c’est lourd.",
    )
    ppl = ServiceTypeFactory.create(
        slug="ppl",
        name_fr="Psychologue de première ligne",
        summary_fr="Quelques séances.",
        distinction_fr="À choisir quand c’est léger. Peu cher.",
    )
    ssm.look_alikes.add(ppl)
    ServiceTypeFactory.create(slug="autre", name_fr="Autre chose", sector="droits")
    ServiceFactory.create(type=ssm, name="Le Publié")
    ServiceFactory.create(type=ssm, status=Status.DRAFT)


def test_the_list_of_types_begins_with_those_one_confuses(confused: None, client: Client) -> None:
    html = html_of(client, "/types/")
    before, _title, after = html.partition("Tous les types, par fonction")

    assert "Psychologue de première ligne" in before and "Service de santé mentale" in before
    assert "Autre chose" not in before
    assert "Autre chose" in after and "Droits sociaux et revenus" in after
    assert "1 service<" in html, "drafts are not counted"
    assert not Page(html).misnested


def test_those_one_confuses_stand_side_by_side_where_the_list_leads(
    confused: None, client: Client
) -> None:
    (led,) = re.findall(r'href="(/types/confondus/)#(groupe-\d)"', html_of(client, "/types/"))
    html = html_of(client, led[0])

    assert f'id="{led[1]}"' in html
    for text in ("Une équipe.", "À choisir quand c’est lourd.", "Quelques séances.", "spécialisé"):
        assert text in html
    assert "Autre chose" not in html
    assert not Page(html).misnested


def test_a_list_without_look_alikes_has_no_group(db: None, client: Client) -> None:
    assert "Souvent confondus" not in html_of(client, "/types/")


def test_a_type_stands_beside_the_others_with_their_own_distinction(
    confused: None, client: Client
) -> None:
    html = html_of(client, "/types/ssm/")

    assert "<p>À choisir quand c’est lourd.</p>" in html
    assert "<p>À choisir quand c’est léger.</p>" in html
    assert html.index("quand c’est lourd") < html.index("quand c’est léger"), "itself first"
    assert 'href="/types/ppl/"' in html and "Le Publié" in html
    assert "aucun service pour l’instant" in html


def test_a_type_without_look_alike_still_says_when_to_choose_it(db: None, client: Client) -> None:
    ServiceTypeFactory.create(slug="seul", distinction_fr="À choisir le soir.")

    assert "À choisir le soir." in html_of(client, "/types/seul/")


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(
    ("address", "queries"), [("/types/", 2), ("/types/confondus/", 2), ("/types/un/", 7)]
)
def test_types_ask_the_database_as_often_for_four_look_alikes_as_for_one(
    db: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    count: int,
) -> None:
    kind = ServiceTypeFactory.create(slug="un")
    criterion = CriterionFactory.create()
    for other in (kind, *ServiceTypeFactory.create_batch(count)):
        kind.look_alikes.add(other)
        AccessConditionFactory.create(
            service=ServiceFactory.create(type=other), criterion=criterion
        )
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_type_has_an_easy_text_a_short_sentence_a_line(language: str) -> None:
    with (settings.FIXTURES / "reference" / "service_types.toml").open("rb") as file:
        rows = tomllib.load(file)["service_type"]
    for row in rows:
        if row["slug"] != "a_preciser":
            lines = row[f"easy_{language}"].splitlines()
            assert 3 <= len(lines) <= 6, row["slug"]
            assert all(len(re.findall(r"\w+", line)) <= 16 for line in lines), row["slug"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "heading"),
    [("", "Facile à lire"), ("/nl", "Makkelijk te lezen"), ("/en", "Easy to read")],
)
def test_a_type_and_the_emergency_page_have_an_easy_text(
    client: Client, prefix: str, heading: str
) -> None:
    ServiceTypeFactory.create(slug="ssm", easy_fr="Une phrase.\nAppelez le 0800 32 123.")
    html = client.get(f"{prefix}/types/ssm/").content.decode()
    mark = ' lang="fr"' if prefix else ""
    assert heading in html
    assert len(re.findall(rf"<span(?:{mark}|)>(?:<span{mark}>)?(?:Une phrase|Appelez)", html)) == 2
    assert '<a href="tel:+3280032123">0800 32 123</a>.' in html, "a number dials"
    assert heading in client.get(f"{prefix}/urgence/").content.decode()
