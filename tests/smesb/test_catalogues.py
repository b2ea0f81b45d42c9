"""The catalogues: French is the code with the spaces of print, the others whole, Arabic of two sheets."""

import runpy
import tomllib
from collections.abc import Iterable
from pathlib import Path

import polib
import pytest
from django.conf import settings

from directory.languages import REFERENCE

LOCALE = settings.BASE_DIR / "locale"


def catalogue(language: str) -> Path:
    return Path(LOCALE / language / "LC_MESSAGES" / "django.po")


def translations(entries: Iterable[polib.POEntry | polib.MOEntry]) -> dict[object, object]:
    return {(one.msgctxt, one.msgid): one.msgstr_plural or one.msgstr for one in entries}


@pytest.mark.parametrize("language", ["fr", "nl", "en", "ar"])
def test_the_compiled_catalogue_is_that_of_its_source(language: str) -> None:
    source = [entry for entry in polib.pofile(str(catalogue(language))) if entry.translated()]
    compiled = list(polib.mofile(str(catalogue(language).with_suffix(".mo"))))
    assert translations(compiled) == translations(source)


def test_the_french_catalogue_says_what_the_code_says_with_the_spaces_of_print() -> None:
    set_spaces = runpy.run_path(str(settings.BASE_DIR / "bin" / "french"))["set_spaces"]
    for entry in polib.pofile(str(catalogue("fr"))):
        if entry.msgid_plural:
            said = {0: entry.msgid, 1: entry.msgid_plural}
            assert entry.msgstr_plural == {n: set_spaces(text) for n, text in said.items()}
        else:
            assert entry.msgstr == set_spaces(entry.msgid)
    assert set_spaces("Dit-on « oui » ? Non : 10:30") == (
        "Dit-on «\u00a0oui\u00a0»\u00a0? Non\u00a0: 10:30"
    )


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    entries = polib.pofile(str(catalogue(language)))
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_a_translation_keeps_its_placeholders(language: str) -> None:
    for entry in polib.pofile(str(catalogue(language))):
        if entry.translated() and "python-format" in entry.flags:
            # In Arabic, none, one and two are words of their own, without a figure.
            counted = [text for n, text in entry.msgstr_plural.items() if language != "ar" or n > 2]
            for text in [entry.msgstr, *counted]:
                for name in set(entry.msgid.split("%(")[1:]):
                    placeholder = "%(" + name.partition(")")[0] + ")s"
                    assert not text or placeholder in text or placeholder not in entry.msgid


def test_the_arabic_of_the_sheets_follows_the_code() -> None:
    of_the_code = {(one.msgctxt, one.msgid) for one in polib.pofile(str(catalogue("fr")))}
    entries = polib.pofile(str(catalogue("ar")))
    found = {(one.msgctxt, one.msgid) for one in entries if one.msgctxt != REFERENCE}
    assert found - of_the_code == set(), "a French sentence that is no longer said"


def test_the_names_of_types_and_publics_are_all_in_arabic() -> None:
    names = set()
    for table in ("service_types", "target_groups"):
        text = (settings.FIXTURES / "reference" / f"{table}.toml").read_text("utf-8")
        names |= {row["name_fr"] for rows in tomllib.loads(text).values() for row in rows}
    entries = polib.pofile(str(catalogue("ar")))
    assert {one.msgid for one in entries if one.msgctxt == REFERENCE} == names
