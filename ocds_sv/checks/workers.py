"""Inputs checked by one process or several, with the same report."""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ocds_sv.checks.checker import Checker
from ocds_sv.checks.choice import ALL
from ocds_sv.checks.documents import Broken, Entry, Piece, Section, piece_of, pieces, sections
from ocds_sv.checks.parsing import reason
from ocds_sv.checks.rule import Check
from ocds_sv.checks.standing import Standing
from ocds_sv.errors import InputError
from ocds_sv.garbage import collect_seldom, collected_seldom
from ocds_sv.jsonio.roll import PIECE, Roll
from ocds_sv.sources import InputFile, expand
from ocds_sv.workers import end, heed_parent_alone, may_copy, none_lost, unstopped

if TYPE_CHECKING:
    from concurrent.futures import Future

BATCH = 8 << 20
"""Bytes of text handed to a worker at once."""

AHEAD = 2
"""Batches in flight per worker, so that reading never runs far ahead."""

LARGE = 32 << 20
"""Bytes of input from which several processes earn what starting them costs."""

MOST = 8
"""Processes used unless more are asked for: reading keeps no more of them busy."""

Batch = list[Section | Piece | Entry | Broken]


def feed_files(
    checker: Checker, inputs: Sequence[str | Path], files: list[InputFile] | None = None, workers: int | None = None
) -> None:
    """
    Check files, folders, globs, archives or standard input with ``checker``.

    Args:
        checker: gets all that is found.
        inputs: what to read.
        files: gets what was read.
        workers: processes beside this one, which reads; 1 checks here as well, ``None`` goes by the size of the inputs.
            Addresses are asked in one process alone.

    Raises:
        InputError: an input cannot be read at all.
        WorkerError: a worker process is gone.
    """
    workers = 1 if checker.setting.urls is not None else workers or suitable_workers(inputs)
    with collected_seldom():
        if workers > 1:
            with none_lost():
                _in_parallel(checker, sections(inputs, files, passed=checker.passed), workers)
        else:
            for piece in pieces(inputs, files, passed=checker.passed):
                feed(checker, piece)
    finish(checker, inputs)


def finish(checker: Checker, inputs: Sequence[str | Path]) -> None:
    """Tell when the inputs held nothing at all."""
    scope = checker.scope
    if not (scope.releases or scope.compiled or scope.versioned or checker.broken):
        checker.feed(Broken(", ".join(map(str, inputs)), 0, reason("no-release")))


def suitable_workers(inputs: Sequence[str | Path]) -> int:
    """One process for small or piped inputs, else one per processor; what cannot be looked at counts nothing here."""
    try:
        size = sum(Path(path).stat().st_size for path in expand(inputs) if Path(path).is_file())
    except (InputError, OSError):
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, processors) if size >= LARGE else 1


def feed(checker: Checker, piece: Section | Piece | Entry | Broken) -> None:
    """Check what was cut out."""
    if isinstance(piece, Section):
        for at in range(len(piece.texts)):
            feed(checker, piece_of(piece, at))
    elif isinstance(piece, Piece):
        for entry in piece.entries(written=checker.looks_at_writing):
            checker.feed(entry)
    else:
        checker.feed(piece)


def _in_parallel(checker: Checker, found: Iterator[Section | Piece | Entry | Broken], workers: int) -> None:
    # To load it takes a twentieth of a second, and most runs are made by one process.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("fork" if may_copy() else "spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(checker.options,))
    waiting: deque[Future[bytes]] = deque()
    standing = Standing()
    try:
        for batch in _batched(found):
            with unstopped():
                waiting.append(pool.submit(_work, standing, batch))
            standing = standing.after_all(batch)
            if len(waiting) >= AHEAD * workers:
                checker.merge(unpacked(waiting.popleft().result()))
        while waiting:
            checker.merge(unpacked(waiting.popleft().result()))
    finally:
        end(pool, at_once=sys.exc_info()[0] is not None)


def _batched(found: Iterator[Section | Piece | Entry | Broken]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for piece in found:
        batch.append(piece)
        size += _size(piece)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(piece: Section | Piece | Entry | Broken) -> int:
    if isinstance(piece, Section):
        return sum(map(len, piece.texts))
    return len(piece.text) if isinstance(piece, Piece) else 1


_options: dict[str, Any] = {}


def _start(options: dict[str, Any]) -> None:
    heed_parent_alone()
    collect_seldom()
    _options.update(options)


def _work(standing: Standing, batch: Batch) -> bytes:
    checker = Checker(**_options)
    checker.resume(standing)
    for piece in batch:
        feed(checker, piece)
    return packed(checker.counted())


def packed(value: dict[str, Any]) -> bytes:
    """``value`` for another process."""
    stream = io.BytesIO()
    pack(value, stream)
    return stream.getvalue()


def unpacked(content: bytes) -> dict[str, Any]:
    """What ``packed`` packed."""
    return unpack(io.BytesIO(content))


def pack(value: dict[str, Any], stream: IO[bytes]) -> None:
    """
    Write ``value`` for another process.

    Raises:
        OSError: it cannot be written.
    """
    packer = _Packer(stream, pickle.HIGHEST_PROTOCOL)
    packer.dump(value)
    for roll in packer.rolls:
        stream.writelines(roll.pieces())


def unpack(stream: IO[bytes]) -> dict[str, Any]:
    """
    What ``pack`` wrote.

    Raises:
        OSError: it cannot be read.
        EOFError: it is cut off.
    """
    unpacker = _Unpacker(stream)
    value: dict[str, Any] = unpacker.load()
    for roll, size in unpacker.rolls:
        while roll.size < size:
            piece = stream.read(min(PIECE, size - roll.size))
            if not piece:
                raise EOFError
            roll.add(piece)
    return value


class _Packer(pickle.Pickler):
    """Rules travel by their names, and what may lie on disk behind all else, in pieces."""

    def __init__(self, stream: IO[bytes], protocol: int) -> None:
        super().__init__(stream, protocol)
        self.rolls: list[Roll] = []

    def persistent_id(self, obj: object) -> str | int | None:
        """The name of a rule, the size of a roll."""
        if isinstance(obj, Roll):
            self.rolls.append(obj)
            return obj.size
        return obj.name if isinstance(obj, Check) else None


class _Unpacker(pickle.Unpickler):
    """The way back."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        self.rolls: list[tuple[Roll, int]] = []

    def persistent_load(self, pid: str | int) -> Check | Roll:
        """The rule of that name, or a roll that is to be filled."""
        if isinstance(pid, str):
            return ALL[pid]
        self.rolls.append((Roll(), pid))
        return self.rolls[-1][0]


def check_files(
    inputs: Sequence[str | Path],
    *,
    workers: int | None = 1,
    **options: Any,  # noqa: ANN401 - Checker's options
) -> dict[str, Any]:
    """
    Check files, folders, globs, archives or standard input.

    Args:
        inputs: what to read.
        workers: processes, as ``feed_files`` takes them.
        options: as ``Checker`` takes them.

    Returns:
        The report, as ``schemas/report.schema.json`` describes it.

    Raises:
        InputError: an input cannot be read at all.
        UsageError: a rule does not exist.
    """
    checker = Checker(**options)
    files: list[InputFile] = []
    feed_files(checker, inputs, files, workers)
    return checker.report(files)
