"""CSV and XLSX files as offices make them, read as rows of text."""

from datetime import date, datetime, time

import pytest

from directory.importers.problems import Refused
from directory.importers.tabular import MAX_CELL, Table, read_table
from tests.directory.importers.files import csv_bytes, xlsx_bytes

ROWS = [{"nom": "L’Équipe – Ados", "prix": "4 €"}, {"nom": "Œuvre, « la »", "prix": ""}]


def cells(content: bytes) -> list[dict[str, str]]:
    """The cells of a file that has no problem."""
    table = read_table(content)
    assert table.problems == []
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_separator_of_an_office_is_read(encoding: str, delimiter: str) -> None:
    assert cells(csv_bytes(*ROWS, delimiter=delimiter, encoding=encoding)) == ROWS


@pytest.mark.parametrize("bom", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_read_in_both_byte_orders(bom: bytes) -> None:
    encoding = "utf-16-le" if bom == b"\xff\xfe" else "utf-16-be"
    assert cells(bom + csv_bytes(*ROWS, encoding=encoding)) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_sep_line_of_excel_decides(separator: str) -> None:
    table = read_table(f"sep={separator}\r\nnom{separator}prix\r\nA{separator}4\r\n".encode())
    assert [(row.line, row.cells) for row in table.rows] == [(3, {"nom": "A", "prix": "4"})]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_read(end: str) -> None:
    assert cells(f"nom,prix{end}A,4{end}".encode()) == [{"nom": "A", "prix": "4"}]


def test_a_line_number_is_that_of_the_first_line_of_a_row_with_line_breaks() -> None:
    table = read_table(b'nom,note\nA,"une\ndeux"\n\nB,trois\n')
    assert [row.line for row in table.rows] == [2, 5]


def test_rows_of_nothing_but_separators_are_skipped() -> None:
    assert cells(b"nom;prix;;\n;;;\nA;4;;\n;;;\n") == [{"nom": "A", "prix": "4"}]


def test_a_short_row_says_nothing_of_its_last_columns() -> None:
    assert cells(b"nom,prix,note\nA,4\n") == [{"nom": "A", "prix": "4"}]


def test_a_sheet_gives_numbers_dates_and_booleans_as_one_writes_them() -> None:
    row = {
        "code": 1040.0,
        "prix": 12.5,
        "jour": date(2026, 8, 22),
        "moment": datetime(2026, 8, 22, 9, 30),  # noqa: DTZ001 - a sheet knows no time zone
        "heure": time(9, 30),
        "oui": True,
        "non": False,
        "vide": None,
    }
    assert cells(xlsx_bytes([row])) == [
        {
            "code": "1040",
            "prix": "12.5",
            "jour": "2026-08-22",
            "moment": "2026-08-22T09:30:00",
            "heure": "09:30:00",
            "oui": "oui",
            "non": "non",
            "vide": "",
        }
    ]


def test_other_sheets_are_said_not_to_be_read() -> None:
    table = read_table(xlsx_bytes(ROWS, "Archives", "Listes"))
    assert len(table.rows) == 2
    assert "Archives, Listes" in table.remarks[0]


def test_a_telephone_number_with_a_plus_is_no_formula() -> None:
    assert cells(b"nom,tel\nA,+32 2 762 97 20\n") == [{"nom": "A", "tel": "+32 2 762 97 20"}]


def problems(content: bytes) -> Table:
    """The table of a file that has problems."""
    table = read_table(content)
    assert table.problems
    return table


@pytest.mark.parametrize("cell", ["=1+1", "@SOMME(A1)", '"\t=1"', " =HYPERLINK()"])
def test_a_formula_is_refused_with_its_line_and_column(cell: str) -> None:
    (problem,) = problems(f"nom,prix\nA,4\nB,{cell}\n".encode()).problems
    assert (problem.line, problem.column) == (3, "prix")
    assert "formule" in problem.expected


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9f"])
def test_a_control_character_is_refused_with_its_line_and_column(character: str) -> None:
    content = f"nom,prix\nA{character}B,4\n".encode("utf-8-sig")
    (problem,) = problems(content).problems
    assert (problem.line, problem.column) == (2, "nom")
    assert f"{ord(character):#04x}" in problem.expected
    assert character not in str(problem)


def test_tabs_and_line_breaks_inside_a_cell_are_text() -> None:
    assert cells(b'nom,note\nA,"un\tdeux\ntrois"\n') == [{"nom": "A", "note": "un\tdeux\ntrois"}]


def test_a_row_with_more_cells_than_titles_is_refused_with_its_line() -> None:
    (problem,) = problems(b"nom,prix\nA,4\nB,5,six\n").problems
    assert (problem.line, problem.value) == (3, "six")


@pytest.mark.parametrize("size", [MAX_CELL + 1, 10 * MAX_CELL])
def test_a_huge_cell_is_refused(size: int) -> None:
    for content in (b"nom\n" + b"a" * size, xlsx_bytes([{"nom": "a" * min(size, 32_000)}])):
        try:
            found = [str(problem) for problem in read_table(content).problems]
        except Refused as error:
            found = [str(error)]
        assert any(str(MAX_CELL) in text for text in found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (b"sep=;\n", "vide"),
        (b"sep=|\nnom|prix\n", "séparateur"),
        (b"nom,prix\n", "rien à importer"),
        (b"nom,Nom\nA,B\n", "deux fois"),
        (b'nom,note\nA,"jamais ferm\xc3\xa9\nB,c\n', "jamais fermé"),
        (b'nom,note\nA,"mal" ferm\xc3\xa9\n', "guillemet"),
        ("nom\nCafé Ã©tÃ©\n".encode(), "accents"),
        ("nom\nlâ€™équipe\n".encode("utf-16"), "accents"),
        ("nom\nÉquipe dâ€™Ã©tÃ©\n".encode("cp1252"), "accents"),
        ("nom\nÉquipe\n".encode("utf-16-le"), "encodage"),
        ("nom\nÉquipe\n".encode("utf-32"), "encodage"),
        (b"nom\n\x81\x8d\x8f\n", "encodage"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
        (b"PK\x03\x04 et rien d'autre", "abîmé"),
        (b",".join(b"c%d" % n for n in range(201)) + b"\nA\n", "201 colonnes"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_french(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_table(content)
