"""The lines of a text in any encoding, mended only where that is needed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.encoding import decide
from ocds_sv.sources.survey import Survey, Unending

_SURROGATES = re.compile("[\udc80-\udcff]")


@contextmanager
def text_lines(blob: Blob, seen: Survey, findings: Findings) -> Iterator[Iterable[str]]:
    """The text's lines: NULs removed, and from a pipe lines in another encoding mended, each only when needed."""
    name = seen.decision.name
    # A byte order mark may stand where none is announced.
    name = "utf-8-sig" if name == "utf-8" else name
    binary = blob.open()
    if blob.once:
        binary = cast("IO[bytes]", io.BufferedReader(Unending(binary, blob)))
    with io.TextIOWrapper(binary, encoding=name, errors=seen.errors, newline="") as text:
        lines: Iterable[str] = text
        if seen.errors == "surrogateescape":
            lines = _mended(lines, blob.place, findings)
        if seen.nuls or blob.once:
            lines = _without_nuls(lines, blob, findings, counted=bool(seen.nuls))
        yield lines


def _mended(lines: Iterable[str], place: Place, findings: Findings) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line.isascii() or not _SURROGATES.search(line):
            yield line
            continue
        raw = line.encode("utf-8", "surrogateescape")
        decision = decide(raw, whole=True)
        where = Place(place.file, row=number)
        findings.add(Finding(rules.MIXED_ENCODING, where, {"encoding": decision.label}))
        yield raw.decode(decision.name, "replace")


def _without_nuls(lines: Iterable[str], blob: Blob, findings: Findings, *, counted: bool) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" not in line:
            yield line
            continue
        if not counted:
            facts = {"count": line.count("\0")}
            findings.add(Finding(rules.NULS, Place(blob.place.file, row=number), facts), facts["count"])
        yield line.replace("\0", "")
