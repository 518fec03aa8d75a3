"""A check whose parts are counted elsewhere, each by a checker of its own, with the same report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ocds_sv.checks.checker import Checker
from ocds_sv.checks.documents import Broken, Entry, Piece, pieces
from ocds_sv.checks.several import Files, files_of
from ocds_sv.checks.workers import declared_in, feed, finish, packed, unpacked
from ocds_sv.errors import UsageError
from ocds_sv.jsonio.scratch import written
from ocds_sv.parts import Spread, fresh
from ocds_sv.sources import InputFile

Declared = tuple[str, ...]
"""Addresses of extensions, each once, in the order in which they were met."""


@dataclass(frozen=True)
class Task:
    """
    A part of the inputs.

    Attributes:
        options: the checker's, pickled with its rules by name.
        files: what to read.
        declared: what packages of the parts before declare.
        folder: where the counts go: of every process there is something in them.
    """

    options: bytes
    files: Files
    declared: Declared
    folder: Path


@dataclass(frozen=True)
class Part:
    """
    What came of a part.

    Attributes:
        counted: the file with everything, for ``Checker.merge``.
        declared: what its own packages declare.
        read: the files that were read.
        passed: those that were passed over.
    """

    counted: Path
    declared: Declared
    read: list[InputFile] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def count_part(task: Task) -> Part:
    """
    Check a part of the inputs.

    Raises:
        InputError: the only input cannot be read.
        OutputError: the disk is full.
    """
    checker = Checker(**unpacked(task.options))
    checker.declare(task.declared)
    read: list[InputFile] = []
    passed: list[str] = []
    declared: dict[str, None] = {}
    found = task.files.read(lambda name: pieces([name], read, passed=passed), passed)
    for piece in found:
        declared.update(dict.fromkeys(_urls(piece)))
        feed(checker, piece)
    path = fresh(task.folder, ".counts")
    with written(task.folder):
        path.write_bytes(packed(checker.counted()))
    return Part(path, tuple(declared), read, passed)


def feed_parts(
    spread: Spread,
    checker: Checker,
    inputs: Sequence[str | Path],
    files: list[InputFile],
) -> None:
    """
    Check inputs with ``checker``, in parts that are counted elsewhere; as ``feed_files`` otherwise.

    Raises:
        UsageError: an earlier edition is to be compared with, or standard input is to be read.
        InputError: an input cannot be read at all.
    """
    if checker.setting.urls is not None or checker.setting.previous is not None:
        raise UsageError(
            reason="an earlier edition is held by one machine alone: use --previous with --engine local",
            reason_sv="en tidigare utgåva hålls av en enda maskin: använd --previous med --engine local",
        )
    options = packed(checker.options)
    tasks = [Task(options, one, (), spread.folder) for one in files_of(inputs, spread.workers)]
    declared: Declared = ()
    for part in _counted(spread, _guessed(tasks)):
        checker.merge(unpacked(part.counted.read_bytes()))
        part.counted.unlink()
        checker.passed += part.passed
        files += part.read
        declared = _with(declared, part)
    checker.declare(declared)
    finish(checker, inputs)


def _guessed(tasks: list[Task]) -> list[Task]:
    """
    The tasks with a guess at what is declared before them: what the first package says.

    Extensions hold for what is read after them, so that a part must know those of the parts before it; a part that
    turns out to have been told something else is counted anew.
    """
    first = next(tasks[0].files.read(lambda name: pieces([name]), []), None) if tasks else None
    guess = _urls(first) if first is not None else ()
    return [replace(task, declared=guess) if number else task for number, task in enumerate(tasks)]


def _counted(spread: Spread, tasks: list[Task]) -> Iterator[Part]:
    """Every part in order, those whose guess was wrong counted anew."""
    parts = list(spread(count_part, tasks))
    declared: Declared = ()
    wrong: dict[int, Task] = {}
    for number, (task, part) in enumerate(zip(tasks, parts, strict=True)):
        if task.declared != declared:
            wrong[number] = replace(task, declared=declared)
        declared = _with(declared, part)
    parts_anew = dict(zip(wrong, spread(count_part, list(wrong.values())), strict=True))
    for number, part in enumerate(parts):
        yield parts_anew.get(number, part)


def _with(declared: Declared, part: Part) -> Declared:
    return tuple(dict.fromkeys((*declared, *part.declared)))


def _urls(found: Piece | Entry | Broken) -> Declared:
    return tuple(url for url in declared_in([found]) if isinstance(url, str))
