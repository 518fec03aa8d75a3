"""
The parts of a run on the machines of a Dask cluster: its own on this machine, or one that is there.

    >>> from ocds_sv.cluster import cluster  # doctest: +SKIP
    >>> from ocds_sv.merge import Options, compile_files  # doctest: +SKIP
    >>> with cluster("tcp://10.0.0.4:8786", folder="/shared/out") as spread:  # doctest: +SKIP
    ...     compile_files(["/shared/releases"], "/shared/out/compiled.jsonl.gz", Options(), spread)
"""

from __future__ import annotations

from ocds_sv.cluster.connecting import cluster
from ocds_sv.cluster.engine import Dask

__all__ = ["Dask", "cluster"]
