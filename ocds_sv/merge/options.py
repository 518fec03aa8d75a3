"""What a compilation is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1 << 20
MEMORY = 512 * MIB
LEAST_MEMORY = 64 * MIB
"""Python, the standard and the buffers take some 50 MiB."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """
    How to compile.

    Attributes:
        versioned: every value each field has had, instead of the newest.
        records: a record for each process: its releases and what they compile to; with ``versioned`` also that.
        linked: in records, the addresses of the releases instead of themselves.
        extensions: ids of the extensions in use; those that packages declare are added when they are known.
        memory: bytes to use, by all workers together (on a cluster by each); what does not fit goes to disk.
        workers: processes that read, sort and merge.
        folder: where to keep what does not fit in memory; ``None`` is the system's place for temporary files.
        state: a folder that remembers the releases of earlier runs; ``None`` compiles the inputs alone.
        package: one package whatever the output is called.
        metadata: what stands in a package instead of what the inputs say, such as ``uri`` and ``publisher``.
    """

    versioned: bool = False
    records: bool = False
    linked: bool = False
    extensions: tuple[str, ...] = ()
    memory: int = MEMORY
    workers: int = 1
    folder: str | Path | None = None
    state: str | Path | None = None
    package: bool = False
    metadata: Mapping[str, object] = field(default_factory=dict)
