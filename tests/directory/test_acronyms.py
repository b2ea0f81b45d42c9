"""Acronyms explained where they stand: links into the glossary, and not a letter changed."""

import re
import tomllib

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from directory.acronyms import QUIET, Acronym, Acronyms, explained, name_and_letters
from directory.glossary import ACRONYMS, WORDS
from tests.factories import ServiceFactory, ServiceTypeFactory
from tests.smesb.reader import html_of

KNOWN = Acronyms(
    {
        "SSM": Acronym({"fr": "service de santé mentale", "nl": "dienst"}, "#type-ssm"),
        "AMU": Acronym({"fr": "aide médicale « urgente »", "nl": "dringende hulp"}, "#amu"),
        "AMUX": Acronym({"fr": "autre chose", "nl": "iets anders"}, "#autre"),
    }
)
LINK = re.compile(
    r'<a class="word" href="[^"]*"(?: lang="\w+")?><abbr title="[^"]*">(\w+)</abbr></a>'
)


def said(html: str, language: str = "fr") -> str:
    """The HTML with what its acronyms stand for."""
    return explained(html, KNOWN, language, "/glossaire/")


def text_of(html: str) -> str:
    """What one reads of it."""
    return re.sub("<[^>]*>", "", html)


def test_the_first_becomes_a_link_that_says_its_words() -> None:
    assert said("<p>Un SSM. Le SSM.</p>") == (
        '<p>Un <a class="word" href="/glossaire/#type-ssm">'
        '<abbr title="service de santé mentale">SSM</abbr></a>. Le SSM.</p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>ssm, Ssm, SSMs, ASSM, SSM-Namur, pré-SSM, SSM_2, éSSM</p>",
        '<p title="SSM" data-x="AMU">rien</p>',
        '<span class="sr-only">SSM</span>',
        "<!-- SSM --><p>OCB</p>",
        *(f"<p><{name}>le SSM <em>et l’AMU</em></{name}></p>" for name in sorted(QUIET)),
    ],
)
def test_what_is_no_whole_word_of_prose_is_left_alone(html: str) -> None:
    assert said(html) == html


@pytest.mark.parametrize(
    "text",
    [
        "Service de santé mentale (SSM). Le SSM reçoit.",
        "Le SSM – service&nbsp;de santé <b>mentale</b> – reçoit.",
        "Een dienst (SSM).",
    ],
)
def test_what_the_text_explains_itself_is_left_alone(text: str) -> None:
    assert said(text) == text


def test_the_longest_acronym_wins_and_quotes_are_escaped() -> None:
    assert LINK.findall(said("l’AMUX et l’AMU/SSM")) == ["AMUX", "AMU", "SSM"]
    hostile = Acronyms({"XSS": Acronym({"fr": '"><script>'}, "#x")})
    assert "<script>" not in explained("XSS", hostile, "fr", "/")


def test_what_is_folded_away_does_not_count_as_seen() -> None:
    html = "<details><p>SSM SSM</p></details><p>SSM</p><details>SSM</details>"

    assert LINK.findall(said(html)) == ["SSM", "SSM"]
    assert said(html).endswith("<details>SSM</details>")


def test_words_of_another_language_than_the_text_say_so() -> None:
    html = said('<p><span lang="fr">Le SSM</span> en de AMU</p>', "nl")

    assert '#type-ssm" lang="nl"><abbr title="dienst"' in html
    assert '#amu"><abbr title="dringende hulp"' in html


prose = st.lists(
    st.sampled_from(["SSM", "AMU", "AMUX", "SSMs", "&amp;", "&lt;b&gt;", "l’", " ", ". ", "ocb"])
).map("".join)
pages = st.recursive(
    prose,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(st.sampled_from(["p", "em", "details", *sorted(QUIET)]), inner).map(
            lambda made: f'<{made[0]} title="SSM &gt; AMU" lang="nl">{made[1]}</{made[0]}>'
        ),
        inner.map(lambda html: f"{html}<br><img alt='SSM'>"),
    ),
    max_leaves=12,
)


@given(pages)
def test_not_a_letter_changes_and_each_is_explained_once_in_sight(html: str) -> None:
    made = said(html)
    in_sight = re.sub(r"<details.*</details>", "", made)

    assert text_of(made) == text_of(html)
    assert LINK.sub(r"\1", made) == html
    assert all(LINK.findall(made).count(letters) <= 2 for letters in KNOWN)
    assert all(LINK.findall(in_sight).count(letters) <= 1 for letters in KNOWN)


@given(st.text())
def test_a_text_without_an_acronym_comes_back_as_it_is(text: str) -> None:
    if not KNOWN.pattern.search(text):
        assert said(text) is text


# The names of types, with the letters of each language


@pytest.mark.parametrize(
    ("name", "acronym", "apart"),
    [
        ("Service de santé mentale", "SSM", ("Service de santé mentale", "SSM")),
        ("Openbaar centrum (OCMW)", "CPAS", ("Openbaar centrum", "OCMW")),
        ("Ontmoetingsplek (lieu de liens)", "", ("Ontmoetingsplek (lieu de liens)", "")),
        ("Ontmoetingsplek (lieu de liens)", "LL", ("Ontmoetingsplek (lieu de liens)", "")),
        ("Maison médicale", "", ("Maison médicale", "")),
        ("", "", ("", "")),
    ],
)
def test_a_name_that_ends_with_an_acronym_has_that_one(
    name: str, acronym: str, apart: tuple[str, str]
) -> None:
    assert name_and_letters(name, acronym) == apart


# The glossary's own


def test_each_leads_to_a_word_that_the_glossary_has_in_three_languages() -> None:
    slugs = {f"#{word.slug}" for word in WORDS}
    types = tomllib.loads((settings.FIXTURES / "reference/service_types.toml").read_text("utf-8"))
    slugs |= {f"#type-{row['slug']}" for row in types["service_type"] if row["acronym"]}

    assert {acronym.anchor for acronym in ACRONYMS.values()} <= slugs
    assert {"SSM", "IHP", "MSP", "CPAS", "OCMW", "AMU", "COCOM", "VGC"} <= set(ACRONYMS)
    assert ACRONYMS["IBW"] == ACRONYMS["IHP"], "the Dutch letters of the same type"
    assert "2A" not in ACRONYMS, "the number of a house"
    for acronym in ACRONYMS.values():
        assert set(acronym.words) == {"fr", "nl", "en"} and all(acronym.words.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "aide médicale urgente"),
        ("/nl", "dringende medische hulp"),
        ("/en", "urgent medical aid"),
    ],
)
def test_a_service_explains_its_own_in_the_language_of_the_page(
    client: Client, prefix: str, words: str
) -> None:
    kind = ServiceTypeFactory.create(name_fr="Service de santé mentale", acronym="SSM", slug="ssm")
    ServiceFactory.create(
        slug="ici", type=kind, description_fr="Un SSM. Avec l’AMU ; sans AMU aussi & <b>."
    )
    html = html_of(client, f"{prefix}/services/ici/")
    glossary = html_of(client, f"{prefix}/glossaire/")

    [(anchor, title)] = re.findall(
        rf'<a class="word" href="{prefix}/glossaire/#(\w+)"[^>]*><abbr title="(.*?)">AMU', html
    )
    assert title == words and f'id="{anchor}"' in glossary
    assert "sans AMU aussi &amp; &lt;b&gt;." in html
    assert ">SSM</abbr>" not in html, "its type says it in words already"
    assert 'id="type-ssm"' in glossary
