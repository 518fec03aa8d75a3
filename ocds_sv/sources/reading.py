"""The way in: inputs, one after the other, as streams of records."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

from ocds_sv.errors import InputError, UnknownName
from ocds_sv.findings import Finding, Findings
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.delimited import read_csv
from ocds_sv.sources.faults import Told, fault, stopped
from ocds_sv.sources.fixed import read_fixed
from ocds_sv.sources.inputs import named_format
from ocds_sv.sources.jsonsource import read_json, read_jsonl
from ocds_sv.sources.kinds import HTML, content_kind, is_old_spreadsheet, spans_lines
from ocds_sv.sources.opening import blobs, open_blobs
from ocds_sv.sources.sie import read_sie
from ocds_sv.sources.spec import DEFAULT, InputFile, Limits, SourceSpec, Stream
from ocds_sv.sources.workbook import read_workbook
from ocds_sv.sources.xmlsource import read_xml

Reader = Callable[[Blob, SourceSpec, Findings], Generator[Stream, None, None]]

FORMATS: dict[str, Reader] = {
    "csv": read_csv,
    "workbook": read_workbook,
    "json": read_json,
    "jsonl": read_jsonl,
    "fixed": read_fixed,
    "xml": read_xml,
    "sie": read_sie,
}
"""Format to reader; a new format is a line here and in ``SUFFIXES``."""

_OLD_SPREADSHEET = "XML Spreadsheet 2003"
_NAMES = {
    "csv": "CSV",
    "workbook": "Excel/ODS",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "fixed": "fixed width",
    "xml": "XML",
    "sie": "SIE 4",
}


def choose_format(blob: Blob, spec: SourceSpec, findings: Findings) -> str:
    """
    The format of ``blob``: what its bytes show, or the mapping says, or its name promises, or CSV.

    Raises:
        InputBroken: the bytes show a format that is not read.
        UnknownName: the mapping names a format that does not exist.
    """
    shown, foreign = content_kind(blob.head)
    if foreign:
        raise fault("saved-anew" if foreign == HTML else "other-format", blob.place, found=foreign)
    declared = None if spec.format == "auto" else spec.format
    if shown == "xml" and declared != "xml" and is_old_spreadsheet(blob.head):
        raise fault("saved-anew", blob.place, found=_OLD_SPREADSHEET)
    if declared is not None and declared not in FORMATS:
        all_ = ", ".join(FORMATS)
        facts = {"near": f" There are {all_}.", "near_sv": f" Det finns {all_}."}
        raise UnknownName(kind="format", kind_sv="Formatet", name=declared, **facts)
    said = declared or named_format(blob.place.file)
    if "xml" in {declared, shown}:
        return _xml(blob, declared, shown)
    if shown is None:
        # Plain text under a workbook's name is a table that somebody renamed.
        shown = "csv" if said in {None, "workbook"} else str(said)
    elif declared in {"json", "jsonl", "csv"} and shown != "workbook":
        # Texts are what the mapping says: one line of JSON Lines looks like a document.
        return declared
    elif {said, shown} == {"json", "jsonl"}:
        return "json" if said == "jsonl" and spans_lines(blob.head) else "jsonl"
    if said not in {None, shown}:
        facts = {"found": _NAMES[shown], "named": _NAMES[str(said)]}
        findings.add(Finding(rules.WRONG_SUFFIX, blob.place, facts))
    return shown


def _xml(blob: Blob, declared: str | None, shown: str | None) -> str:
    """A mapping of XML reads nothing else, and no other reads XML."""
    if declared not in {None, "xml"}:
        raise fault("other-format", blob.place, found=_NAMES["xml"])
    if shown not in {None, "xml"}:
        raise fault("no-xml", blob.place)
    return "xml"


def open_streams(
    inputs: Sequence[str | Path],
    spec: SourceSpec,
    findings: Findings,
    files: list[InputFile] | None = None,
    limits: Limits = DEFAULT,
    told: Told = stopped,
) -> Generator[Stream, None, None]:
    """
    The streams of all inputs, opened one after the other; exhaust one before asking for the next.

    Args:
        inputs: files, folders, globs, ``a.zip!b.csv`` and ``-``.
        spec: what is known of the source.
        findings: gets what is doubtful.
        files: gets one entry per file, complete when the file has been read.
        limits: against decompression bombs and endless lines.
        told: of members of archives that cannot be read; without it the first one ends the reading. What can be read
            of a member before it breaks comes as a stream, whose records raise.

    Raises:
        InputError: an input is absent, locked, broken or too large; from the records too, with the row.
        UnknownName: the spec names a format or encoding that does not exist.
    """
    yield from _streams(open_blobs(inputs, findings, files, limits, told), spec, findings, told)


def open_item(
    item: str | Path, spec: SourceSpec, findings: Findings, files: list[InputFile], told: Told
) -> Generator[Stream, None, None]:
    """
    As ``open_streams`` of one file that ``expand`` has found: a folder has a hundred thousand of them.

    Raises:
        InputError, UnknownName: as for ``open_streams``.
    """
    file = InputFile(str(item))
    files.append(file)
    yield from _streams(blobs(item, file, findings, DEFAULT, told), spec, findings, told)


def _streams(
    opened: Generator[Blob, None, None], spec: SourceSpec, findings: Findings, told: Told
) -> Generator[Stream, None, None]:
    with closing(opened):
        for blob in opened:
            try:
                yield from _streams_of(blob, spec, findings)
            except InputError as error:
                if not blob.member:
                    raise
                told(blob.place.file, error)


def _streams_of(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    chosen = choose_format(blob, spec, findings)
    if chosen == "xml" and spec.format != "xml":
        raise fault("xml-alone", blob.place)
    yield from FORMATS[chosen](blob, spec, findings)
