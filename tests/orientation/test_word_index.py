"""The index finds what the definition finds, for all services at once."""

from functools import reduce
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.text import words
from orientation import word_index
from orientation.search import PREFIX, STEM, WHOLE, KnownWords, Query, nearest, parse, rank
from orientation.word_index import WordIndex

SERVICES = (
    "SSM Le Puits : psychologue et psychiatre, santé mentale",
    "Planning familial : consultations psychologiques",
    "Alcooliques anonymes : groupes pour parler d’alcool",
    "Psychiatres de garde",
    "",
)
EVERYONE = (1 << len(SERVICES)) - 1
# Words that share a stem, a beginning or a meaning, and some that are nearly the same.
WORDS = words(
    "psy psychologue psychologues psychologique psychiatre ssm centre guidance sante mentale alcool "
    "alcoolique assuetudes jongere jongeren 2a sans papiers amu social sociale so a de"
)
some_words = st.frozensets(st.sampled_from(WORDS), max_size=12)
# Empty services around, or none: a word is then rare and kept as a list, or common and kept as a set.
worlds = st.tuples(st.lists(some_words, min_size=1, max_size=6), st.sampled_from([0, 300])).map(
    lambda world: world[0] + [frozenset[str]()] * world[1]
)
typed = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
misspelt = st.tuples(
    st.sampled_from([word for word in WORDS if len(word) > 5]),
    st.integers(0, 5),
    st.sampled_from(["", "x", "e"]),
    st.sampled_from(["", " sante", " psy"]),
).map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] + 1 :] + t[3])
texts = st.one_of(typed, typed.map(lambda text: text[:-1]), misspelt, st.text(max_size=20))
rule = settings(max_examples=200, deadline=None)
masks = st.one_of(st.integers(0, 255), st.just((1 << 320) - 1))


def index(*services: str) -> WordIndex:
    return WordIndex.build(frozenset(words(service)) for service in services or SERVICES)


def bits(*slots: int) -> int:
    return reduce(or_, (1 << slot for slot in slots), 0)


def by_definition(query: Query, world: list[frozenset[str]]) -> tuple[int, int, int]:
    ranks = [rank(query, service) for service in world]
    whole, stem, prefix = (
        bits(*(slot for slot, found in enumerate(ranks) if found == wanted))
        for wanted in (WHOLE, STEM, PREFIX)
    )
    return whole, stem, prefix


def test_whole_words_then_stems_then_beginnings() -> None:
    assert index().find(parse("psychiatre")) == (bits(0), bits(3), 0)
    assert index().find(parse("psycholo")) == (0, 0, bits(0, 1))
    assert index("Salles consommation18").find(parse("salle consommation")) == (0, 0, bits(0))
    assert index().find(parse("")) == (EVERYONE, 0, 0)
    assert index().find(parse("introuvable")) == (0, 0, 0)


@rule
@given(worlds, texts)
def test_the_index_finds_what_the_definition_finds(world: list[frozenset[str]], text: str) -> None:
    query = parse(text)
    assert WordIndex.build(world).find(query) == by_definition(query, world)


@rule
@given(worlds, st.lists(some_words, max_size=9), texts, masks)
def test_services_added_one_by_one_are_found_as_if_all_were_there_at_once(
    world: list[frozenset[str]], later: list[frozenset[str]], text: str, published: int
) -> None:
    whole, query = WordIndex.build([*world, *later]), parse(text)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(word_index, "MOST_RECENT", 3)
        grown = WordIndex.build(world)
        for service in later:
            grown = grown.with_service(grown.size, service)
    assert grown.size == whole.size
    assert grown.find(query) == whole.find(query)
    assert grown.nearest(query, published) == whole.nearest(query, published)
    assert grown.suggestions(text, published) == whole.suggestions(text, published)


@rule
@given(worlds, st.text("abc", min_size=2))
def test_the_words_begun_as_another_are_found_without_a_look_at_all(
    world: list[frozenset[str]], word: str
) -> None:
    words = {known for service in world for known in service} | {"a", "b", "ab", "ba", "cab", "éa"}
    rows = [sorted(words)[::2], sorted(words)[1::2]]
    expected = {w for w in words if w[0] in word[:2] or w[1:2] == word[0]}
    assert {*KnownWords(rows, len).begun_as(word)} == expected


