"""From an address to a question: what cannot be read is ignored, listed and said; the rest stays."""

import pytest
from django.http import QueryDict

from orientation.filters import MAX_PAGE, OrientationFilter
from orientation.situation import Situation
from orientation.territory import Area, Territory
from tests.orientation.plain_matcher import World
from tests.orientation.worlds import AREAS, INSTANTS, NAMES, VOCABULARY

TERRITORY = Territory(
    {code: Area(code, code[-4:], nis, None, names[0], None, None) for code, nis, names in AREAS},
    {},
    NAMES,
)
CATALOGUE = World([], [], TERRITORY, VOCABULARY, INSTANTS[0]).catalogue


def ask(query: str | bytes) -> OrientationFilter:
    """Read an address."""
    return OrientationFilter(QueryDict(query), CATALOGUE)


def test_an_empty_address_asks_the_default_question() -> None:
    read = ask("")

    assert read.situation == Situation()
    assert read.ignored == []
    assert read.situation.pour == "personne"


def test_every_parameter_is_read() -> None:
    read = ask(
        "q=centre&besoin=crise&besoin=ambulatoire&pour=proche&type=ssm&bassin=sud&zone_inconnue=1"
        "&age=35&public=exil&code_postal=1050&langue=ar&condition=pmr&intervenant=psychiatre"
        "&theme=deuil&demandeur=medecin&ouvert=soir&verdict=presque&ecarte_par=condition:pmr"
        "&tri=proximite&page=2&per_page=50"
    )

    place = TERRITORY.resolve("1050")
    assert read.ignored == []
    assert read.situation == Situation(
        q="centre",
        besoin=("ambulatoire", "crise"),
        pour="proche",
        type=("ssm",),
        bassin="sud",
        zone_inconnue=True,
        age=35,
        public=("exil",),
        code_postal=place,
        langue=("ar",),
        condition=("pmr",),
        intervenant=("psychiatre",),
        theme=("deuil",),
        demandeur="medecin",
        ouvert="soir",
        verdict=("presque",),
        ecarte_par="condition:pmr",
        tri="proximite",
        page=2,
        per_page=50,
    )


@pytest.mark.parametrize(
    "key",
    [
        *("q", "besoin", "pour", "type", "bassin", "zone_inconnue", "age", "public"),
        *("code_postal", "langue", "condition", "intervenant", "theme", "demandeur", "ouvert"),
        *("verdict", "ecarte_par", "tri", "page", "per_page"),
    ],
)
@pytest.mark.parametrize("empty", ["", "+", "%20%09", "%C2%A0"])
def test_an_empty_value_is_as_if_absent(key: str, empty: str) -> None:
    assert ask(f"{key}={empty}").situation == Situation()
    assert ask(f"{key}={empty}").ignored == []


def test_an_empty_value_after_a_value_does_not_replace_it() -> None:
    read = ask("age=35&age=")

    assert read.situation.age == 35
    assert read.ignored == []


def test_of_a_repeated_single_value_the_last_counts_and_the_others_are_listed() -> None:
    read = ask("age=30&age=35")

    assert read.situation.age == 35
    assert read.ignored == [("age", "30")]


def test_of_a_repeated_single_value_the_last_counts_even_unreadable() -> None:
    read = ask("age=30&age=cent")

    assert read.situation.age is None
    assert read.ignored == [("age", "30"), ("age", "cent")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("age", value) for value in ("abc", "-1", "121", "35.5", "1e2", "9" * 5000, "٣٥x")),
        *(("bassin", value) for value in ("inconnu", "SUD", "sud nord")),
        *(("pour", "tous"), ("demandeur", "police"), ("ouvert", "demain"), ("tri", "hasard")),
        *(("zone_inconnue", "oui"), ("ecarte_par", "condition"), ("ecarte_par", "q")),
        *(("code_postal", value) for value in ("Atlantide", "1099", "99999-1050", "1000 Ixelles")),
        *(("page", "deux"), ("per_page", "tout"), ("q", "a\x00b"), ("code_postal", "a\x00b")),
        *(("besoin", "inconnu"), ("verdict", "peut-être"), ("langue", "FR"), ("theme", "' OR 1")),
        *(("age[]", "35"), ("inconnu", "1"), ("delai", "4sem"), ("Age", "35")),
    ],
)
def test_what_cannot_be_read_is_listed_and_the_rest_stays(key: str, value: str) -> None:
    query = QueryDict(mutable=True)
    query.appendlist(key, value)
    query.appendlist("condition", "pmr")
    read = OrientationFilter(query, CATALOGUE)

    assert read.ignored == [(key, value)]
    assert read.situation == Situation(condition=("pmr",))
    if key in read.filters:
        assert str(read.notice(key)).strip(), "said beside its field"


def test_what_is_ignored_is_listed_in_the_order_of_the_address() -> None:
    assert ask("foo=1&age=abc&langue=xx&langue=fr&langue=yy&foo=2").ignored == [
        ("foo", "1"),
        ("foo", "2"),
        ("age", "abc"),
        ("langue", "xx"),
        ("langue", "yy"),
    ]


@pytest.mark.parametrize("raw", [b"q=%ff", b"q=%C3%28", b"q=\xff\xfe", b"%ff=%ff&age=35", b"&&=;&"])
def test_wrong_bytes_never_raise(raw: bytes) -> None:
    read = ask(raw)

    assert read.situation.code_postal is None
    assert isinstance(read.ignored, list)


def test_text_is_cut_at_200_characters_and_says_so() -> None:
    read = ask("q=" + "a" * 10_000)

    assert read.situation.q == "a" * 200
    assert read.ignored == [("q", "a" * 10_000)]
    assert "200" in str(read.notice("q"))


def test_text_cut_at_a_space_still_asks_the_same_through_its_address() -> None:
    asked = ask("q=" + "a" * 199 + "+b").situation
    address = QueryDict(mutable=True)
    for key, value in asked.to_query():
        address.appendlist(key, value)

    assert OrientationFilter(address, CATALOGUE).situation == asked


def test_the_notice_of_a_superseded_text_does_not_speak_of_its_length() -> None:
    assert "200" not in str(ask("q=un&q=deux").notice("q"))


@pytest.mark.parametrize(
    ("asked", "page"),
    [("-5", 1), ("0", 1), ("1", 1), ("7", 7), ("1000000000", MAX_PAGE), ("-" + "9" * 30, 1)],
)
def test_a_page_is_brought_back_between_its_bounds(asked: str, page: int) -> None:
    read = ask(f"page={asked}")

    assert read.situation.page == page
    assert read.ignored == []


@pytest.mark.parametrize(("asked", "count"), [("0", 1), ("-1", 1), ("200", 200), ("201", 200)])
def test_no_more_than_200_a_page(asked: str, count: int) -> None:
    assert ask(f"per_page={asked}").situation.per_page == count


def test_several_values_are_each_kept_once_and_sorted() -> None:
    assert ask("langue=nl&langue=fr&langue=nl").situation.langue == ("fr", "nl")


def test_an_age_of_zero_is_an_age() -> None:
    assert ask("age=0").situation.age == 0
    assert ask("age=0").ignored == []


def test_nobody_else_inherits_the_choices_of_a_question() -> None:
    first, second = ask("langue=fr"), ask("langue=xx")

    assert first.situation.langue == ("fr",)
    assert second.situation.langue == ()
    assert first.ignored == []
