"""
Conversion: the whole way from export files to releases.

    >>> import ocds_sv
    >>> releases = ocds_sv.convert("ledger.csv", "leverantorsreskontra")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocds_sv.conversion.options import Options
from ocds_sv.conversion.pipeline import Pipeline, Progress
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.workers import suitable_workers
from ocds_sv.conversion.written import Watcher, convert_files
from ocds_sv.mapping import Mapping

if TYPE_CHECKING:
    from ocds_sv.models import Release

__all__ = ["Conversion", "Options", "Progress", "Run", "Watcher", "convert", "convert_files", "suitable_workers"]


class Conversion:
    """
    Releases, made one by one as they are asked for; ``run`` is the account, whole when the last one is out.

    Attributes:
        run: counts and findings.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._releases = pipeline.releases()
        self.run = pipeline.run

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self

    def __next__(self) -> dict[str, Any]:
        return next(self._releases).release

    def models(self) -> Iterator[Release]:
        """The same releases as Pydantic models."""
        # Building the models takes longer than a small conversion; who does not ask for them does not pay.
        from ocds_sv.models import Release  # noqa: PLC0415

        return (Release.model_validate(release) for release in self)


def convert(
    paths: str | Path | Sequence[str | Path],
    mapping: str | Path | Mapping,
    *,
    options: Options | None = None,
    **params: str | int | None,
) -> Conversion:
    """
    Releases of export files, lazily.

    Args:
        paths: a file, folder, glob, or several; ``-`` is standard input.
        mapping: a shipped mapping's name, a YAML file, or a loaded mapping.
        options: privacy, limit and the like; output and workers are not used here.
        params: the mapping's parameters, such as ``ocid_prefix``; ``None`` is as if it were not given.

    Returns:
        An iterator of releases as dicts: amounts are ``Decimal``, dates RFC 3339 texts.

    Raises:
        MappingError: the mapping has faults.
        UsageError: a parameter is missing or unknown.
        InputError: nothing could be read.
    """
    loaded = mapping if isinstance(mapping, Mapping) else Mapping.load(mapping)
    given = options or Options()
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    texts = {name: str(value) for name, value in params.items() if value is not None}
    merged = replace(given, params={**given.params, **texts})
    return Conversion(Pipeline(listed, loaded, merged, shared=False))
