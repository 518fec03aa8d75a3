"""From what was typed to the files that are meant: folders, globs, archives, standard input."""

from __future__ import annotations

import difflib
import glob
from collections.abc import Sequence
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


def named_format(name: str) -> str | None:
    """The format that a file's name promises, a suffix such as ``.gz`` set aside; ``None`` when it promises none."""
    path = Path(name.rpartition("!")[2])
    suffix = path.suffix.lower()
    if suffix in PACKED:
        suffix = Path(path.stem).suffix.lower()
    return SUFFIXES.get(suffix)


def promises_data(name: str) -> bool:
    """Whether a file of this name is looked at in a folder or an archive."""
    return Path(name).suffix.lower() in {*SUFFIXES, *PACKED, *ARCHIVES}


def _is_data(path: Path) -> bool:
    # "~$avtal.xlsx" is the lock that Excel lays beside an open workbook.
    if path.name.startswith((".", "~$")):
        return False
    return promises_data(path.name)


def _folder(folder: Path) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
        if _is_data(path)
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not found:
        raise fault("empty-folder", Place(str(folder)), suffixes=", ".join([*SUFFIXES, *PACKED, *ARCHIVES]))
    return found


def _near(path: Path) -> dict[str, str]:
    try:
        names = sorted(item.name for item in path.parent.iterdir())
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
    files: list[str | Path] = [Path(match) for match in found if not Path(match).is_dir()]
    if not files:
        raise fault("no-match", Place(pattern))
    return files


def _meant(text: str) -> list[str | Path]:
    """What one input names."""
    archive, member = split_member(text)
    path = Path(archive)
    if text == STDIN or member:
        return [text]
    if path.is_dir():
        return list(_folder(path))
    if path.exists():
        return [path]
    if glob.has_magic(text):
        return _matches(text)
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
    found: dict[str, str | Path] = {}
    for item in inputs:
        try:
            paths = _meant(str(item))
        except InputError:
            raise
        except PermissionError as error:
            raise fault("locked", Place(str(item))) from error
        except (OSError, ValueError) as error:
            # A name that the system cannot even be asked for: too long, or with a NUL in it.
            raise fault("absent", Place(str(item).replace("\0", "�")), near="", near_sv="") from error
        for path in paths:
            found.setdefault(str(path), path)
    return list(found.values())
