"""Files that no office would send on purpose: each is refused in plain French, and nothing is written."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from directory.importers import tabular, workbook
from directory.models import Location, Organization, Service
from tests.directory.importers.files import csv_bytes, service, xlsx_bytes

pytestmark = pytest.mark.usefixtures("reference")

HEADER = b"name,organisation,type\n"
GOOD = HEADER + b"SSM du Parc,Le Parc asbl,ssm\n"


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with some parts replaced or added."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        names = [name for name in old.namelist() if name not in parts]
        for name in names:
            new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        for name, data in parts.items():
            new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def sheet(xml: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    content = f"{head}{xml}</sheetData></worksheet>".encode()
    return repacked(xlsx_bytes([service()]), **{"xl/worksheets/sheet1.xml": content})


def archive(*names: str) -> bytes:
    """A ZIP archive of empty files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for name in names:
            opened.writestr(name, b"")
    return content.getvalue()


def bomb() -> bytes:
    """A small workbook that is huge once unpacked."""
    return repacked(
        xlsx_bytes([service()]), **{"xl/media/image1.bin": b"\0" * (workbook.MAX_UNPACKED + 1)}
    )


def lying_bomb() -> bytes:
    """A workbook whose directory says that a huge part is small."""
    huge = b"<a>" + b" " * (60 * 1024 * 1024) + b"</a>"
    content = bytearray(repacked(xlsx_bytes([service()]), **{"xl/z.xml": huge}))
    sizes = struct.pack("<I", len(huge))
    small = struct.pack("<I", 7)
    checksum = struct.pack("<I", zlib.crc32(huge))
    lie = struct.pack("<I", zlib.crc32(huge[:7]))
    return bytes(content.replace(sizes, small).replace(checksum, lie))


def password_protected() -> bytes:
    """A workbook whose parts say that they are encrypted."""
    content = bytearray(xlsx_bytes([service()]))
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 8] |= 1
    return bytes(content)


def two_parts_of_one_name() -> bytes:
    """A workbook that has its first sheet twice."""
    content = io.BytesIO(xlsx_bytes([service()]))
    with pytest.warns(UserWarning), zipfile.ZipFile(content, "a") as opened:
        opened.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return content.getvalue()


def many_parts() -> bytes:
    """A workbook of too many parts."""
    content = io.BytesIO(xlsx_bytes([service()]))
    with zipfile.ZipFile(content, "a") as opened:
        for number in range(workbook.MAX_PARTS):
            opened.writestr(f"xl/worksheets/x{number}.xml", b"<worksheet/>")
    return content.getvalue()


