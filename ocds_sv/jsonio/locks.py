"""What a living process holds, and what survives a power cut."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO


def lock(file: IO[bytes]) -> bool:
    """Lock an open file for as long as it is open; whether nobody else had it. Windows locks by opening."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 # only POSIX has it

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # A file system without locks: leave what is there.
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where folders can be synced."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