@rule
@given(worlds, texts, masks)
def test_the_index_corrects_as_the_definition_does(
    world: list[frozenset[str]], text: str, published: int
) -> None:
    still_there = [service for slot, service in enumerate(world) if published >> slot & 1]
    vocabulary = dict.fromkeys((word for service in world for word in service), 0)
    for word in (word for service in still_there for word in service):
        vocabulary[word] += 1

    def finds(query: Query) -> bool:
        return any(rank(query, service) is not None for service in still_there)

    corrected = WordIndex.build(world).nearest(parse(text), published)
    known = KnownWords([sorted(vocabulary)], lambda word: vocabulary.get(word, 0))
    assert corrected == nearest(parse(text), known, finds)
    if corrected:
        assert parse(corrected.text) == corrected
        assert finds(corrected)


def test_an_index_does_not_change_when_a_service_is_added() -> None:
    before = index()
    after = before.with_service(before.size, words("Une psychiatre"))
    assert before.find(parse("psychiatre")) == (bits(0), bits(3), 0)
    assert after.find(parse("psychiatre")) == (bits(0, 5), bits(3), 0)


def test_a_service_is_added_after_all_the_others() -> None:
    with pytest.raises(ValueError, match="number 5"):
        index().with_service(7, ())


# Misspellings


def test_a_misspelling_is_corrected_only_when_nothing_published_is_found() -> None:
    corrected = index().nearest(parse("psychaitre"), EVERYONE)
    assert corrected is not None
    assert corrected.text == "psychiatre"
    assert index().nearest(parse("psychiatre"), EVERYONE) is None


def test_a_word_of_services_no_longer_published_is_not_proposed() -> None:
    services = index("Une fripperie", "Une friperie")
    assert services.nearest(parse("friperrie"), bits(0, 1)) is not None
    assert services.nearest(parse("fripeerie"), bits(1)) == parse("friperie")
    assert services.nearest(parse("fripeerie"), bits(0)) == parse("fripperie")
    assert services.nearest(parse("frippeerie"), bits(1)) == parse("friperie")
    assert services.nearest(parse("friperrie"), 0) is None


def test_a_correction_is_shown_with_its_accents() -> None:
    services = WordIndex.build([words("Café")], {"cafe": "café"})
    corrected = services.nearest(parse("Au caffe"), bits(0))
    assert corrected is not None
    assert corrected.text == "Au café"


# Suggestions


def test_the_word_being_typed_is_completed_most_frequent_first() -> None:
    services = index("rencontre", "renfort rencontre", "renfort rencontre", "renouer")
    assert services.suggestions("ren", 0b1111) == ["rencontre", "renfort", "renouer"]
    assert services.suggestions("ren", 0b1000) == ["renouer"]
    assert services.suggestions("ren", 0b1111, limit=1) == ["rencontre"]


def test_words_are_completed_that_the_words_before_find() -> None:
    services = index("potager rencontre", "atelier renfort")
    assert services.suggestions("Un potager, ren", 0b11) == ["Un potager, rencontre"]
    assert services.suggestions("l’ate", 0b11) == ["l’atelier"]
    assert services.suggestions("Un pota ren", 0b11) == []


def test_phrases_of_the_field_are_proposed_if_they_find_something() -> None:
    assert "centre de guidance" in index().suggestions("cen", EVERYONE)
    assert "centre de guidance" in index().suggestions("Centre de g", EVERYONE)
    assert "centre de guidance" not in index().suggestions("cen", bits(2))


def test_of_phrases_that_find_the_same_services_one_is_proposed() -> None:
    assert "psychiatre" in index().suggestions("psy", EVERYONE)
    assert "psychiater" not in index().suggestions("psy", EVERYONE)


@pytest.mark.parametrize("text", ["", "p", "psychiatre ", "?", "d’", "introuva"])
def test_nothing_is_suggested_where_there_is_nothing_to_complete(text: str) -> None:
    assert index().suggestions(text, EVERYONE) == []


@rule
@given(worlds, texts, masks)
def test_every_suggestion_continues_the_text_and_finds_something(
    world: list[frozenset[str]], text: str, published: int
) -> None:
    services = WordIndex.build(world)
    for longer in services.suggestions(text, published):
        assert words(longer) != words(text)
        assert " ".join(words(longer)).startswith(" ".join(words(text)))
        assert reduce(or_, services.find(parse(longer))) & published