def formula_sheet() -> bytes:
    """A sheet with a text that a spreadsheet would take for a formula."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.append(["name", "type"])
    first.append(["x", "ssm"])
    first["A2"].value = "=cmd()"
    first["A2"].data_type = "s"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


XLSX = xlsx_bytes([service()])
BILLION = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    # not a table
    "rien": (lambda: b"", "vide"),
    "BOM seulement": (lambda: b"\xef\xbb\xbf", "vide"),
    "sep= seulement": (lambda: b"sep=;\r\n", "vide"),
    "titres seulement": (lambda: HEADER, "rien à importer"),
    "lignes vides": (lambda: HEADER + b",,\n\n ,,\n", "rien à importer"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    "ancien Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "xls"),
    "OpenDocument": (lambda: archive("mimetype", "content.xml"), "xlsx"),
    "ZIP quelconque": (lambda: archive("services.csv"), "xlsx"),
    "au hasard": (lambda: random.Random(1).randbytes(4096), "encodage"),
    "trop lourd": (lambda: HEADER + b"a" * tabular.MAX_BYTES, "Mo"),
    # encodings
    "UTF-16 sans BOM": (lambda: GOOD.decode().encode("utf-16-le"), "encodage"),
    "UTF-16 tronqué": (lambda: GOOD.decode().encode("utf-16")[:-1], "encodage"),
    "UTF-32": (lambda: GOOD.decode().encode("utf-32"), "encodage"),
    "UTF-8 abîmé après un BOM": (lambda: b"\xef\xbb\xbf" + GOOD + b"\xff\xfe,a,ssm\n", "encodage"),
    "accents doublement encodés": (
        lambda: "name,type\nSantÃ© mentale,ssm\n".encode(),
        "ligne 2.*accents",
    ),
    "apostrophe abîmée": (lambda: "name,type\nlâ€™Équipe,ssm\n".encode(), "accents"),
    # characters
    "NUL": (lambda: GOOD.replace(b"Parc", b"Pa\0rc"), "encodage"),
    "échappement de terminal": (lambda: GOOD.replace(b"du", b"\x1b[31mdu"), "ligne 2.*0x1b"),
    "caractère C1": (lambda: GOOD.replace(b"du", "d\x85u".encode()), "ligne 2.*0x85"),
    "formule =": (lambda: GOOD.replace(b"SSM", b"=SSM"), "ligne 2.*formule"),
    "formule @": (lambda: GOOD.replace(b"SSM", b"@SSM"), "ligne 2.*formule"),
    "formule dans une feuille": (formula_sheet, "ligne 2.*formule"),
    # shape
    "guillemet jamais fermé": (lambda: GOOD + b'"Autre,Le Parc,ssm\n' * 1, "jamais fermé"),
    "cent mille guillemets": (lambda: HEADER + b'"' * 100_001, "guillemet"),
    "cellule énorme": (lambda: GOOD + b"a" * 10_001 + b",b,ssm\n", "10000"),
    "un million de colonnes": (lambda: b",".join([b"x"] * 1_000_000) + b"\na\n", "colonnes"),
    "lignes trop longues": (lambda: GOOD + b"A,B,ssm,de trop\n", "ligne 3.*titre"),
    "colonnes en double": (lambda: b"name,type,Name\nA,ssm,B\n", "deux fois"),
    "colonnes de même sens": (lambda: b"name,type,nom\nA,ssm,B\n", "même chose"),
    "sans colonne type": (lambda: b"name,typo\nA,ssm\n", "« type ».*typo"),
    "sans colonne nom": (lambda: b"titre,type\nA,ssm\n", "« name »"),
    "séparateur inconnu": (lambda: b"sep=|\nname|type\nA|ssm\n", "séparateur"),
    # workbooks
    "XLSX tronqué": (lambda: XLSX[: len(XLSX) // 2], "abîmé"),
    "XLSX avec mot de passe": (password_protected, "mot de passe"),
    "XLSX vide": (lambda: sheet(""), "vide"),
    "bombe": (bomb, "démesuré"),
    "bombe qui ment": (lying_bomb, "démesuré|abîmé"),
    "pièce en double": (two_parts_of_one_name, "abîmé"),
    "mille pièces": (many_parts, "abîmé"),
    "XML cassé": (lambda: sheet("<row><c>"), "abîmé"),
    "entités XML": (
        lambda: repacked(XLSX, **{"xl/worksheets/sheet1.xml": BILLION.encode()}),
        "abîmé",
    ),
    "cellule au bout de la feuille": (
        lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "colonnes",
    ),
    "ligne au bout de la feuille": (
        lambda: sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
        ),
        "trop de lignes",
    ),
    "position absurde": (lambda: sheet('<row r="1"><c r="@1"><v>1</v></c></row>'), "abîmé"),
    # values
    "clé en double": (lambda: GOOD + b"ssm du parc,le parc ASBL,ssm\n", "ligne 3.*ligne 2"),
    "type inconnu": (lambda: csv_bytes(service(type="smm")), "type inconnu.*ssm"),
    "sans nom": (lambda: csv_bytes(service(name="")), "ligne 2.*nom"),
    "nom sans lettre": (lambda: csv_bytes(service(name="—")), "ligne 2.*nom"),
    "nom trop long": (lambda: csv_bytes(service(name="x" * 201)), "200"),
    "âge en lettres": (lambda: csv_bytes(service(age_min="abc")), "nombre entier"),
    "âge négatif": (lambda: csv_bytes(service(age_min="-4")), "nombre entier"),
    "âges à l’envers": (lambda: csv_bytes(service(age_min="40", age_max="18")), "40"),
    "téléphone": (lambda: csv_bytes(service(phone="02 12")), "téléphone"),
    "adresse e-mail": (lambda: csv_bytes(service(email="a@")), "valid"),
    "site": (lambda: csv_bytes(service(website="javascript:alert(1)")), "valid"),
    "code postal": (lambda: csv_bytes(service(postal_code="10400")), "quatre chiffres"),
    "code postal d’ailleurs": (
        lambda: csv_bytes(service(postal_code="1050", commune="Uccle")),
        "Ixelles",
    ),
    "date": (lambda: csv_bytes(service(source_date="2026-13")), "date"),
    "langue": (lambda: csv_bytes(service(languages="klingon")), "langue inconnue"),
    "rue sans commune": (lambda: csv_bytes(service(street="Rue Haute")), "commune"),
    "nombre à la place d’un nom": (lambda: xlsx_bytes([service(type=12.5)]), "type inconnu"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_french_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    make, said = FILES[name]
    file = tmp_path / "services"
    file.write_bytes(make())
    with pytest.raises(CommandError) as caught:
        call_command("import_services", file)
    text = str(caught.value)
    assert re.search(said, text, re.IGNORECASE | re.DOTALL)
    assert len(text) < 2_000
    assert all(character.isprintable() or character == "\n" for character in text)
    assert not any(model.objects.exists() for model in (Service, Organization, Location))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("import_services", tmp_path / "absent.csv")


def test_a_good_row_beside_a_bad_one_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_bytes(GOOD + b"Autre,Le Parc,inconnu\n")
    with pytest.raises(CommandError, match="ligne 3"):
        call_command("import_services", file)
    assert not Service.objects.exists()


def test_a_style_over_the_whole_sheet_is_no_data() -> None:
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="XFD1" s="1"/></row>'
    row = '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c></row>'
    table = tabular.read_table(sheet(header + row + '<row r="1048576" s="1"/>'))
    assert [entry.cells for entry in table.rows] == [{"name": "A"}]
