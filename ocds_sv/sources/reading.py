"""The way in: inputs, one after the other, as streams of records."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from ocds_sv.findings import Finding, Findings
from ocds_sv.sources import rules
from ocds_sv.sources.delimited import read_csv
from ocds_sv.sources.faults import fault
from ocds_sv.sources.inputs import expand, named_format
from ocds_sv.sources.jsonsource import read_json, read_jsonl
from ocds_sv.sources.kinds import content_kind
from ocds_sv.sources.opening import Blob, blobs
from ocds_sv.sources.spec import DEFAULT, InputFile, Limits, SourceSpec, Stream
from ocds_sv.sources.workbook import read_workbook

Reader = Callable[[Blob, SourceSpec, Findings], Generator[Stream, None, None]]

FORMATS: dict[str, Reader] = {
    "csv": read_csv,
    "workbook": read_workbook,
    "json": read_json,
    "jsonl": read_jsonl,
}
"""Format to reader; a new format is a line here and in ``SUFFIXES``."""

_NAMES = {"csv": "CSV", "workbook": "Excel/ODS", "json": "JSON", "jsonl": "JSON Lines"}
_JSON = frozenset({"json", "jsonl"})


def choose_format(blob: Blob, spec: SourceSpec, findings: Findings) -> str:
    """
    The format of ``blob``: what its bytes show, else what the mapping says, else what its name promises, else CSV.

    Raises:
        InputBroken: the bytes show a format that is not read.
    """
    shown, name = content_kind(blob.head)
    if shown is None and name:
        raise fault("other-format", blob.place, found=name)
    declared = None if spec.format == "auto" else spec.format
    said = declared or named_format(blob.place.file)
    if shown is None:
        if said == "workbook":
            # It has no workbook's signature: a table of text under a workbook's name.
            shown = "csv"
        else:
            return said or "csv"
    if said is None or said == shown or (declared is None and {said, shown} <= _JSON):
        return shown
    if {said, shown} <= _JSON or (declared == "csv" and shown in _JSON):
        return said
    findings.add(Finding(rules.WRONG_SUFFIX, blob.place, {"found": _NAMES[shown], "named": _NAMES.get(said, said)}))
    return shown


def open_blobs(
    inputs: Sequence[str | Path], findings: Findings, files: list[InputFile] | None, limits: Limits
) -> Generator[Blob, None, None]:
    """What the inputs hold, opened one after the other; ``files`` is filled as they are read."""
    for item in expand(inputs):
        file = InputFile(str(item))
        if files is not None:
            files.append(file)
        yield from blobs(item, file, findings, limits)


def open_streams(
    inputs: Sequence[str | Path],
    spec: SourceSpec,
    findings: Findings,
    files: list[InputFile] | None = None,
    limits: Limits = DEFAULT,
) -> Generator[Stream, None, None]:
    """
    The streams of all inputs, opened one after the other; exhaust one before asking for the next.

    Args:
        inputs: files, folders, globs, ``a.zip!b.csv`` and ``-``.
        spec: what is known of the source.
        findings: gets what is doubtful.
        files: gets one entry per file, complete when the file has been read.
        limits: against decompression bombs and endless lines.

    Raises:
        InputError: an input is absent, locked, broken or too large; from the records too, with the row.
        UnknownName: the spec names a format or encoding that does not exist.
    """
    for blob in open_blobs(inputs, findings, files, limits):
        yield from FORMATS[choose_format(blob, spec, findings)](blob, spec, findings)
