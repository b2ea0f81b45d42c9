"""From the bytes of a CSV file to its text, as offices in Belgium produce them; never a guess in silence."""

import codecs
import re

from django.utils.translation import gettext as _

from directory.importers.problems import Refused

_BOMS = (  # the longest first
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# UTF-8 read as cp1252 somewhere on its way: é became Ã©, ’ became â€™.
_MOJIBAKE = re.compile(
    "[ÂÃ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|â€|ï»¿|\ufffd"
)


def decode(content: bytes) -> str:
    """The text of a CSV file in UTF-8, UTF-16 with its mark, or Windows-1252.

    A byte order mark decides; then strict UTF-8; then Windows-1252. Raises Refused, with advice, for
    everything else: other files, other encodings, accents already broken.
    """
    _refuse_other_files(content)
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _sound(_strictly(content[len(bom) :], encoding))
    if b"\0" in content:
        raise _unknown_encoding()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _strictly(content, "cp1252")
    return _sound(text)


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(_OLE):
        raise Refused(
            _(
                "C’est un ancien fichier Excel (.xls) ou un fichier protégé par un mot de passe : "
                "enregistrez-le sans mot de passe, en .xlsx ou en CSV UTF-8."
            )
        )
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise Refused(
                _("C’est un fichier %(kind)s : donnez un fichier .xlsx ou CSV.") % {"kind": name}
            )


def _strictly(content: bytes, encoding: str) -> str:
    try:
        if encoding:
            return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    raise _unknown_encoding()


def _sound(text: str) -> str:
    """The text, unless its accents were broken before it came here."""
    if found := _MOJIBAKE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Refused(
            _(
                "Ligne %(line)d : les accents sont abîmés (« %(text)s »). Reprenez le fichier d’origine et "
                "enregistrez-le en CSV UTF-8."
            )
            % {"line": line, "text": found.group()}
        )
    return text


def _unknown_encoding() -> Refused:
    return Refused(
        _(
            "Ce n’est pas un texte lisible, ou son encodage n’est pas reconnu : enregistrez le fichier en "
            "« CSV UTF-8 » ou en .xlsx."
        )
    )
