"""A check whose parts are counted elsewhere, each by a checker of its own, with the same report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ocds_sv.checks.checker import Checker
from ocds_sv.checks.documents import pieces
from ocds_sv.checks.several import Files, files_of
from ocds_sv.checks.workers import feed, finish, pack, packed, unpack, unpacked
from ocds_sv.errors import UsageError
from ocds_sv.jsonio.scratch import written
from ocds_sv.parts import Spread, fresh
from ocds_sv.sources import InputFile


@dataclass(frozen=True)
class Task:
    """
    A part of the inputs.

    Attributes:
        options: the checker's, pickled with its rules by name.
        files: what to read.
        folder: where the counts go: of every process there is something in them.
    """

    options: bytes
    files: Files
    folder: Path


@dataclass(frozen=True)
class Part:
    """
    What came of a part.

    Attributes:
        counted: the file with everything, for ``Checker.merge``.
        read: the files that were read.
        passed: those that were passed over.
    """

    counted: Path
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
    read: list[InputFile] = []
    passed: list[str] = []
    found = task.files.read(lambda name: pieces([name], read, passed=passed), passed)
    for piece in found:
        feed(checker, piece)
    path = fresh(task.folder, ".counts")
    with written(task.folder), path.open("wb") as file:
        pack(checker.counted(), file)
    return Part(path, read, passed)


def feed_parts(
    spread: Spread,
    checker: Checker,
    inputs: Sequence[str | Path],
    files: list[InputFile],
) -> None:
    """
    Check inputs with ``checker``, in parts that are counted elsewhere; as ``feed_files`` otherwise.

    Raises:
        UsageError: addresses are to be asked, or standard input is to be read.
        InputError: an input cannot be read at all.
    """
    if checker.setting.urls is not None:
        raise UsageError(
            reason="addresses are asked by one machine alone: leave out urls, or check without a cluster",
            reason_sv="adresser prövas av en enda maskin: utelämna urls, eller granska utan kluster",
        )
    options = packed(checker.options)
    tasks = [Task(options, one, spread.folder) for one in files_of(inputs, spread.workers)]
    for part in spread(count_part, tasks):
        with part.counted.open("rb") as file:
            checker.merge(unpack(file))
        part.counted.unlink()
        checker.passed += part.passed
        files += part.read
    finish(checker, inputs)
