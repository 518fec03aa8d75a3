"""
Parses one workbook in a process of its own, and hands over its rows.

calamine is fast, but a damaged workbook can make it ask for all the memory there is, which ends the process.
This file is run by path, knows nothing of the package, and speaks pickled frames on standard output:
first the sheets (name, visible, is a worksheet), then for each sheet index read from standard input
lists of rows, closed by ``None``. A workbook that cannot be read ends it with a code of ``EXITS``.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import Any

ROWS_PER_FRAME = 1000
EXITS = {"password": 10, "broken": 11}


def limit_memory(size: int) -> None:
    """Let an impossible allocation fail at once, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such module

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        return


def send(value: object) -> None:
    """One frame."""
    pickle.dump(value, sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()


def opened(calamine: Any, path: str) -> Any:  # noqa: ANN401 - a module and its workbook
    """The workbook: as its suffix says, or else as what its bytes show (``.xlsx`` that somebody called ``.xls``)."""
    try:
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        raise
    except calamine.CalamineError:
        return calamine.CalamineWorkbook.from_filelike(Path(path).open("rb"))


def serve(calamine: Any, path: str) -> None:  # noqa: ANN401 - a module
    """Answer requests until the asker closes."""
    book = opened(calamine, path)
    sheet_type, visible = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
    send([(sheet.name, sheet.visible == visible, sheet.typ == sheet_type) for sheet in book.sheets_metadata])
    for request in sys.stdin:
        sheet = book.get_sheet_by_index(int(request))
        frame = []
        send(sheet.start[1] if sheet.start else 0)
        # Older versions panic over the rows of a sheet without any.
        for row in sheet.iter_rows() if sheet.start else ():
            frame.append(row)
            if len(frame) == ROWS_PER_FRAME:
                send(frame)
                frame = []
        if frame:
            send(frame)
        send(None)


def main(folder: str, path: str, memory: str) -> int:
    """Run with the folder that holds python_calamine, the workbook and the limit in bytes."""
    sys.path.append(folder)
    limit_memory(int(memory))
    import python_calamine as calamine  # noqa: PLC0415 - its folder is only known now

    try:
        serve(calamine, path)
    except calamine.PasswordError:
        return EXITS["password"]
    except BrokenPipeError:
        # The asker has had enough; nothing is to be flushed into a closed pipe.
        os._exit(0)
    except BaseException:  # noqa: BLE001 - calamine's panics derive from BaseException; the process has no other work
        return EXITS["broken"]
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
