"""
Compiling: the releases of each process merged to one, by ocid and in the order of time.

    >>> import ocds_sv
    >>> compiled = ocds_sv.compile_releases("releases.jsonl")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from ocds_sv.checks.documents import Entry
from ocds_sv.jsonio.exact import loads
from ocds_sv.merge.account import Account
from ocds_sv.merge.compilation import Compilation
from ocds_sv.merge.options import LEAST_MEMORY, MIB, Options
from ocds_sv.merge.written import compile_files

__all__ = ["LEAST_MEMORY", "MIB", "Account", "Compiled", "Options", "compile_files", "compile_releases"]

Json = dict[str, Any]


class Compiled:
    """
    Compiled releases, made one by one as they are asked for; ``account`` is whole when the last one is out.

    Attributes:
        account: counts and findings.
    """

    def __init__(self, compilation: Compilation) -> None:
        self.account = compilation.account
        self._values = self._made(compilation)

    @staticmethod
    def _made(compilation: Compilation) -> Iterator[Json]:
        with compilation.texts() as texts:
            yield from map(loads, texts)

    def __iter__(self) -> Iterator[Json]:
        return self

    def __next__(self) -> Json:
        return next(self._values)


def compile_releases(
    releases: str | Path | Iterable[str | Path] | Iterable[Json],
    *,
    options: Options | None = None,
    versioned: bool = False,
    records: bool = False,
) -> Compiled:
    """
    The releases of each process merged to one, lazily, in the order of their ocids.

    Args:
        releases: files, folders or globs with releases, packages and records, in any compression; or the releases
            themselves.
        options: memory, workers, state and the like.
        versioned: every value each field has had, instead of the newest.
        records: a record for each process, with its releases in it.

    Returns:
        An iterator of compiled (or versioned) releases or records as dicts; a number that a float would write
        otherwise than its source is a ``Decimal``.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
        OutputError: the disk is full.
    """
    given = replace(options or Options(), versioned=versioned, records=records)
    return Compiled(Compilation(_inputs(releases), given))


def _inputs(releases: str | Path | Iterable[str | Path] | Iterable[Json]) -> Sequence[str | Path] | Iterator[Entry]:
    if isinstance(releases, str | Path):
        return [releases]
    given = iter(releases)
    first = next(given, None)
    if isinstance(first, str | Path):
        return [first, *(path for path in given if isinstance(path, str | Path))]
    return _entries(chain([first] if isinstance(first, dict) else [], given))


def _entries(releases: Iterable[object]) -> Iterator[Entry]:
    return (Entry("release", one, "-", number) for number, one in enumerate(releases, 1) if isinstance(one, dict))
