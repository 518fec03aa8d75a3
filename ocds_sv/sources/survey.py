"""One fast pass over a text before it is read: what must be decided on the whole of it."""

from __future__ import annotations

import codecs
import difflib
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from ocds_sv.errors import UnknownName
from ocds_sv.findings import Finding, Findings
from ocds_sv.sources import rules
from ocds_sv.sources.blob import CHUNK, Blob
from ocds_sv.sources.encoding import CODE_PAGES, LABELS, Decider, Decision, decide
from ocds_sv.sources.faults import READING_ERRORS, fault
from ocds_sv.sources.spec import SourceSpec

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1a\x1b\0")
_MOST_CONTROLS = 0.05
_MOST_NULS = 0.25


@dataclass(slots=True)
class Survey:
    """
    What one pass over a text found.

    Attributes:
        decision: the encoding.
        errors: how the decoder is to treat bytes that do not fit, as Python names it.
        nuls: NUL characters in it, when it is in an eight-bit encoding.
        claimed: the encoding that the mapping says, empty when it was found.
    """

    decision: Decision
    errors: str = "strict"
    nuls: int = 0
    claimed: str = ""


_MARKED = " (BOM)"
_COMMON = "utf-8, cp1252, latin-1, cp850"


def declared_encoding(name: str) -> str:
    """
    The codec's own name for what a mapping calls it; UTF-8 is read with or without its mark.

    Raises:
        UnknownName: there is no such text encoding.
    """
    try:
        codec = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError) as error:
        near = ", ".join(difflib.get_close_matches(name, {*LABELS, *CODE_PAGES, "latin-1"}, n=3))
        raise UnknownName(
            kind="encoding",
            kind_sv="Teckenkodningen",
            name=name,
            near=f" Did you mean {near}?" if near else f" {_COMMON}, for example, there are.",
            near_sv=f" Menade du {near}?" if near else f" {_COMMON} finns till exempel.",
        ) from error
    return "utf-8-sig" if codec.name in {"utf-8", "utf-8-sig"} else codec.name


class _Endless:
    """How long it is since a line break, over chunks."""

    def __init__(self, blob: Blob) -> None:
        self._blob, self._length, self._limit = blob, 0, blob.limits.line

    def feed(self, chunk: bytes) -> None:
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        if last < 0:
            self._length += len(chunk)
        else:
            self._length = len(chunk) - last
        if self._length > self._limit:
            raise fault("line", self._blob.place, limit=self._limit)


class Unending(io.RawIOBase):
    """
    The bytes of a pipe, which no pass before has measured.

    Raises on reading:
        InputTooLarge: a line passes the limit.
    """

    def __init__(self, binary: IO[bytes], blob: Blob) -> None:
        super().__init__()
        self._binary, self._endless = binary, _Endless(blob)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``."""
        data = self._binary.read(len(buffer))
        self._endless.feed(data)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the pipe, too."""
        if not self.closed:
            self._binary.close()
        super().close()


def survey(blob: Blob, spec: SourceSpec, findings: Findings, *, lines: bool = True) -> Survey:
    """
    Decide the encoding of ``blob``: on the whole for a file, on its beginning for a pipe.

    Args:
        blob: the text.
        spec: a declared encoding is believed.
        findings: gets what is doubtful.
        lines: whether a line without an end is a fault (JSON may be one line).

    Raises:
        InputBroken: it is no text.
        InputTooLarge: a line passes the limit.
    """
    declared = None if spec.encoding is None else Decision(declared_encoding(spec.encoding))
    if blob.once:
        decision = declared or decide(blob.head)
        _refuse_binary(blob, decision, blob.head.count(0), len(blob.head), blob.head)
        loose = decision.name in {"utf-8", "utf-8-sig"} and declared is None
        seen = Survey(decision, "surrogateescape" if loose else "strict")
    else:
        seen = _pass(blob, declared, lines=lines)
    decision = seen.decision
    seen.claimed = decision.label.removesuffix(_MARKED) if declared else ""
    if declared is None and decision.name not in {"utf-8", "utf-8-sig"}:
        findings.add(Finding(rules.NOT_UTF8, blob.place, {"encoding": decision.label}))
        seen.errors = "replace" if decision.name in {*CODE_PAGES, "iso8859-15"} else "strict"
    if decision.undefined:
        facts = {"count": decision.undefined, "encoding": decision.label}
        findings.add(Finding(rules.UNDECODABLE, blob.place, facts), decision.undefined)
    if seen.nuls:
        findings.add(Finding(rules.NULS, blob.place, {"count": seen.nuls}), seen.nuls)
    return seen


def _pass(blob: Blob, declared: Decision | None, *, lines: bool) -> Survey:
    decider, endless = Decider(), _Endless(blob)
    nuls = size = 0
    try:
        with blob.open() as binary:
            while chunk := binary.read(CHUNK):
                decider.feed(chunk)
                size += len(chunk)
                nuls += chunk.count(0)
                if lines:
                    endless.feed(chunk)
    except READING_ERRORS:
        # A file that breaks off is read as far as it goes; the reading reports where.
        whole = False
    else:
        whole = True
    if declared is None and not decider.is_utf8(whole=whole):
        _count(blob, decider)
    decision = declared or decider.decision()
    _refuse_binary(blob, decision, nuls, size, blob.head)
    wide = decision.name.startswith(("utf-16", "utf-32"))
    return Survey(decision, nuls=0 if wide else nuls)


def _count(blob: Blob, decider: Decider) -> None:
    with suppress(*READING_ERRORS), blob.open() as binary:
        while chunk := binary.read(CHUNK):
            decider.count(chunk)


def _refuse_binary(blob: Blob, decision: Decision, nuls: int, size: int, head: bytes) -> None:
    if decision.name.startswith(("utf-16", "utf-32")):
        return
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if nuls > size * _MOST_NULS or controls > len(head) * _MOST_CONTROLS:
        raise fault("binary", blob.place)
