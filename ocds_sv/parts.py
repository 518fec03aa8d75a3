"""Inputs cut into parts that are worked on anywhere, and what came of each in the order of the inputs."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from ocds_sv.errors import OutputError, UsageError
from ocds_sv.jsonio.reasons import reason

Task = TypeVar("Task")
Done = TypeVar("Done")

STDIN = "-"
LEAST = 1 << 20
"""Bytes of input that are worth a part of their own."""

PER_WORKER = 8
"""Parts for each worker: with fewer, all wait for the last one."""


class Spread(Protocol):
    """
    Runs a function on many tasks, here or on other machines.

    Attributes:
        workers: how many tasks run at once.
        folder: where parts leave what is too large to be sent; everybody sees it at this path.
    """

    workers: int
    folder: Path

    def __call__(self, function: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[Done]:
        """
        What ``function`` makes of each task, in the order of the tasks.

        A task whose worker dies is run again elsewhere: it must do the same each time, and write to fresh names.

        Raises:
            ClusterError: the tasks could not be run.
        """
        ...


def grouped(files: Sequence[str | Path], workers: int, most: int | None = None) -> list[list[str]]:
    """
    Neighbouring files together, in their order, as parts of about the same size.

    Args:
        files: as ``expand`` gives them.
        workers: how many work at once.
        most: parts at most; ``None`` does not limit.

    Raises:
        UsageError: standard input is among them, which only this machine has.
    """
    sizes = [_size(str(file)) for file in files]
    total = max(1, sum(sizes))
    wanted = min(workers * PER_WORKER, -(-total // LEAST), most or total)
    parts: dict[int, list[str]] = {}
    before = 0
    for file, size in zip(files, sizes, strict=True):
        # Twice the middle of the file, as a share of twice the whole, says in which part it is.
        number = min(wanted - 1, (2 * before + size) * wanted // (2 * total))
        parts.setdefault(number, []).append(str(file))
        before += size
    return list(parts.values())


def _size(name: str) -> int:
    if name == STDIN:
        raise UsageError(
            reason="standard input cannot be read by a cluster: give files, or --engine local",
            reason_sv="standard in kan inte läsas av ett kluster: ange filer, eller --engine local",
        )
    # Of a member of an archive, the archive's size: what is in it is known when it is opened.
    file = name if Path(name).exists() else name.partition("!")[0]
    try:
        return Path(file).stat().st_size
    except OSError:
        return 0


def fresh(folder: Path, suffix: str) -> Path:
    """A name in ``folder`` that nobody else has: a task that is run twice writes two files."""
    return folder / f"{uuid4().hex}{suffix}"


def kept(folder: Path, value: object) -> Path:
    """
    ``value`` in a file, for tasks that all need it.

    Raises:
        OutputError: the disk is full.
    """
    path = fresh(folder, ".job")
    try:
        path.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        _synced(path)
    except OSError as error:
        raise OutputError(place=str(folder), reason=reason(error, "en"), reason_sv=reason(error, "sv")) from None
    return path


def _synced(path: Path) -> None:
    """To the shared storage, before another machine is told of it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def known(path: Path) -> Any:  # noqa: ANN401 - what was kept
    """What ``kept`` kept."""
    return pickle.loads(path.read_bytes())  # noqa: S301 - our own file of this run
