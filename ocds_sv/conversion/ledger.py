"""What was read, for whoever asks afterwards: inputs with checksums, streams with what was decided of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import orjson

from ocds_sv.conversion.run import Run
from ocds_sv.errors import InputError
from ocds_sv.findings import EXAMPLES_PER_RULE, Finding, Place
from ocds_sv.jsonio import encode
from ocds_sv.jsonio.spool import Spool
from ocds_sv.mapping.rules import RULES
from ocds_sv.sources import InputFile

Json = dict[str, Any]


class Ledger:
    """
    The inputs and streams of a run, which may be millions: all of them on disk, the first of them in the report.

    Args:
        run: the account, which counts all and names some.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.inputs, self.streams = Spool(), Spool()

    def take(self, files: Iterable[InputFile]) -> None:
        """Note files that have been read."""
        for file in files:
            self._run.note_input(file)
            self.inputs.add(encode(file.json()))

    def stream(self, where: Json, facts: Json | None) -> None:
        """Note a stream: where it stands and, when it was read to its end, what was decided."""
        if facts is not None:
            self._run.note_stream(facts)
        self.streams.add(encode({**(facts or {}), **where}))

    def places(self, numbers: Collection[int]) -> dict[int, Place]:
        """Where the streams of these numbers stand."""
        found: dict[int, Place] = {}
        if numbers:
            for number, line in enumerate(self.streams.lines()):
                if number in numbers:
                    stream = orjson.loads(line)
                    found[number] = Place(stream["file"], stream["sheet"] or None)
        return found

    def pieces(self) -> Iterator[bytes]:
        """The last line of a provenance file, which grows with the inputs, in pieces."""
        yield b'{"inputs":['
        yield from self.inputs.joined()
        yield b'],"streams":['
        yield from self.streams.joined()
        yield b'],"releases":' + encode(self._run.releases) + b"}"

    def close(self) -> None:
        """Let go of what is on disk."""
        self.inputs.close()
        self.streams.close()


class Broken:
    """
    Inputs that could not be read to their end: how many, and as many of them as are told.

    Attributes:
        count: of all.
        errors: the first of them.
    """

    def __init__(self) -> None:
        self.count = 0
        self.errors: list[InputError] = []

    def add(self, error: InputError) -> None:
        """Note one."""
        self.count += 1
        if len(self.errors) < EXAMPLES_PER_RULE:
            if self.errors:
                # What it was raised in would be kept with it: the document, and all that was read of it.
                error = error.with_traceback(None)
                error.__cause__ = error.__context__ = None
            self.errors.append(error)

    def merge(self, other: Broken) -> None:
        """Note what others met after these."""
        for error in other.errors:
            self.add(error)
        self.count += other.count - len(other.errors)

    def taken(self) -> Broken:
        """What was noted so far; here counting starts anew."""
        taken = Broken()
        taken.count, taken.errors = self.count, self.errors
        self.count, self.errors = 0, []
        return taken

    def findings(self) -> Iterator[tuple[Finding, int]]:
        """The findings, and how often each counts."""
        for number, error in enumerate(self.errors, 1):
            facts: dict[str, Any] = error.facts
            place = Place(str(facts.get("file") or facts["place"]), facts.get("sheet"), facts.get("row"))
            finding = Finding(RULES["input-broken"], place, {"sv": error.said("sv"), "en": error.said("en")})
            yield finding, 1 if number < len(self.errors) else 1 + self.count - number
