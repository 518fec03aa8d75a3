"""Registers of a run: which inputs they are, filled before the records that they are joined to are read."""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from functools import reduce
from pathlib import Path, PurePath

from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import InputFile, Join, SourceSpec, Stream, open_streams
from ocds_sv.sources.register import Register, joined
from ocds_sv.sources.rules import NO_REGISTER


class Joins:
    """
    The registers of a mapping.

    Attributes:
        records: the inputs that are no registers.
        registers: those that are.
        unclaimed: filled cells of registers in columns that nothing names, by ``name.header``.
    """

    def __init__(self, spec: SourceSpec, inputs: Sequence[str | Path]) -> None:
        self._spec = spec
        self._of_files = {join.name: [one for one in inputs if _is_register(one, join)] for join in spec.joins}
        registers = {str(one): None for found in self._of_files.values() for one in found}
        self.registers = tuple(registers)
        self.records = [one for one in inputs if str(one) not in registers]
        self.unclaimed: Counter[str] = Counter()
        self._filled: dict[str, Register] = {}

    def fill(self, stack: ExitStack, findings: Findings, files: list[InputFile]) -> None:
        """
        Read the registers that are inputs of their own.

        Raises:
            InputError: one cannot be read, or lacks a column.
        """
        for join in self._spec.joins:
            found = self._of_files[join.name]
            if join.files and not found:
                named = ", ".join(join.files)
                findings.add(Finding(NO_REGISTER, Place("-"), {"register": join.name, "files": named}))
            if found:
                register = stack.enter_context(closing(Register(join)))
                for stream in open_streams(found, join.source, findings, files):
                    register.add(stream, findings)
                self._keep(register)

    def joined(self, streams: Iterator[Stream], given: str | Path, findings: Findings) -> Iterator[Stream]:
        """The streams of one input, with what the registers have for their records."""
        with ExitStack() as stack:
            for join in self._spec.joins:
                if not join.files:
                    register = stack.enter_context(closing(Register(join)))
                    # Findings of the reading itself come when the records are read.
                    for stream in open_streams([given], join.source, Findings()):
                        register.add(stream, findings)
                    self._keep(register)
            filled = [self._filled[join.name] for join in self._spec.joins if join.name in self._filled]
            for stream in streams:
                yield reduce(lambda one, register: joined(one, register, self._spec.columns, findings), filled, stream)

    def _keep(self, register: Register) -> None:
        self._filled[register.join.name] = register
        self.unclaimed.update(register.unclaimed)


def _is_register(given: str | Path, join: Join) -> bool:
    name = PurePath(str(given).replace("\\", "/").rpartition("!")[2]).name.casefold()
    return any(fnmatch.fnmatchcase(name, glob.casefold()) for glob in join.files)
