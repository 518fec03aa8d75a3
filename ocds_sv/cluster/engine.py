"""Tasks sent to the workers of a Dask cluster, and their results in order."""

from __future__ import annotations

import os
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from ocds_sv.errors import ClusterError

Task = TypeVar("Task")
Done = TypeVar("Done")


class Dask:
    """
    Runs functions on the workers of a cluster; a ``Spread``.

    A task whose worker is killed runs again on another: the scheduler sees to it. Tasks are sent all at once, so that
    no worker waits for this process; what they write lies in ``folder`` until it is read.

    Attributes:
        workers: how many tasks run at once.
        folder: as of ``Spread``.
    """

    def __init__(self, client: Any, workers: int, folder: Path) -> None:  # noqa: ANN401 - dask is an extra
        self.workers = workers
        self.folder = folder.absolute()
        self._client = client

    def __call__(self, function: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[Done]:
        """As of ``Spread``."""
        here = str(Path.cwd())
        try:
            futures = deque(
                self._client.submit(
                    at, here, function, task, pure=False, key=f"{function.__name__}-{number}-{id(tasks)}"
                )
                for number, task in enumerate(tasks)
            )
            while futures:
                # What was taken is forgotten, here and by the cluster.
                yield futures.popleft().result()
        except _losses() as error:
            raise _told(error) from None


def at(folder: str, function: Callable[[Task], Done], task: Task) -> Done:
    """
    ``function`` of ``task``, in the folder where the run was begun, so that relative names mean the same files.

    Raises:
        ClusterError: there is no such folder on this machine.
    """
    try:
        os.chdir(folder)
    except OSError:
        raise _no_folder(folder) from None
    return function(task)


def _no_folder(folder: str) -> ClusterError:
    return ClusterError(
        reason=f"a worker does not see the folder {folder}: start the run in a folder that all machines share",
        reason_sv=f"en arbetare ser inte mappen {folder}: starta körningen i en mapp som alla maskiner delar",
    )


def _losses() -> tuple[type[BaseException], ...]:
    """What is raised when workers or the scheduler are lost."""
    dask: Any = import_module("distributed")
    comm: Any = import_module("distributed.comm")
    return dask.KilledWorker, comm.CommClosedError, CancelledError, dask.CancelledError, TimeoutError


def _told(error: BaseException) -> ClusterError:
    if type(error).__name__ == "KilledWorker":
        return ClusterError(
            reason="one worker after the other died over one task. Most often they lack memory: give them more, or say "
            "less with --memory.",
            reason_sv="den ena arbetaren efter den andra dog av en uppgift. Oftast saknas minne: ge mer, eller ange "
            "mindre med --memory.",
        )
    return ClusterError(
        reason="the scheduler is gone. Nothing half-done is left: start it, and run again.",
        reason_sv="schemaläggaren är borta. Inget halvfärdigt lämnas kvar: starta den och kör igen.",
    )
