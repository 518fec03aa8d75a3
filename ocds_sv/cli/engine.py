"""``--engine`` and what belongs to it: on this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocds_sv.cli import options
from ocds_sv.cli.language import say
from ocds_sv.errors import UsageError

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.parts import Spread

LOCAL, DASK = "local", "dask"


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The options as the user gave them."""

    engine: str = LOCAL
    scheduler: str | None = None
    folder: str | None = None


def params(*, folder: bool = True) -> options.Params:
    """``--engine``, ``--scheduler`` and, unless the command has its own, ``--temp``."""
    where = click.Option(
        ["--temp", "folder"],
        metavar=say("MAPP", "FOLDER"),
        help=say(
            "Med --engine dask: här utväxlas det som är stort; alla maskiner ser mappen. Annars bredvid utdata.",
            "With --engine dask: large things are exchanged here; all machines see it. Otherwise beside the output.",
        ),
    )
    return [
        click.Option(
            ["--engine"],
            type=click.Choice([LOCAL, DASK]),
            default=LOCAL,
            help=say(
                "dask: i delar på ett Dask-kluster, med samma resultat (ocds-sv[cluster]).",
                "dask: in parts on a Dask cluster, with the same result (ocds-sv[cluster]).",
            ),
        ),
        click.Option(
            ["--scheduler"],
            metavar=say("ADRESS", "ADDRESS"),
            help=say(
                "Klustrets schemaläggare (tcp://…, tls://… eller dess fil .json); annars ett eget på denna dator.",
                "The cluster's scheduler (tcp://…, tls://… or its file .json); otherwise one of its own, here.",
            ),
        ),
        *([where] if folder else []),
    ]


@contextmanager
def spread(request: Engine, output: str | None, workers: int | None) -> Iterator[Spread | None]:
    """
    What runs the parts; ``None`` for the engine that needs no cluster.

    Raises:
        UsageError: options of a cluster without one.
        ClusterError: the cluster cannot do the work.
    """
    if request.engine == LOCAL:
        if request.scheduler is not None:
            raise UsageError(
                reason="--scheduler is for --engine dask",
                reason_sv="--scheduler hör till --engine dask",
            )
        yield None
        return
    from ocds_sv.cluster import cluster  # noqa: PLC0415 # Dask takes half a second to import

    beside = Path(output).parent if output not in {None, "-"} else Path()
    with cluster(request.scheduler, folder=request.folder or beside, workers=workers) as found:
        yield found
