"""From a finding in a release to the cells that the value was made of."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from ocds_sv.checks.report import CELLS
from ocds_sv.checks.tally import Sample
from ocds_sv.provenance import provenance_path
from ocds_sv.sweden.identity import mask_text

_LAST = b'{"inputs":'
"""How the last line of a provenance file begins."""

_BEGINNING = 1 << 16
"""Bytes of a line that are read at once."""


@dataclass(frozen=True, slots=True)
class _Use:
    path: str
    codes: frozenset[str]
    sources: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """What a provenance file says of the releases that are asked for."""

    uses: list[_Use] = field(default_factory=list)
    streams: dict[int, dict[str, Any]] = field(default_factory=dict)
    placed: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    first: dict[str, dict[str, Any]] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)

    def origin(self, sample: Sample) -> dict[str, Any] | None:
        """The line of a sample's release; of releases with one id, the one that stands where the sample does."""
        for number in _numbers(sample):
            if (sample.release, number) in self.placed:
                return self.placed[sample.release, number]
        return None if sample.release in self.several else self.first.get(sample.release)

    @property
    def wanted(self) -> set[int]:
        """The numbers of the streams that these releases came from."""
        return {row["stream"] for row in (*self.placed.values(), *self.first.values())}


class Origins:
    """
    Finds the cells of samples, file by file.

    Args:
        elsewhere: of a file the provenance that is not beside it; a report does not name that.

    Attributes:
        used: the provenance files that answered, as a report names them.
    """

    def __init__(self, elsewhere: Mapping[str, Path] | None = None) -> None:
        self.used: list[dict[str, Any]] = []
        self._elsewhere = elsewhere or {}

    def __call__(self, samples: Sequence[Sample]) -> list[list[dict[str, Any]]]:
        """Of each sample its cells; none where nothing leads back."""
        by_file: dict[str, list[Sample]] = {}
        for sample in samples:
            by_file.setdefault(sample.file, []).append(sample)
        known = {file: found for file, ones in sorted(by_file.items()) if (found := self._read(file, ones)) is not None}
        return [_cells(sample, known[sample.file]) if sample.file in known else [] for sample in samples]

    def _read(self, file: str, samples: Sequence[Sample]) -> _Found | None:
        path = self._elsewhere.get(file) or Path(provenance_path(file))
        if not file or not path.is_file():
            return None
        try:
            with path.open("rb") as raw:
                digest = hashlib.file_digest(raw, "sha256")
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
                head, found, releases = _scanned(lines, samples)
            if file not in self._elsewhere:
                used = {"path": str(path), "sha256": digest.hexdigest(), "mapping": str(head["mapping"])}
                self.used.append({**used, "releases": releases})
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            # Not one of ours, or damaged: the findings stand without cells.
            return None
        return found


def extensions_of(file: str) -> list[str]:
    """The addresses of the extensions that our own ``file`` was written with: lines have no package to declare them."""
    path = Path(provenance_path(file))
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            urls = orjson.loads(lines.readline())["extensions"]
            return [url for url in urls if isinstance(url, str)]
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return []


def _scanned(lines: IO[bytes] | gzip.GzipFile, samples: Iterable[Sample]) -> tuple[dict[str, Any], _Found, int]:
    head = orjson.loads(lines.readline())
    found = _Found([_Use(path, frozenset(codes), tuple(sources)) for path, codes, sources in head["fields"]])
    wanted = {sample.release for sample in samples}
    placed = {(sample.release, number) for sample in samples for number in _numbers(sample)}
    number = 0
    while line := lines.readline(_BEGINNING):
        if line.startswith(_LAST):
            found.streams = _streams(_Joined(line, lines), found.wanted)
            break
        if not line.endswith(b"\n"):
            line += lines.readline()
        row = orjson.loads(line)
        if "rejected" not in row:
            number += 1
            # Of what no row has brought there is no id, and no cell.
            name = row.get("id")
            if name not in wanted:
                continue
            row = {"stream": int(row["stream"]), "rows": list(row["rows"])}
            if (name, number) in placed:
                found.placed[name, number] = row
            if found.first.setdefault(name, row) is not row:
                found.several.add(name)
    return head, found, number


def _streams(last: _Joined, wanted: set[int]) -> dict[int, dict[str, Any]]:
    """Of the streams in the last line, which has one for each document that was read, those that are wanted."""
    import ijson  # noqa: PLC0415 # for those alone who have such a file

    try:
        numbered = enumerate(ijson.items(last, "streams.item"))
        return {number: _stream(one) for number, one in numbered if number in wanted}
    except ijson.JSONError as error:
        raise ValueError from error


def _stream(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "file": str(one["file"]), "sheet": str(one["sheet"])}


class _Joined:
    """A file from a line whose beginning has been read."""

    def __init__(self, begun: bytes, rest: IO[bytes] | gzip.GzipFile) -> None:
        self._begun, self._rest = begun, rest

    def read(self, size: int = -1) -> bytes:
        """Read on; nothing when nothing is asked for, which is how ijson learns that these are bytes."""
        if not size:
            return b""
        begun, self._begun = self._begun, b""
        return begun or self._rest.read(size)


def _numbers(sample: Sample) -> tuple[int, int]:
    """Which release of its file it may be: one stands on each line, and in a package the first on the second line."""
    return sample.line, sample.line - 1


def _cells(sample: Sample, found: _Found) -> list[dict[str, Any]]:
    origin = found.origin(sample)
    stream = None if origin is None else found.streams.get(origin["stream"])
    if origin is None or stream is None:
        return []
    columns = list(_headers(_sources(sample, found.uses), stream)) or [("", "")]
    cells = []
    for letter, header in columns:
        for rows in origin["rows"]:
            first, last = rows if isinstance(rows, list) else (rows, rows)
            cells.append(
                {
                    "file": stream["file"],
                    "sheet": stream["sheet"],
                    "row": first,
                    **({"to": last} if last != first else {}),
                    "column": letter,
                    "header": header,
                }
            )
    return cells[:CELLS]


def _headers(sources: Iterable[str], stream: dict[str, Any]) -> Iterator[tuple[str, str]]:
    columns = stream.get("columns")
    for source in sources:
        if columns is None:
            # No table: the source field is a path in the record.
            yield "", mask_text(source)
        elif source in columns:
            letter, header = columns[source]
            yield letter, header


def _sources(sample: Sample, all_uses: Sequence[_Use]) -> list[str]:
    """The source fields of the value at the sample's pointer, or of all that stands below it."""
    path = "/".join(part for part in sample.pointer.split("/")[1:] if not part.isdigit())
    here = [use for use in all_uses if use.path == path]
    if not here and path:
        here = [use for use in all_uses if use.path.startswith(f"{path}/")]
    near = [use for use in here if sample.codes.issuperset(use.codes)] or here
    return list(dict.fromkeys(source for use in near for source in use.sources))
