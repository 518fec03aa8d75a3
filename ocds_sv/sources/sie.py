"""
SIE 4: the ledger as Swedish accounting programs exchange it; a record is one line (``#TRANS``) of a voucher (``#VER``).

Tags, fields and quoting as in SIE filformat, edition 4C. It declares code page 437, but files come in any encoding:
which one is decided as for other texts (437 and 850 write å, ä and ö alike).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.faults import READING_ERRORS, as_fault, fault
from ocds_sv.sources.spec import SourceSpec, Stream
from ocds_sv.sources.survey import survey
from ocds_sv.sources.textlines import text_lines

COLUMNS = (
    "foretag",
    "orgnr",
    "valuta",
    "serie",
    "verifikationsnummer",
    "verifikationsdatum",
    "verifikationstext",
    "konto_nr",
    "konto_klass",
    "konto_text",
    "objekt",
    "belopp",
    "transaktionsdatum",
    "transaktionstext",
    "kvantitet",
)
"""The header of every such file; ``konto_klass`` is the account's first digit, its class in the BAS chart."""

FIRST = re.compile(r"#(FLAGGA|FORMAT|SIETYP|PROGRAM|GEN|FNAMN|ORGNR)\b")
"""What a file begins with."""

_FIELD = re.compile(r'"((?:[^"\\]|\\.)*)"|\{([^}]*)\}|([^\s{}"]+)')
_ESCAPED = re.compile(r"\\(.)")
_END_OF_FILE = "\x1a"


def read_sie(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    The one stream of a SIE 4 file, with ``COLUMNS`` as its header.

    Raises:
        InputBroken: the file is no text, or breaks off; while iterating, with the row.
        InputTooLarge: a line passes the limit.
    """
    seen = survey(blob, spec, findings)
    skipped: Counter[str] = Counter()
    facts = {"encoding": seen.decision.label}
    try:
        with text_lines(blob, seen, findings) as lines:
            records = _Ledger(blob.place, findings, skipped).records(lines)
            yield Stream(blob.place, COLUMNS, _guarded(records, blob.place, seen.claimed), skipped, facts, texts=True)
    except InputError:
        raise
    except READING_ERRORS as error:
        raise as_fault(error, blob.place, seen.claimed) from error


def _guarded(records: Iterator[tuple[int, list[str]]], place: Place, claimed: str) -> Iterator[tuple[int, list[str]]]:
    row = 0
    try:
        for row, record in records:
            yield row, record
    except READING_ERRORS as error:
        raise as_fault(error, Place(place.file, row=row + 1), claimed) from error


def fields(line: str) -> list[str]:
    """The fields of a line, the tag first; quotes are taken off, and an object list is what stands in its braces."""
    return [
        _ESCAPED.sub(r"\1", quoted) if quoted else (objects.strip() or bare)
        for quoted, objects, bare in _FIELD.findall(line)
    ]


class _Ledger:
    """What has been said so far of the company, its accounts and the voucher that is open."""

    def __init__(self, place: Place, findings: Findings, skipped: Counter[str]) -> None:
        self._place, self._findings, self._skipped = place, findings, skipped
        self._company = {"#FNAMN": "", "#ORGNR": "", "#VALUTA": "SEK"}
        self._accounts: dict[str, str] = {}
        self._voucher: list[str] | None = None

    def records(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        """
        The line's number and its cells.

        Raises:
            InputBroken: the file ends inside a voucher.
        """
        row = 0
        for row, text in enumerate(lines, 1):
            line = text.strip()
            if not line or line in {_END_OF_FILE, "{", "}"}:
                self._voucher = None if line == "}" else self._voucher
                continue
            tag, *rest = fields(line) if line.startswith("#") else ("", line)
            record = self._read(tag.upper(), [*rest, *[""] * 7], row)
            if record is not None:
                yield row, record
        if self._voucher is not None:
            raise fault("truncated", Place(self._place.file, row=row))

    def _read(self, tag: str, rest: list[str], row: int) -> list[str] | None:
        if tag == "#TRANS" and self._voucher is not None:
            return self._line(self._voucher, rest)
        if tag == "#VER":
            # series, number, day, text
            self._voucher = rest[:4]
        elif tag in self._company:
            self._company[tag] = rest[0]
        elif tag == "#KONTO":
            self._accounts[rest[0]] = rest[1]
        elif tag == "#TRANS" or not tag:
            self._skipped["unknown-type"] += 1
            self._findings.add(Finding(rules.UNKNOWN_LINE_TYPE, Place(self._place.file, row=row)))
        else:
            # Balances, objects and lines that were struck out or added afterwards (#BTRANS, #RTRANS): what is added
            # stands in a #TRANS of its own, too.
            self._skipped["other-line"] += 1
        return None

    def _line(self, voucher: list[str], rest: list[str]) -> list[str]:
        account, objects, amount, day, text, quantity = rest[:6]
        named = self._accounts.get(account, "")
        return [*self._company.values(), *voucher, account, account[:1], named, objects, amount, day, text, quantity]
