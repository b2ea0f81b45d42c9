"""How much of a service is known."""

from directory.completeness import Fact, completeness


def test_a_service_of_which_everything_is_known_is_complete() -> None:
    found = completeness(dict.fromkeys(Fact, True))
    assert (found.percent, found.missing, found.words) == (100, (), "")


def test_a_service_of_which_nothing_is_said_misses_everything() -> None:
    found = completeness({})
    assert found.percent == 0
    assert found.missing == tuple(Fact)


def test_what_is_missing_is_said_in_words_in_the_order_of_the_page() -> None:
    known = {fact: fact not in (Fact.PHONE, Fact.DESCRIPTION) for fact in Fact}
    found = completeness(known)
    assert found.words == "la description, le téléphone"
    assert found.percent == 80
