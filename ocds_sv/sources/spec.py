"""The contract of this room: what is asked of a source, and what it gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ocds_sv.findings import Place

Cell = str | int | Decimal | datetime | date | bool | None
"""What a cell can be. CSV gives only ``str``; workbooks and JSON give typed cells; an error cell is ``None``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Limits against decompression bombs and endless lines.

    Attributes:
        unpacked: bytes that one input may unpack to.
        ratio: how many times larger than its packed form an input may become, once it has passed ``floor``.
        floor: bytes below which the ratio is not looked at.
        line: bytes without a line break in a text file, and characters in one field.
        nesting: depth of a JSON document.
        memory: bytes of address space for the process that parses a workbook (enforced where the system can).
    """

    unpacked: int = 8 << 30
    ratio: int = 200
    floor: int = 32 << 20
    line: int = 10_000_000
    nesting: int = 100
    memory: int = 8 << 30


DEFAULT = Limits()
"""The limits that hold when none are given."""


Span = tuple[int, int | None]
"""Where a field of a fixed-width line stands: first and last character, from 1; ``None`` is the line's end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """
    What a mapping says about its source; everything left out is found out.

    Attributes:
        format: ``auto`` or a key of ``FORMATS``.
        encoding: a codec's name; ``None`` decides by rule.
        delimiter: one character; ``None`` decides by score.
        header: the header's row number from 1; ``None`` looks for it.
        headless: the file has no header, and its columns are called by their numbers.
        sheets: names or globs of the sheets to read; empty takes every visible sheet that has the header.
        records: JSON: dotted path to the array of records; empty looks for it. Fixed width: the line types that are
            records, separated by spaces; empty takes the last of the layout. XML: the element that is a record, with
            some of those around it before, separated by ``/``.
        missing: cell texts that mean empty; carried for the mapping, not used here.
        columns: canonical name to the headers met in the wild (``*`` stands for anything).
        optional: canonical names that may be missing.
        sum_row: canonical column whose last cell may be the sum of all before.
        layout: fixed width: line type to its fields and where they stand.
        joins: registers whose rows are joined to the records.
        partial: the source has more columns than are named here; carried for detection, not used here.
        keys: JSON without ``columns``: keys that its records have; carried for detection, not used here.
        namespaces: XML: prefix to URI, for ``roots``, ``records`` and the mapping's XPaths.
        aliases: XML: URI to the one of ``namespaces`` that it is read as; an empty one is no namespace.
        roots: XML: the elements that are taken; they are the records, unless ``records`` names others.
        split: XML: an XPath at a record, of which one is made for each element found.
        omit: XML: XPaths at the record of elements that are not read.
        huge: XML: without limits on depth and length of texts.
    """

    format: str = "auto"
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    headless: bool = False
    sheets: tuple[str, ...] = ()
    records: str = ""
    missing: frozenset[str] = frozenset()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    sum_row: str | None = None
    layout: Mapping[str, Mapping[str, Span]] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    partial: bool = False
    keys: tuple[str, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    split: str = ""
    omit: tuple[str, ...] = ()
    huge: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """
    A register that is joined to the records of a source.

    Attributes:
        name: what its columns are called by: ``name.column``.
        files: globs of the names of the inputs that are the register; empty = sheets of the same file.
        on: columns (JSON: dotted paths) of the record and those of the register that are equal.
        source: how the register is read.
    """

    name: str
    files: tuple[str, ...]
    on: tuple[tuple[str, str], ...]
    source: SourceSpec

    @property
    def compared(self) -> frozenset[str]:
        """The fields that ``on`` reads, those of the register as ``name.column``."""
        return frozenset(name for ours, theirs in self.on for name in (ours, f"{self.name}.{theirs}"))


@dataclass(frozen=True, slots=True)
class Document:
    """
    A whole document that has not been read yet: whoever has the source's spec can read it, in any process.

    Attributes:
        place: the file as given.
        content: its bytes, unpacked.
    """

    place: Place
    content: bytes


@dataclass(slots=True)
class Stream:
    """
    One CSV file, one sheet, one JSON or XML document, as records.

    Attributes:
        place: the file as given (an archive's member after ``!``) and the sheet.
        header: the headers, cleaned and made unique; ``None`` for JSON and XML.
        records: row number as a spreadsheet program counts (header and blank rows included) and the cells, as many
            as the header has; for JSON the item's number from 1 and the object; for XML the line (of two records on
            one line, the second has the next number) and an ``XmlRecord``. Must be exhausted before the next stream is
            asked for.
        skipped: rows that were read but are no records, by reason; filled while iterating.
        facts: what was decided: encoding, delimiter, header row.
        texts: every cell is a text.
        title: what stands above the header.
        document: where it is one small XML document, the whole of it: what ``records`` would read.
    """

    place: Place
    header: tuple[str, ...] | None
    records: Iterator[tuple[int, Any]]
    skipped: Counter[str] = field(default_factory=Counter)
    facts: dict[str, str] = field(default_factory=dict)
    texts: bool = False
    title: str = ""
    document: Document | None = None


@dataclass(slots=True)
class InputFile:
    """
    A file that was read.

    Attributes:
        name: as given.
        size: bytes on disk (or through the pipe).
        summed: the checksum, or what gives it: a file that is read from end to end is not read once more for it.
    """

    name: str
    size: int = 0
    summed: str | Callable[[], str] = ""

    @property
    def sha256(self) -> str:
        """
        The checksum of these bytes, in hexadecimal; complete when the file has been read.

        Raises:
            InputError: the file can no longer be read.
        """
        if not isinstance(self.summed, str):
            self.summed = self.summed()
        return self.summed

    def json(self) -> dict[str, str | int]:
        """As reports of conversions and provenance files have it."""
        return {"name": self.name, "size": self.size, "sha256": self.sha256}
