"""The words of the field, in plain words and three languages."""

import pytest
from django.test import Client
from django.utils import translation

from directory.glossary import WORDS, in_order
from tests.factories import ServiceTypeFactory


def test_each_word_is_said_once_in_three_languages() -> None:
    assert len({word.slug for word in WORDS}) == len(WORDS) >= 15
    assert all(text.strip() == text != "" for word in WORDS for text in word)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_they_stand_in_the_order_of_the_language(language: str) -> None:
    with translation.override(language):
        terms = [word.term.casefold() for word in in_order()]
        assert terms[0] < terms[-1]
        assert {word.term for word in WORDS} == {getattr(w, f"term_{language}") for w in WORDS}


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "word"), [("", "CPAS"), ("/nl", "OCMW"), ("/en", "CPAS")])
def test_the_page_says_them_and_the_acronyms(client: Client, prefix: str, word: str) -> None:
    ServiceTypeFactory.create(slug="ssm", acronym="SSM", name_fr="Service de santé mentale")
    html = client.get(f"{prefix}/glossaire/").content.decode()
    assert word in html and "SSM" in html and 'id="amu"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nl/glossaire/", "/nl/types/", "/nl/types/confondus/"])
def test_a_dutch_page_has_the_dutch_acronym_of_a_type(client: Client, path: str) -> None:
    name = "Openbaar centrum voor maatschappelijk welzijn"
    cpas = ServiceTypeFactory.create(slug="type-a", acronym="XPAS", name_nl=f"{name} (XCMW)")
    cpas.look_alikes.add(ServiceTypeFactory.create(slug="type-b"))
    html = client.get(path).content.decode()
    assert name in html and "XCMW" in html
    assert "XPAS" not in html
