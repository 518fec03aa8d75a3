"""A cluster to work on: found, and asked whether it can do the work, before any data is read."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ocds_sv.cluster.engine import Dask
from ocds_sv.errors import ClusterError, UsageError
from ocds_sv.jsonio.scratch import scratch

PATIENCE = 300.0
"""Seconds that a scheduler may be without workers; a queue of a computing centre is not quick."""

ANSWER = 10
"""Seconds within which a scheduler answers."""

LOOPBACK = "127.0.0.1"
_LOGS = ("distributed", "tornado")


@contextmanager
def cluster(
    scheduler: str | None = None,
    *,
    folder: str | Path,
    workers: int | None = None,
    patience: float = PATIENCE,
) -> Iterator[Dask]:
    """
    A cluster for as long as the block lasts.

    Args:
        scheduler: the address of one that runs (``tcp://10.0.0.4:8786``, ``tls://…``), or the scheduler file that it
            wrote (``….json``); without, a scheduler and workers are started on this machine, on its loopback address.
        folder: for what is exchanged; all machines see it at this path. What is left there is removed in the end.
        workers: of a cluster of its own, how many; ``None`` starts one for each processor.
        patience: seconds to wait for the first worker.

    Raises:
        UsageError: Dask is not installed, or ``workers`` is said of a cluster that runs.
        ClusterError: nobody answers, or a worker cannot do the work; the reason says why.
        OutputError: the folder cannot be written.
    """
    dask = _distributed()
    if scheduler is not None and workers is not None:
        raise UsageError(
            reason="a cluster that runs has the workers that it has: --workers and --scheduler contradict each other",
            reason_sv="ett kluster som är igång har de arbetare det har: --workers och --scheduler säger emot varandra",
        )
    with ExitStack() as stack:
        exchange = stack.enter_context(scratch(folder))
        stack.enter_context(_quiet())
        if scheduler is None:
            client = _own(dask, workers or _processors(), stack)
        else:
            client = _connected(dask, scheduler, stack)
        yield Dask(client, _ready(client, exchange, patience), exchange)


def _distributed() -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise UsageError(
            reason="--engine dask needs Dask: pip install 'ocds-sv[cluster]'",
            reason_sv="--engine dask kräver Dask: pip install 'ocds-sv[cluster]'",
        ) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's own log in this process: what goes wrong is told once, as an exception."""
    loggers = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict) if name.startswith(_LOGS)]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _own(dask: Any, workers: int, stack: ExitStack) -> Any:  # noqa: ANN401 - modules and classes of an extra
    started = stack.enter_context(
        dask.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host=LOOPBACK,
            dashboard_address=None,
            # Tasks keep to --memory themselves: nobody needs to watch them.
            memory_limit=None,
            silence_logs=logging.CRITICAL,
        )
    )
    return stack.enter_context(dask.Client(started, set_as_default=False))


def _connected(dask: Any, scheduler: str, stack: ExitStack) -> Any:  # noqa: ANN401 - see above
    file = scheduler.endswith(".json")
    where = {"scheduler_file": scheduler} if file else {"address": scheduler}
    try:
        if file and not Path(scheduler).exists():  # Dask would wait for it without end.
            raise FileNotFoundError(scheduler)
        return stack.enter_context(dask.Client(**where, timeout=ANSWER, set_as_default=False))
    except (OSError, ValueError):
        raise ClusterError(
            reason=f"no scheduler answers at {scheduler}: is it started, and can this machine reach it?",
            reason_sv=f"ingen schemaläggare svarar på {scheduler}: är den startad, och når den här datorn den?",
        ) from None


def _ready(client: Any, exchange: Path, patience: float) -> int:  # noqa: ANN401 - see above
    """How many workers there are, when all of them can do the work."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError:
        raise ClusterError(
            reason=f"the scheduler has had no worker for {patience:.0f} seconds: start some",
            reason_sv=f"schemaläggaren har inte haft någon arbetare på {patience:.0f} sekunder: starta några",
        ) from None
    threads: dict[str, int] = client.nthreads()
    for worker, number in threads.items():
        if number != 1:
            raise ClusterError(
                reason=f"the worker {worker} has {number} threads: start it with --nthreads 1, and several of them",
                reason_sv=f"arbetaren {worker} har {number} trådar: starta den med --nthreads 1, och flera sådana",
            )
    _same_everywhere(client, exchange)
    return len(threads)


def _same_everywhere(client: Any, exchange: Path) -> None:  # noqa: ANN401 - see above
    ours = version("ocds-sv")
    try:
        seen: dict[str, tuple[str, bool]] = client.run(look, str(exchange.absolute()))
    except ModuleNotFoundError:
        raise ClusterError(
            reason=f"the workers lack ocds-sv: install ocds-sv[cluster] {ours} where they run",
            reason_sv=f"arbetarna saknar ocds-sv: installera ocds-sv[cluster] {ours} där de körs",
        ) from None
    for worker, (theirs, sees) in seen.items():
        if theirs != ours:
            raise ClusterError(
                reason=f"the worker {worker} has ocds-sv {theirs}, and this is {ours}: install the same version",
                reason_sv=f"arbetaren {worker} har ocds-sv {theirs}, och detta är {ours}: installera samma version",
            )
        if not sees:
            raise ClusterError(
                reason=f"the worker {worker} does not see {exchange.parent}: give --temp a folder that all share",
                reason_sv=f"arbetaren {worker} ser inte {exchange.parent}: ge --temp en mapp som alla maskiner delar",
            )


def look(folder: str) -> tuple[str, bool]:
    """What a worker has and sees: its version of this package, and whether ``folder`` is there."""
    return version("ocds-sv"), Path(folder).is_dir()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
