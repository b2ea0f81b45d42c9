"""The catalogues: French is the code with the spaces of print, the others are whole on public pages."""

import runpy
from collections.abc import Iterable
from pathlib import Path

import polib
import pytest
from django.conf import settings

LOCALE = settings.BASE_DIR / "locale"
# Where the messages of readers' pages stand. The admin is in French.
PUBLIC = (
    "templates/components",
    "templates/directory",
    "templates/orientation",
    "templates/smesb",
    "templates/base.html",
    "templates/404.html",
    "templates/500.html",
    "orientation",
    "directory/ages.py",
    "directory/anonymous.py",
    "directory/comparable.py",
    "directory/comparison.py",
    "directory/emergency.py",
    "directory/forms.py",
    "directory/forms_update.py",
    "directory/hours.py",
    "directory/look_alikes.py",
    "directory/models/suggestion.py",
    "directory/sheet.py",
    "directory/summary.py",
    "directory/types_apart.py",
    "directory/update_mail.py",
    "directory/views_compare.py",
    "directory/views_new_link.py",
    "directory/views_report.py",
    "directory/views_types.py",
    "directory/views_update.py",
    "directory/views_waits.py",
    "directory/wait_chart_in_words.py",
    "directory/wait_statistics_in_words.py",
    "directory/waits_in_words.py",
    "smesb/views_machines.py",
)


def catalogue(language: str) -> Path:
    return Path(LOCALE / language / "LC_MESSAGES" / "django.po")


def translations(entries: Iterable[polib.POEntry | polib.MOEntry]) -> dict[str, object]:
    return {entry.msgid: entry.msgstr_plural or entry.msgstr for entry in entries}


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
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


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_message_of_a_public_page_is_translated(language: str) -> None:
    missing = [
        entry.msgid
        for entry in polib.pofile(str(catalogue(language)))
        if any(file.startswith(PUBLIC) for file, _line in entry.occurrences)
        and not entry.translated()
    ]
    assert missing == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_translation_keeps_its_placeholders(language: str) -> None:
    for entry in polib.pofile(str(catalogue(language))):
        if entry.translated() and "python-format" in entry.flags:
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                for name in set(entry.msgid.split("%(")[1:]):
                    placeholder = "%(" + name.partition(")")[0] + ")s"
                    assert not text or placeholder in text or placeholder not in entry.msgid
