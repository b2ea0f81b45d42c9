"""The file of synonyms, and how it is read."""

import tomllib

import pytest

from directory.text import fold
from orientation.search import STEM, WHOLE, parse, rank
from orientation.synonyms import FILE, SYNONYMS, from_groups, meaningful, says_something, spellings

CONTENT = tomllib.loads(FILE.read_text(encoding="utf-8"))
TYPED = [
    phrase
    for texts in (
        *(group["phrases"] for group in CONTENT["same"]),
        *(group["typed"] for group in CONTENT["wider"]),
    )
    for phrase in texts
]


def test_the_file_is_well_formed() -> None:
    assert set(CONTENT) == {"same", "wider"}
    assert all(set(group) == {"phrases"} for group in CONTENT["same"])
    assert all(set(group) == {"typed", "finds"} for group in CONTENT["wider"])
    for texts in (texts for way in CONTENT.values() for group in way for texts in group.values()):
        assert texts
        folded = [fold(text) for text in texts]
        assert len(set(folded)) == len(folded), f"the same twice: {texts}"
        assert all(any(map(says_something, text.split())) for text in folded), texts


def test_each_group_says_something_new() -> None:
    for group in CONTENT["same"]:
        assert len({meaningful(phrase) for phrase in group["phrases"]}) > 1, group
    for group in CONTENT["wider"]:
        for phrase in group["typed"]:
            assert {meaningful(one) for one in group["finds"]} - {meaningful(phrase)}, group


@pytest.mark.parametrize("phrase", sorted(set(TYPED)))
def test_every_phrase_is_found_by_itself(phrase: str) -> None:
    query = parse(phrase)
    assert rank(query, frozenset(meaningful(phrase))) == WHOLE
    assert len(query.units) == 1
    assert query.units[0].alternatives


def test_every_phrase_finds_the_others_of_its_group() -> None:
    ways = [(group["phrases"], group["phrases"]) for group in CONTENT["same"]]
    ways += [(group["typed"], group["finds"]) for group in CONTENT["wider"]]
    for typed, finds in ways:
        for phrase in typed:
            for other in finds:
                found = rank(parse(phrase), frozenset(meaningful(other)))
                assert found in (WHOLE, STEM), f"{phrase} does not find {other}"


def test_a_word_alone_is_no_synonym_of_a_phrase_that_holds_it() -> None:
    synonyms = from_groups({"same": [{"phrases": ["AMU", "aide médicale urgente"]}]})
    assert synonyms.longest(("aide", "sociale")) == (1, ())
    assert synonyms.longest(("aide", "medicale", "urgente", "adultes")) == (3, (("amu",),))


def test_a_wider_phrase_goes_one_way() -> None:
    synonyms = from_groups({"wider": [{"typed": ["psy"], "finds": ["psychologue"]}]})
    assert synonyms.longest(("psy",)) == (1, (("psychologue",),))
    assert synonyms.longest(("psychologue",)) == (1, ())


def test_a_phrase_itself_comes_before_those_of_the_same_stem() -> None:
    synonyms = from_groups(
        {
            "wider": [
                {"typed": ["social"], "finds": ["un"]},
                {"typed": ["sociale"], "finds": ["deux"]},
            ]
        }
    )
    assert synonyms.longest(("sociale",)) == (1, (("deux",),))
    assert set(synonyms.longest(("sociaux",))[1]) == {("un",), ("deux",)}


def test_words_keep_the_spelling_most_people_use() -> None:
    assert spellings(["Santé mentale", "la santé", "SANTE"]) == {"sante": "santé"}
    assert spellings(["sante sante santé"]) == {}
    assert spellings(["Un·e assistant·e"]) == {"assistante": "assistant·e", "une": "un·e"}


def test_the_words_of_the_file_have_their_accents() -> None:
    assert SYNONYMS.spellings["assuetude"] == "assuétude"
