"""Folding: one way to compare, find and order words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Service
from directory.text import control_character, fold, in_sentence, sort_key, unbroken, words
from tests.factories import ServiceFactory, ServiceTypeFactory


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("L’Équipe – Centre Ados", "l equipe centre ados"),
        ("assistant·e", "assistante"),
        ("Cœur", "coeur"),
        ("Ænigma", "aenigma"),
        ("Straße", "strasse"),
        ("ÎLE", "ile"),
        ("I\u0307stanbul", "istanbul"),
        ("naïve_café", "naive cafe"),
        ("ﬁn", "fin"),
        ("１０５０", "1050"),
        ("  deux\u202fmots ", "deux mots"),
        ("e\u0301te\u0301", "ete"),
        ("Łódź", "lodz"),
        ("–·–", ""),
        ("Ελλάδα", "ελλαδα"),
        ("ДОМ", "дом"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("", ""),
        ("Trauma", "trauma"),
        ("Épuisement", "épuisement"),
        ("Idées suicidaires et suicide", "idées suicidaires et suicide"),
        ("Accumulation et refus de soins (Diogène)", "accumulation et refus de soins (Diogène)"),
        ("Diogène", "Diogène"),
        ("TDAH", "TDAH"),
        ("ADHD bij volwassenen", "ADHD bij volwassenen"),
        ("LGBTQIA+-personen", "LGBTQIA+-personen"),
        ("borderline", "borderline"),
    ],
)
def test_a_name_within_a_sentence_begins_with_a_small_letter_unless_it_is_an_acronym(
    name: str, within: str
) -> None:
    assert in_sentence(name) == within


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_capitals_and_outer_spaces_change_nothing(text: str) -> None:
    assert fold(f"  {text} ") == fold(text)
    assert fold(text) == fold(text).strip()
    assert "  " not in fold(text)


@given(st.text(alphabet="aàâbcçdeéèêiîoôuùABCÉ -’"))
def test_french_capitals_change_nothing(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(st.text())
def test_words_are_those_of_the_folded_text(text: str) -> None:
    assert " ".join(words(text)) == fold(text)


@pytest.mark.parametrize("code", [*range(9), 11, 12, *range(14, 32), *range(127, 160)])
def test_control_characters_are_seen(code: int) -> None:
    assert control_character(f"a{chr(code)}b") == chr(code)


@pytest.mark.parametrize("text", ["", "a\tb\nc\r\n", "é\u202f\xa0–’", "🦄"])
def test_ordinary_text_has_no_control_character(text: str) -> None:
    assert control_character(text) is None


def test_the_database_orders_names_as_python_does(db: None) -> None:
    names = (
        *(
            "Éole",
            "eole b",
            "Ecole",
            "École 2",
            "zèbre",
            "Zèbre a",
            "L’Arche",
            "l arche b",
            "Œuvre",
        ),
        *("ouvre", "2 Ponts", "10 ponts", "Ελλάδα", "дом", "Ça va", "cabane", "A-B", "A B C", "ab"),
        *("ñandú", "nandou", "日本", "ﬁn", "fin 2"),
    )
    kind = ServiceTypeFactory.create()
    for name in names:
        ServiceFactory.create(name=name, type=kind)

    assert list(Service.objects.values_list("name", flat=True)) == sorted(names, key=sort_key)
    keys = list(Service.objects.values_list("sort_key", flat=True))
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Peut-on venir ?", "Peut-on venir\u00a0?"),
        ("« tout public » : oui ; non !", "«\u00a0tout public\u00a0»\u00a0: oui\u00a0; non\u00a0!"),
        ("9 h : 10, (à 2 ?)", "9 h\u00a0: 10, (à 2\u00a0?)"),
        ("Rien à lier.", "Rien à lier."),
    ],
)
def test_no_line_of_french_begins_with_its_punctuation(text: str, printed: str) -> None:
    assert unbroken(text) == printed == unbroken(printed)
