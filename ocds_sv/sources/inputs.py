"""From what was typed to the files that are meant: folders, globs, archives, standard input."""

from __future__ import annotations

import difflib
import glob
import os
from collections.abc import Iterator, Sequence
from os.path import splitext
from pathlib import Path

from ocds_sv.errors import InputError
from ocds_sv.findings import Place
from ocds_sv.sources.faults import fault

STDIN = "-"
"""The name of standard input."""

SUFFIXES: dict[str, str] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xlsb": "workbook",
    ".xls": "workbook",
    ".ods": "workbook",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "xml",
    ".sie": "xml",
    ".se": "sie",
    ".si": "sie",
}
"""File suffix to format."""

PACKED = (".gz", ".bz2", ".xz", ".zst")
"""Suffixes of a file that is packed alone: before them stands its own suffix."""

ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst")
"""Suffixes of what holds several files."""

LOCK = "~$"
"""What begins the name of the lock that Excel lays beside an open workbook (``~$avtal.xlsx``)."""

_LOOKED_AT = frozenset((*SUFFIXES, *PACKED, *ARCHIVES))


def named_format(name: str) -> str | None:
    """The format that a file's name promises, a suffix such as ``.gz`` set aside; ``None`` when it promises none."""
    stem, suffix = _parted(name.rpartition("!")[2])
    if suffix in PACKED:
        suffix = _parted(stem)[1]
    return SUFFIXES.get(suffix)


def promises_data(name: str) -> bool:
    """Whether a file of this name is looked at in a folder or an archive."""
    return _parted(name)[1] in _LOOKED_AT


def _parted(name: str) -> tuple[str, str]:
    """A name and its suffix, in small letters; without an object for each of a hundred thousand names."""
    stem, suffix = splitext(name)  # noqa: PTH122
    return stem, suffix.lower()


def _folder(folder: Path) -> Iterator[str]:
    """
    The data files in a folder and below it.

    Folders among their files as their names with ``/`` would stand: so the paths come sorted, and of a folder with
    many files there is but a list of names.
    """
    any_file = False
    for path in _below("" if str(folder) == "." else str(folder)):
        any_file = True
        yield path
    if not any_file:
        raise fault("empty-folder", Place(str(folder)), suffixes=", ".join([*SUFFIXES, *PACKED, *ARCHIVES]))


def _below(folder: str) -> Iterator[str]:
    for name in sorted(_names(folder)):
        path = os.path.join(folder, name)  # noqa: PTH118 - see ``_parted``
        if name.endswith("/"):
            yield from _below(path[:-1])
        else:
            yield path


def _names(folder: str) -> Iterator[str]:
    """The names of data files, and those of folders with a ``/`` after; links to folders are not followed."""
    with os.scandir(folder or ".") as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield f"{entry.name}/"
            elif not entry.name.startswith(LOCK) and promises_data(entry.name) and _is_file(entry):
                yield entry.name


def _is_file(entry: os.DirEntry[str]) -> bool:
    return Path(entry.path).is_file() if entry.is_symlink() else entry.is_file()


def _near(path: Path) -> dict[str, str]:
    try:
        names = sorted(item.name for item in path.parent.iterdir() if not item.name.startswith(LOCK))
    except OSError:
        return {"near": "", "near_sv": ""}
    near = ", ".join(difflib.get_close_matches(path.name, names, n=3))
    if not near:
        return {"near": "", "near_sv": ""}
    return {"near": f" Did you mean {near}?", "near_sv": f" Menades {near}?"}


def split_member(text: str) -> tuple[str, str]:
    """``a.zip!b.csv`` as archive and member; the member is empty when the text names a file as it stands."""
    archive, mark, member = text.partition("!")
    if not mark or Path(text).exists() or not Path(archive).exists():
        return text, ""
    return archive, member


def _matches(pattern: str) -> list[str | Path]:
    # cmd.exe leaves patterns to the program.
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
    paths = map(Path, dict.fromkeys(found))
    files: list[str | Path] = [path for path in paths if not path.is_dir() and not path.name.startswith(LOCK)]
    if not files:
        raise fault("no-match", Place(pattern))
    return files


def _meant(text: str) -> Iterator[str | Path]:
    """What one input names."""
    archive, member = split_member(text)
    path = Path(archive)
    if text == STDIN or member:
        yield text
    elif path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield path
    elif glob.has_magic(text):
        yield from _matches(text)
    else:
        raise fault("absent", Place(text), **_near(path))


def expand(inputs: Sequence[str | Path]) -> list[str | Path]:
    """
    The files that ``inputs`` mean, in order, none twice.

    A folder gives the files in it and below it whose suffix is known, sorted by path; a glob gives its matches, sorted.
    ``-`` is standard input and ``a.zip!b.csv`` a member of an archive (the member may be a glob).

    Raises:
        InputNotFound: something names nothing, or a folder or glob is empty.
        InputLocked: a folder may not be read.
    """
    return list(files_of(inputs))


def files_of(inputs: Sequence[str | Path]) -> Iterator[str | Path]:
    """
    As ``expand``, one after the other: of a folder with many files only the names are held, and those not as objects.

    Raises, as they are asked for:
        InputNotFound, InputLocked: as for ``expand``.
    """
    found: set[str] = set()
    for item in inputs:
        try:
            for path in _meant(str(item)):
                # One input names no file twice.
                if len(inputs) > 1:
                    if str(path) in found:
                        continue
                    found.add(str(path))
                yield path
        except InputError:
            raise
        except PermissionError as error:
            raise fault("locked", Place(str(item))) from error
        except (OSError, ValueError) as error:
            # A name that the system cannot even be asked for: too long, or with a NUL in it.
            raise fault("absent", Place(str(item).replace("\0", "�")), near="", near_sv="") from error
