"""What makes an input unreadable, with its remedy, in two languages."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable

from ocds_sv.errors import InputBroken, InputError, InputLocked, InputNotFound, InputTooLarge
from ocds_sv.findings import Place

REASONS: dict[str, tuple[type[InputError], str, str]] = {
    "absent": (
        InputNotFound,
        "filen finns inte.{near_sv} Kontrollera sökvägen.",
        "there is no such file.{near} Check the path.",
    ),
    "no-match": (
        InputNotFound,
        "inga filer passar mönstret. Kontrollera sökvägen.",
        "no files match the pattern. Check the path.",
    ),
    "empty-folder": (
        InputNotFound,
        "mappen innehåller inga filer att läsa ({suffixes}).",
        "the folder holds no files to read ({suffixes}).",
    ),
    "no-member": (
        InputNotFound,
        "arkivet har ingen sådan fil. Det finns: {found}.",
        "the archive has no such file. There are: {found}.",
    ),
    "no-sheet": (
        InputNotFound,
        "arbetsboken har inget sådant blad. Det finns: {found}.",
        "the workbook has no such sheet. There are: {found}.",
    ),
    "locked": (
        InputLocked,
        "filen får inte läsas. Stäng den i Excel eller andra program, eller be om läsrättighet.",
        "the file may not be read. Close it in Excel and other programs, or ask for permission to read it.",
    ),
    "empty": (
        InputBroken,
        "filen är tom. Exportera den på nytt.",
        "the file is empty. Export it again.",
    ),
    "empty-archive": (
        InputBroken,
        "arkivet innehåller inga filer att läsa.",
        "the archive holds no files to read.",
    ),
    "truncated": (
        InputBroken,
        "filen slutar för tidigt. Hämta eller exportera den på nytt.",
        "the file ends too early. Fetch or export it again.",
    ),
    "damaged": (
        InputBroken,
        "filen är skadad ({detail}). Hämta eller exportera den på nytt.",
        "the file is damaged ({detail}). Fetch or export it again.",
    ),
    "unreadable": (
        InputBroken,
        "filen kunde inte läsas ({detail}). Kontrollera disk och nätverk.",
        "the file could not be read ({detail}). Check disk and network.",
    ),
    "workbook": (
        InputBroken,
        "arbetsboken kan inte läsas: den är skadad eller varken Excel eller ODS. Öppna den i Excel, spara som .xlsx.",
        "the workbook cannot be read: it is damaged, or neither Excel nor ODS. Open it in Excel and save it as .xlsx.",
    ),
    "no-sheets": (
        InputBroken,
        "arbetsboken har inget blad med data.",
        "the workbook has no sheet with data.",
    ),
    "password": (
        InputBroken,
        "filen är skyddad med lösenord. Spara den utan lösenord.",
        "the file is protected by a password. Save it without one.",
    ),
    "other-format": (
        InputBroken,
        "filen är {found}, som inte läses. Exportera som CSV, Excel eller JSON.",
        "the file is {found}, which is not read. Export as CSV, Excel or JSON.",
    ),
    "saved-anew": (
        InputBroken,
        "filen är i själva verket {found}. Öppna den i Excel och spara den som arbetsbok (.xlsx).",
        "the file is really {found}. Open it in Excel and save it as a workbook (.xlsx).",
    ),
    "lock-file": (
        InputBroken,
        "filen är ett lås som Excel lägger bredvid en öppen arbetsbok. Utelämna den; arbetsboken är {book}.",
        "the file is a lock that Excel lays beside an open workbook. Leave it out; the workbook is {book}.",
    ),
    "xml-alone": (
        InputBroken,
        "filen är XML, som bara en mappning med `format: xml` läser. Ange den med -m, som -m eforms.",
        "the file is XML, which only a mapping with `format: xml` reads. Give it with -m, such as -m eforms.",
    ),
    "archive-in-archive": (
        InputBroken,
        "arkivet innehåller ett arkiv. Packa upp det yttre först.",
        "the archive holds an archive. Unpack the outer one first.",
    ),
    "binary": (
        InputBroken,
        "filen är inte text. Exportera som CSV, Excel eller JSON.",
        "the file is not text. Export as CSV, Excel or JSON.",
    ),
    "encoding": (
        InputBroken,
        "texten är inte {encoding}, som mappningen eller --encoding säger. Ange rätt kodning, eller ingen alls.",
        "the text is not {encoding}, as the mapping or --encoding says. State the right encoding, or none at all.",
    ),
    "open-quote": (
        InputBroken,
        "ett citattecken öppnas på raden men stängs aldrig (olästa rader efter den: {lines}). Rätta raden.",
        "a quotation mark opens on the row and never closes (lines left unread after it: {lines}). Mend the row.",
    ),
    "csv": (
        InputBroken,
        "raden kan inte läsas som CSV. Rätta citattecken och skiljetecken på raden.",
        "the row cannot be read as CSV. Mend its quotation marks and separators.",
    ),
    "header-row": (
        InputBroken,
        "filen har ingen rad {header} att läsa rubriker från. Rätta header i mappningen.",
        "the file has no row {header} to read headers from. Correct header in the mapping.",
    ),
    "no-json": (
        InputBroken,
        "filen är ingen giltig JSON. Exportera den på nytt.",
        "the file is not valid JSON. Export it again.",
    ),
    "no-xml": (
        InputBroken,
        "filen är ingen giltig XML. Hämta eller exportera den på nytt.",
        "the file is not valid XML. Fetch or export it again.",
    ),
    "doctype": (
        InputBroken,
        "filen har en dokumenttypsdeklaration (DOCTYPE), som kan dölja annat innehåll. Ta bort den om filen är äkta.",
        "the file has a document type declaration (DOCTYPE), which can hide other content. Remove it if it is genuine.",
    ),
    "xml-limit": (
        InputTooLarge,
        "XML har över 256 nivåer eller en text över 10 MB. Ange huge: true i mappningen om det är rätt.",
        "XML has more than 256 levels or a text over 10 MB. Give huge: true in the mapping if that is right.",
    ),
    "no-records-path": (
        InputBroken,
        "det finns ingen lista på sökvägen '{path}'. Rätta records i mappningen.",
        "there is no array at the path '{path}'. Correct records in the mapping.",
    ),
    "nesting": (
        InputTooLarge,
        "JSON är nästlad djupare än {limit} nivåer. Filen är felgjord.",
        "JSON is nested deeper than {limit} levels. The file is made wrongly.",
    ),
    "number": (
        InputTooLarge,
        "ett tal har fler än {limit} siffror. Rätta exporten.",
        "a number has more than {limit} digits. Mend the export.",
    ),
    "line": (
        InputTooLarge,
        "en rad eller cell är längre än {limit} tecken. Filen saknar radbrytningar, eller ett citattecken fattas.",
        "a line or cell is longer than {limit} characters. The file probably has no lines, or lacks a quotation mark.",
    ),
    "bomb": (
        InputTooLarge,
        "filen packas upp till mer än {limit}, som en dekompressionsbomb gör. Packa upp den själv om den är äkta.",
        "the file unpacks to more than {limit}, a sign of a decompression bomb. Unpack it yourself if it is genuine.",
    ),
}
"""Key to exception class, Swedish text, English text."""


def fault(key: str, place: Place, **facts: object) -> InputError:
    """The exception for ``key`` of ``REASONS`` at ``place``; ``facts`` fill its text."""
    kind, sv, en = REASONS[key]
    where = {
        "place": place.text("en"),
        "place_sv": place.text("sv"),
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
    }
    return kind(**where, reason_sv=sv.format(**facts), reason=en.format(**facts), key=key)


Told = Callable[[str, InputError], None]
"""Is told of a member of an archive that cannot be read: its name and why. The members after it are read."""


def stopped(_member: str, error: InputError) -> None:
    """
    ``Told`` for those who want all or nothing.

    Raises:
        InputError: what it is told.
    """
    raise error


READING_ERRORS = (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, UnicodeError)
"""What reading bytes and decoding them can raise; ``as_fault`` says what each means."""

_NOT_ASKED = {"near": "", "near_sv": ""}
_MEANINGS: tuple[tuple[type[BaseException], str, dict[str, str]], ...] = (
    (EOFError, "truncated", {}),
    (PermissionError, "locked", {}),
    (FileNotFoundError, "absent", _NOT_ASKED),
    (zipfile.BadZipFile, "damaged", {"detail": "zip"}),
    # zipfile says so of versions and methods that it does not know; damage makes them up.
    (NotImplementedError, "damaged", {"detail": "zip"}),
    (zlib.error, "damaged", {"detail": "deflate"}),
    (gzip.BadGzipFile, "damaged", {"detail": "gzip"}),
)


def as_fault(error: BaseException, place: Place, encoding: str = "") -> InputError:
    """Turn one of ``READING_ERRORS`` at ``place`` into an exception of ours; our own pass through.

    ``encoding`` is what the mapping says that the text is in.
    """
    if isinstance(error, InputError):
        return error
    if isinstance(error, UnicodeError):
        return fault("encoding", place, encoding=encoding) if encoding else fault("damaged", place, detail="Unicode")
    for kind, key, facts in _MEANINGS:
        if isinstance(error, kind):
            return fault(key, place, **facts)
    return fault("unreadable", place, detail=getattr(error, "strerror", None) or type(error).__name__)
