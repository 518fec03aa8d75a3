"""Where tables are written to: a file that takes its place when it is whole, a folder that holds one run's tables."""

from __future__ import annotations

import errno
import os
from collections.abc import Container
from pathlib import Path

from ocds_sv.jsonio.locks import sync_folder
from ocds_sv.tables.layout import tables


def beside(path: Path) -> Path:
    """
    The name of the file that is written first, beside ``path``; that it can be written is asked now.

    Raises:
        OSError: it cannot, or ``path`` is a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch()
    part.unlink()
    return part


def appear(part: Path, path: Path) -> None:
    """Let ``part``, which is whole and closed, take the place of ``path``."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def clear(folder: Path, suffix: str, written: Container[str]) -> None:
    """Remove what an earlier run left in a folder: the tables that this run has no rows for."""
    for table in tables():
        if table.name not in written:
            (folder / f"{table.name}{suffix}").unlink(missing_ok=True)
