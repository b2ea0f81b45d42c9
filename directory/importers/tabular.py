"""A CSV or XLSX file as rows of text, each with its line number. Knows nothing of services.

Every limit is a constant here; a file beyond one of them is refused, never cut.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.importers.encoding import decode
from directory.importers.problems import Problem, Refused
from directory.importers.workbook import ZIP, Line, read_workbook
from directory.text import control_character, fold

MAX_BYTES = 20 * 1024 * 1024
MAX_COLUMNS = 200
MAX_ROWS = 200_000
MAX_CELL = 10_000
_SEPARATOR_LINE = re.compile(r'"?sep=(.?)"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Row:
    """One row: the number of its first line in the file, its cells by column name."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows that can be read, the cells that cannot, and what the reader should know."""

    columns: tuple[str, ...]
    rows: list[Row]
    problems: list[Problem]
    remarks: tuple[str, ...] = ()


def read_table(content: bytes) -> Table:
    """Read the bytes of a CSV or XLSX file. Raises Refused when it cannot be read as a table."""
    if len(content) > MAX_BYTES:
        raise Refused(
            _("Le fichier dépasse %(max)d Mo : coupez-le en plusieurs.") % {"max": MAX_BYTES >> 20}
        )
    if content.startswith(ZIP):
        lines, remarks = read_workbook(content, max_columns=MAX_COLUMNS, max_rows=MAX_ROWS)
        return _table(iter(lines), remarks)
    return _table(_csv_lines(decode(content)), ())


def _csv_lines(text: str) -> Iterator[Line]:
    """The records of a CSV text. Raises Refused where quotes do not close or a cell is huge."""
    text, skipped, separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    limit = csv.field_size_limit(MAX_CELL)
    line = 1
    try:
        for cells in reader:
            yield line + skipped, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(_csv_error(str(error), line + skipped)) from error
    finally:
        csv.field_size_limit(limit)


def _separator(text: str) -> tuple[str, int, str]:
    """The text after Excel's `sep=` line, how many lines that was, and what separates the cells."""
    if match := _SEPARATOR_LINE.match(text):
        if not match[1] or match[1] not in _SEPARATORS:
            raise Refused(
                _(
                    "Ligne 1 : séparateur « %(text)s » inconnu ; attendu : « ; », « , » ou une tabulation."
                )
                % {"text": match[1]}
            )
        return text[match.end() :], 1, match[1]
    header = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    unquoted = re.sub(r'"[^"]*"', "", header)
    return text, 0, max(_SEPARATORS, key=unquoted.count)


def _csv_error(error: str, line: int) -> str:
    where = _("Ligne %(line)d : ") % {"line": line}
    if "unexpected end of data" in error:
        return where + _("un guillemet ouvert ici n’est jamais fermé.")
    if "field larger" in error:
        return where + _(
            "une cellule dépasse %(max)d caractères ; un guillemet n’est peut-être jamais fermé."
        ) % {"max": MAX_CELL}
    return where + _(
        'un guillemet est mal placé ; dans une cellule entre guillemets, doublez-le ("").'
    )


def _table(lines: Iterator[Line], remarks: tuple[str, ...]) -> Table:
    """Give the cells their columns; refuse what has no column, collect what no cell may hold."""
    columns = _header(lines)
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in lines:
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if len(rows) == MAX_ROWS:
            raise Refused(_("Plus de %(max)d lignes : coupez le fichier.") % {"max": MAX_ROWS})
        stray = [
            text
            for at, text in enumerate(texts)
            if text and not (at < len(columns) and columns[at])
        ]
        wrong = list(_wrong_cells(line, columns, cells))
        if stray:
            expected = _(
                "cette cellule n’est sous aucun titre de colonne (un séparateur de trop ?)"
            )
            wrong.append(Problem(line, _("sans titre"), stray[0], expected))
        problems += wrong
        if not wrong:
            named = zip(columns, texts, strict=False)
            rows.append(Row(line, {column: text for column, text in named if column}))
    if not rows and not problems:
        raise Refused(_("Le fichier n’a qu’une ligne de titres : il n’y a rien à importer."))
    return Table(tuple(filter(None, columns)), rows, problems, remarks)


def _header(lines: Iterator[Line]) -> list[str]:
    """The names of the columns, from the first line that is not empty; "" for one without name."""
    stripped = ((line, [cell.strip() for cell in cells]) for line, cells in lines)
    line, columns = next(((line, texts) for line, texts in stripped if any(texts)), (1, []))
    if not columns:
        raise Refused(
            _("Le fichier est vide : sa première ligne doit donner le titre des colonnes.")
        )
    while not columns[-1]:
        columns.pop()
    if len(columns) > MAX_COLUMNS:
        raise Refused(
            _("%(count)d colonnes : il peut y en avoir %(max)d.")
            % {"count": len(columns), "max": MAX_COLUMNS}
        )
    for problem in _wrong_cells(line, columns, columns):
        raise Refused(str(problem))
    for name, times in Counter(fold(column) for column in columns if column).items():
        if times > 1:
            raise Refused(
                _("Ligne %(line)d : la colonne « %(name)s » est écrite deux fois.")
                % {"line": line, "name": name}
            )
    return columns


def _wrong_cells(line: int, columns: list[str], cells: Iterable[str]) -> Iterator[Problem]:
    """What no cell may hold: invisible characters, a formula, more than the limit."""
    for at, cell in enumerate(cells):
        column = columns[at] if at < len(columns) and columns[at] else str(at + 1)
        if found := control_character(cell):
            expected = _("attendu : un texte sans caractère invisible (code %(code)s)") % {
                "code": f"{ord(found):#04x}"
            }
        elif cell.startswith(("=", "@", "\t")) or cell.lstrip().startswith(("=", "@")):
            expected = _(
                "attendu : un texte, pas une formule : sans « = », « @ » ni tabulation au début"
            )
        elif len(cell) > MAX_CELL:
            expected = _("attendu : %(max)d caractères au plus") % {"max": MAX_CELL}
        else:
            continue
        yield Problem(line, column, cell, expected)
