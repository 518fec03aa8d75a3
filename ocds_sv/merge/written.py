"""A compilation written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocds_sv.jsonio import Output
from ocds_sv.merge.account import Account
from ocds_sv.merge.compilation import Compilation
from ocds_sv.merge.options import Options
from ocds_sv.standard import Standard

if TYPE_CHECKING:  # Only a cluster needs it.
    from ocds_sv.merge.parted import PartedCompilation
    from ocds_sv.parts import Spread

OCDS_VERSION = "1.1"
"""Of a package: major and minor number only."""


def compile_files(inputs: Sequence[str], output: str, options: Options, spread: Spread | None = None) -> Account:
    """
    Compile ``inputs`` into ``output``: ``.jsonl`` a line for each process, ``.json`` one package, ``.gz`` after either.

    With ``spread`` parts of the inputs are sorted and merged elsewhere; what is written is the same.

    Raises:
        UsageError: the output's name ends in something that is not JSON.
        InputError: an input is absent, locked, or cannot be unpacked.
        OutputError: the output could not be written; nothing partial is left, and a state is as it was.
    """
    # A package begins with its date, which may be that of the newest release.
    sure = Output(output, package=options.package).is_package and "publishedDate" not in options.metadata
    compilation = _compilation(inputs, options, spread, sure=sure)
    items = "records" if options.records else "releases"
    with compilation.texts() as texts:
        metadata = _metadata(compilation)
        with Output(output, package=options.package, metadata=metadata, items=items) as file:
            for text in texts:
                file.write(text)
    return compilation.account


def _compilation(
    inputs: Sequence[str], options: Options, spread: Spread | None, *, sure: bool
) -> Compilation | PartedCompilation:
    if spread is None:
        return Compilation(inputs, options, sure=sure)
    from ocds_sv.merge.parted import PartedCompilation  # noqa: PLC0415 - see above

    return PartedCompilation(inputs, options, spread, sure=sure)


def _metadata(compilation: Compilation | PartedCompilation) -> dict[str, object]:
    """What stands before the processes of a package."""
    standard = Standard.load(compilation.account.extensions)
    return {
        "uri": "tag:ocds-sv:compiled",
        "version": OCDS_VERSION,
        "extensions": [extension.url for extension in standard.extensions],
        "publishedDate": compilation.known.published_at(),
        "publisher": {"name": "okänd utgivare"},
        **compilation.options.metadata,
    }
