"""Registers of a run: which inputs they are, filled before the records that they are joined to are read."""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import reduce
from itertools import chain
from pathlib import Path, PurePath

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import InputFile, Join, SourceSpec, Stream, open_streams
from ocds_sv.sources.faults import Told
from ocds_sv.sources.inputs import expand, files_of
from ocds_sv.sources.register import Register, joined
from ocds_sv.sources.rules import NO_REGISTER


class Joins:
    """
    The registers of a mapping.

    Attributes:
        records: the inputs that are no registers; to be gone through once.
        registers: those that are.
        unclaimed: filled cells of registers in columns that nothing names, by ``name.header``.
    """

    def __init__(self, spec: SourceSpec, given: Sequence[str | Path]) -> None:
        self._spec = spec
        inputs = expand(given) if len(given) > 1 or any(join.files for join in spec.joins) else _one_by_one(given)
        self._of_files = {
            join.name: [one for one in inputs if _is_register(one, join)] if join.files else [] for join in spec.joins
        }
        registers = {str(one): None for found in self._of_files.values() for one in found}
        self.registers = tuple(registers)
        self.records: Iterable[str | Path] = (
            [one for one in inputs if str(one) not in registers] if registers else inputs
        )
        self.unclaimed: Counter[str] = Counter()
        self._filled: dict[str, Register] = {}

    def fill(self, stack: ExitStack, findings: Findings, files: list[InputFile], told: Told) -> None:
        """
        Read the registers that are inputs of their own; ``told`` is of members of archives that cannot be read.

        Raises:
            InputError: one cannot be read, or lacks a column; of an archive, all that it holds.
        """
        for join in self._spec.joins:
            found = self._of_files[join.name]
            if join.files and not found:
                named = ", ".join(join.files)
                findings.add(Finding(NO_REGISTER, Place("-"), {"register": join.name, "files": named}))
            if found:
                register = stack.enter_context(closing(Register(join)))
                broken: dict[str, InputError] = {}
                for stream in open_streams(found, join.source, findings, files, told=_into(broken)):
                    _fill(register, stream, findings, broken)
                whole = {str(one) for one in found}
                for name, error in broken.items():
                    if name in whole or not register.rows:
                        raise error
                    told(name, error)
                self._keep(register)

    def joined(self, streams: Iterator[Stream], given: str | Path, findings: Findings, told: Told) -> Iterator[Stream]:
        """
        The streams of one input, with what the registers have for their records.

        Where a register in the same file cannot be read, ``told`` is and the file is left out.
        """
        if not self._spec.joins:
            yield from streams
            return
        broken: dict[str, InputError] = {}
        with ExitStack() as stack:
            for join in self._spec.joins:
                if not join.files:
                    register = stack.enter_context(closing(Register(join)))
                    # Findings of the reading itself come when the records are read.
                    for stream in open_streams([given], join.source, Findings(), told=_into(broken)):
                        _fill(register, stream, findings, broken)
                    self._keep(register)
            filled = [self._filled[join.name] for join in self._spec.joins if join.name in self._filled]
            refused: set[str] = set()
            for stream in streams:
                file = stream.place.file
                if file in broken:
                    if file not in refused:
                        told(file, broken[file])
                    refused.add(file)
                    continue
                yield reduce(lambda one, register: joined(one, register, self._spec.columns, findings), filled, stream)

    def _keep(self, register: Register) -> None:
        self._filled[register.join.name] = register
        self.unclaimed.update(register.unclaimed)


def _into(broken: dict[str, InputError]) -> Told:
    def told(name: str, error: InputError) -> None:
        # What it was raised in would be kept with it.
        error.__cause__ = error.__context__ = None
        broken.setdefault(name, error.with_traceback(None))

    return told


def _fill(register: Register, stream: Stream, findings: Findings, broken: dict[str, InputError]) -> None:
    try:
        register.add(stream, findings)
    except InputError as error:
        _into(broken)(stream.place.file, error)


def _one_by_one(given: Sequence[str | Path]) -> Iterable[str | Path]:
    """What one input means, not all of it in memory; that it means nothing is told at once."""
    files = files_of(given)
    first = next(files, None)
    return chain(() if first is None else (first,), files)


def _is_register(given: str | Path, join: Join) -> bool:
    name = PurePath(str(given).replace("\\", "/").rpartition("!")[2]).name.casefold()
    return any(fnmatch.fnmatchcase(name, glob.casefold()) for glob in join.files)
