"""The first sheet of an XLSX file as lines of text. The file is weighed before it is opened.

A workbook is an archive of XML: small on disk, it may be huge inside, or put one cell at the far end of a
sheet. So every part is unpacked by pieces and counted, and every part that is XML goes through a strict
parser that only looks where cells are, before calamine makes a grid of them. Nothing is ever executed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from directory.importers.problems import Refused

ZIP = b"PK\x03\x04"
MAX_PARTS = 1_000
MAX_UNPACKED = 250 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024  # below it, a ratio says nothing
MAX_GRID = 6_000_000  # cells from the first to the last
_PIECE = 64 * 1024
Line = tuple[int, list[str]]  # the number a spreadsheet shows, the cells


def read_workbook(
    content: bytes, *, max_columns: int, max_rows: int
) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of the first sheet, and remarks (other sheets are not read).

    Raises Refused when it is not a sound XLSX workbook within the limits.
    """
    _weigh(content, max_columns, max_rows)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            names = workbook.sheet_names
            sheet = workbook.get_sheet_by_index(0)
            lines = [
                (number, [_text(cell) for cell in cells])
                for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)
            ]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise _broken() from error
    if len(names) == 1:
        return lines, ()
    remark = _("Seule la première feuille, « %(first)s », est lue ; pas : %(others)s.")
    return lines, (remark % {"first": names[0], "others": ", ".join(names[1:6])},)


def _text(cell: Any) -> str:
    """A cell as one would write it: 1040, 2026-08-22, 09:30, oui."""
    match cell:
        case bool():
            return "oui" if cell else "non"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            minutes = int(cell.total_seconds()) // 60
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case _:
            return str(cell)


def _weigh(content: bytes, max_columns: int, max_rows: int) -> None:
    """Unpack every part, by pieces, and refuse what is too big, too wide, locked or not a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_other_archives(parts)
            total = 0
            for part in parts:
                grid = _Grid(max_columns, max_rows)
                for piece in _pieces(archive, part):
                    total += len(piece)
                    if total > MAX_UNPACKED or total > max(RATIO_FROM, MAX_RATIO * len(content)):
                        raise Refused(
                            _(
                                "Ce classeur est démesuré une fois ouvert : enregistrez-le en CSV UTF-8."
                            )
                        )
                    grid.feed(piece)
                grid.close()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise _broken() from error


def _refuse_other_archives(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(
            _("Ce fichier est protégé par un mot de passe : enregistrez-le sans mot de passe.")
        )
    usual = all(part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    if len(parts) > MAX_PARTS or len(set(names)) < len(names) or not usual:
        raise _broken()
    if "xl/workbook.xml" not in names:
        raise Refused(
            _(
                "Ce n’est pas un classeur .xlsx (peut-être un .ods, un .xlsb ou une archive ZIP) : "
                "enregistrez-le en .xlsx ou en CSV UTF-8."
            )
        )


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part really holds. Its stated size is not believed, then held against the real one."""
    stated, part.file_size = part.file_size, MAX_UNPACKED + 1
    real = 0
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            real += len(piece)
            yield piece
    if real != stated:
        raise _broken()


class _Grid:
    """Follows the XML of a part and refuses a grid beyond the limits, a DTD, or broken XML.

    Columns and rows are counted by cells that hold something: a style applied to a whole sheet is no data.
    """

    def __init__(self, max_columns: int, max_rows: int) -> None:
        self._max_columns, self._max_rows = max_columns, max_rows
        self._columns = self._rows = 0
        self._here = (0, 0)
        self._parser: expat.XMLParserType | None = None
        self._began = False

    def feed(self, piece: bytes) -> None:
        """Look at the next piece; a part that does not begin as XML is not looked at."""
        if not self._began:
            self._began = True
            if piece.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
                self._parser = expat.ParserCreate()
                self._parser.StartElementHandler = self._element
                self._parser.StartDoctypeDeclHandler = self._doctype
        self._parse(piece, final=False)

    def close(self) -> None:
        """Say that the part ends here."""
        self._parse(b"", final=True)

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            if self._parser:
                self._parser.Parse(piece, final)
        except expat.ExpatError as error:
            raise _broken() from error

    def _doctype(self, *_arguments: object) -> None:
        raise _broken()

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                stated = attributes.get("r", "")
                self._here = (int(stated) if stated else self._here[0] + 1, 0)
            case "c":
                row, column = self._here
                self._here = _position(attributes["r"]) if "r" in attributes else (row, column + 1)
            case "v" | "is" | "f":
                self._rows = max(self._rows, self._here[0])
                self._columns = max(self._columns, self._here[1])
                self._check()

    def _check(self) -> None:
        if self._columns > self._max_columns:
            raise Refused(
                _("Il y a des cellules remplies au-delà de %(max)d colonnes.")
                % {"max": self._max_columns}
            )
        if self._rows > self._max_rows + 1 or self._rows * self._columns > MAX_GRID:
            raise Refused(_("Il y a trop de lignes : coupez le fichier en plusieurs."))


def _position(reference: str) -> tuple[int, int]:
    """ "C12" → (12, 3). Raises ValueError for anything else."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(reference)
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]), column


def _broken() -> Refused:
    return Refused(
        _("Ce classeur est abîmé ou incomplet : ouvrez-le et enregistrez-le à nouveau en .xlsx.")
    )
