"""The reference lists as an answer takes them, in each language."""

import pytest

from directory.text import sort_key
from orientation.reference import read_reference


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_communes_stand_in_the_order_of_the_language(reference: None, language: str) -> None:
    communes = list(read_reference()[language].territory.communes.values())
    assert len(communes) == 19
    assert communes == sorted(communes, key=sort_key)


def test_types_of_one_function_stand_together(reference: None) -> None:
    sections = [option.section for option in read_reference()["fr"].vocabulary.options["type"]]
    headings = [one for at, one in enumerate(sections) if one != sections[at - 1]]
    assert len(headings) == len(set(headings)) > 5
