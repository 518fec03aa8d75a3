"""A folder for what does not fit in memory: gone when the run ends, however it ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ocds_sv.errors import OutputError
from ocds_sv.jsonio.locks import lock
from ocds_sv.jsonio.reasons import reason

PREFIX = "ocds-sv-scratch-"
_LOCK = "lock"


@contextmanager
def scratch(parent: str | Path | None = None) -> Iterator[Path]:
    """
    A fresh folder in ``parent``, or where the system keeps temporary files; removed after the block.

    What a killed run left there is removed first: nobody holds its lock any more.

    Raises:
        OutputError: it could not be made.
    """
    home = Path(parent) if parent is not None else Path(tempfile.gettempdir())
    with ExitStack() as stack:
        with written(home):
            for old in home.glob(f"{PREFIX}*"):
                _remove_orphan(old)
            folder = _made(home, stack)
        yield folder


def _made(home: Path, stack: ExitStack) -> Path:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        held = stack.enter_context((folder / _LOCK).open("wb"))
        lock(held)
        if (folder / _LOCK).exists():  # A run that started just now could have taken it for an orphan before the lock.
            return folder


@contextmanager
def written(place: str | Path) -> Iterator[None]:
    """
    A block that writes below ``place``: what the machine refuses is told in words.

    Raises:
        OutputError: the disk is full, the folder may not be written.
    """
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(place=str(place), reason=reason(error, "en"), reason_sv=reason(error, "sv")) from None


def _remove_orphan(folder: Path) -> None:
    held = folder / _LOCK
    with suppress(OSError):
        if os.name == "nt":  # Windows refuses by itself to remove what another process has open.
            held.unlink(missing_ok=True)
        else:
            with held.open("rb") as file:
                if not lock(file):
                    return
        shutil.rmtree(folder, ignore_errors=True)
