"""What the words typed find, how well, and which spelling was meant."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.text import words
from orientation.search import PREFIX, STEM, WHOLE, KnownWords, Query, nearest, parse, rank

SSM = "SSM Le Puits – Service de santé mentale : psychologue, psychiatre"
MEETINGS = "Groupe d’entraide autour de l’alcool"


def found(query: str, service: str) -> int | None:
    """How well a service presented so is found."""
    return rank(parse(query), frozenset(words(service)))


def meant(query: str, *services: str) -> str | None:
    """The spelling meant, where these services are published."""
    published = [frozenset(words(service)) for service in services]

    def finds(asked: Query) -> bool:
        return any(rank(asked, one) is not None for one in published)

    counts = Counter(w for one in published for w in one)
    vocabulary = KnownWords([sorted(counts)], counts.__getitem__)
    corrected = nearest(parse(query), vocabulary, finds)
    return corrected.text if corrected else None


# How a text is read


@pytest.mark.parametrize(
    "query", ["sante mentale", "SANTÉ  MENTALE", "Santé-mentale !", "mentale santé"]
)
def test_accents_case_and_punctuation_do_not_count(query: str) -> None:
    assert found(query, SSM) == WHOLE


@pytest.mark.parametrize(
    "query", ["l’alcool", "l'alcool", "de l’alcool", "entraide et alcool", "the alcool"]
)
def test_elided_articles_and_function_words_are_dropped(query: str) -> None:
    assert found(query, MEETINGS) == WHOLE


def test_a_function_word_is_looked_for_when_there_is_nothing_else() -> None:
    assert found("de", "Infirmiers de rue") == WHOLE
    assert found("de", "Brugmann") is None


@pytest.mark.parametrize("query", ["", "   ", "?!", "\0"])
def test_without_a_word_everything_is_found(query: str) -> None:
    assert found(query, SSM) == WHOLE


def test_all_words_must_be_found() -> None:
    assert found("groupe alcool", MEETINGS) == WHOLE
    assert found("groupe tabac", MEETINGS) is None


# Whole words before stems before prefixes


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("psychologues", "Une psychologue"),
        ("consultation", "Consultations"),
        ("social", "Aide sociale"),
        ("jongere", "Dienst voor jongeren"),
        ("verslavingen", "Hulp bij verslaving"),
        ("therapists", "A therapist"),
        ("families", "Support for the family"),
    ],
)
def test_a_plural_finds_a_singular_in_three_languages(query: str, service: str) -> None:
    assert found(query, service) == STEM


def test_a_word_with_a_digit_has_no_other_form() -> None:
    assert found("24h", "Ouvert 24h") == WHOLE
    assert found("24heures", "Ouvert 24heure") is None


def test_only_the_last_word_may_be_a_beginning() -> None:
    assert found("groupe entr", MEETINGS) == PREFIX
    assert found("entr groupe", MEETINGS) is None


def test_before_a_beginning_the_other_words_may_be_stems() -> None:
    assert found("groupes entr", MEETINGS) == PREFIX


def test_the_last_word_of_a_phrase_may_be_a_beginning() -> None:
    assert parse("salle de consommation").units[0].words == ("salle", "consommation")
    assert found("salle de consommation", "Salles consommation18") == PREFIX
    assert found("salle de consommation", "Consommation18") is None


def test_a_service_is_found_as_well_as_by_its_worst_word() -> None:
    assert found("groupe alcool", MEETINGS) == WHOLE
    assert found("groupes alcool", MEETINGS) == STEM
    assert found("groupes alco", MEETINGS) == PREFIX


# Synonyms


@pytest.mark.parametrize(
    "query", ["centre de guidance", "Centre guidance", "CGG", "service de santé mentale"]
)
def test_a_service_is_found_by_its_other_names(query: str) -> None:
    assert found(query, "SSM Le Puits") == STEM


def test_the_name_itself_comes_before_its_synonyms() -> None:
    assert found("SSM", "SSM Le Puits") == WHOLE
    assert found("SSM", "Centre de guidance") == STEM


def test_psy_widens_to_those_who_listen_and_not_back() -> None:
    for service in (
        "Psychologue",
        "Psychiatres",
        "Psychothérapie",
        "Suivi psychologique",
        "Psycholoog",
    ):
        assert found("psy", service) == STEM
    assert found("psychologue", "Psychiatre") is None


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("OCMW", "CPAS d’Ixelles"),
        ("sans-papiers", "Aide médicale urgente (AMU)"),
        ("AMU", "Personnes sans papiers"),
        ("toxicomanie", "Service en assuétudes"),
        ("assuétudes", "Alcooliques anonymes"),
        ("alcool", "Addictions"),
        ("SDF", "Personnes sans-abri"),
        ("verslaving", "Toxicomanie"),
    ],
)
def test_the_field_calls_one_thing_by_several_names(query: str, service: str) -> None:
    assert found(query, service) == STEM


def test_looking_for_help_with_drugs_does_not_find_those_for_alcohol() -> None:
    assert found("toxicomanie", "Alcooliques anonymes") is None


def test_every_word_of_an_alternative_must_be_there() -> None:
    assert found("OCMW", "Centre public de lecture") is None
    assert found("AMU", "Aide alimentaire urgente") is None


def test_a_phrase_is_known_among_other_words_and_in_the_plural() -> None:
    query = parse("les centres de guidance pour adultes")
    assert [unit.words for unit in query.units] == [("centres", "guidance"), ("adultes",)]
    assert rank(query, frozenset(words("SSM pour adultes"))) == STEM


def test_the_longest_phrase_wins() -> None:
    assert [unit.words for unit in parse("psychologue conventionné").units] == [
        ("psychologue", "conventionne")
    ]


# Misspellings


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("psychaitre", "psychiatre"),
        ("psichiatre", "psychiatre"),
        ("psychyatrre", "psychiatre"),
        ("sychiatre", "psychiatre"),
        ("Service psychaitre", "Service psychiatre"),
        ("centre de gidance", "centre de guidance"),
        ("sante metnale", "sante mentale"),
    ],
)
def test_the_nearest_spelling_is_proposed(query: str, expected: str) -> None:
    assert found(query, SSM) is None
    assert meant(query, SSM) == expected


def test_a_forgotten_apostrophe_is_a_misspelling() -> None:
    assert meant("lalcool", MEETINGS) == "alcool"


def test_the_other_words_stay_as_they_were_typed() -> None:
    assert meant("Groupe, à l’alcol", MEETINGS) == "Groupe, à l’alcool"


def test_the_field_s_words_get_their_accents_back() -> None:
    assert meant("asuetude", "Assuétude") == "assuétude"
    assert meant("service d’asuetude", "Service d’assuétude") == "service d’assuétude"


def test_what_is_found_is_not_corrected() -> None:
    assert meant("psychiatre", SSM) is None
    assert meant("psychiatres", SSM) is None
    assert meant("psychia", SSM) is None
    assert meant("groupe psychiatre", SSM, MEETINGS) is None  # each word exists, never together


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("rental", "Dental"),
        ("rue", "vue"),
        ("dental", "Delta"),
        ("mere", "frere"),
        ("24hh", "24h"),
        ("XQ", "XR"),
    ],
)
def test_no_false_friend_is_proposed(query: str, service: str) -> None:
    assert meant(query, service) is None


def test_a_known_phrase_is_not_a_misspelling() -> None:
    assert meant("toxicomanie", "Taxicomanie") is None


def test_no_function_word_is_proposed() -> None:
    assert meant("avecc", "Avec nous") is None


def test_a_correction_that_finds_nothing_is_not_proposed() -> None:
    assert meant("groupe psychaitre", SSM, MEETINGS) is None


def test_a_text_of_unknown_words_has_no_correction() -> None:
    service = "garage potager cuisine fromage"
    assert meant("garxage potxager cuixine", service) == "garage potager cuisine"
    assert meant("garxage potxager cuixine froxage", service) is None
    assert meant("garxage wwwwwww", service) is None


def test_of_equally_near_words_the_first_letter_then_the_number_of_services_decide() -> None:
    assert meant("tamis", "amis", "tapis") == "tapis"
    assert meant("tarxe", "tarte", "tarde", "tarde seul") == "tarde"
    assert meant("tarxe", "tarte", "tarde") == "tarde"


# Any text at all


@given(st.text(), st.frozensets(st.text().flatmap(lambda t: st.sampled_from(words(t) or ("mot",)))))
def test_any_text_is_read(text: str, service: frozenset[str]) -> None:
    query = parse(text)
    assert rank(query, service) in (WHOLE, STEM, PREFIX, None)
    assert parse(query.text) == query or len(text) >= 200


@pytest.mark.parametrize(
    "text", ["psy " * 2_500, "x" * 10_000, "é" * 10_000, "ﷺ " * 5_000, "a b" * 3_333]
)
def test_a_huge_text_is_read_no_further_than_one_may_type(text: str) -> None:
    start = time.perf_counter()
    query = parse(text)
    rank(query, frozenset(words(SSM)))
    assert query == parse(text[:200])
    assert time.perf_counter() - start < 1
