"""A conversion written to files: releases, provenance, report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from ocds_sv.conversion.options import Options
from ocds_sv.conversion.pipeline import Pipeline, Progress
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.worker import Batch
from ocds_sv.detection import best_mapping
from ocds_sv.findings import Finding, Place
from ocds_sv.jsonio import Output, encode, write_file
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.rules import RULES

OCDS_VERSION = "1.1"
"""Of a package: major and minor number only."""


def convert_files(inputs: Sequence[str], options: Options, progress: Progress | None = None) -> Run:
    """
    Convert ``inputs`` and write what ``options`` asks for.

    Returns:
        The account of the run. ``run.complete`` is false when an input could not be read to its end.

    Raises:
        MappingError, UsageError: the mapping, its parameters or the options are wrong.
        InputError: nothing could be read.
        OutputError: the output could not be written; nothing partial is left.
        PrivacyError: the gate is off without a decision.
    """
    name = options.mapping if options.mapping is not None else best_mapping(inputs)
    pipeline = Pipeline(inputs, Mapping.load(name), options)
    run = pipeline.run
    run.mapping_detected = options.mapping is None
    target = None if options.dry_run else options.output
    with ExitStack() as stack:
        output = provenance = None
        if target is not None:
            package = options.package or target.removesuffix(".gz").endswith(".json")
            output = stack.enter_context(Output(target, package=package, metadata=_metadata(pipeline, package=package)))
            run.outputs.append(target)
            if options.provenance and target != "-":
                provenance = stack.enter_context(Output(provenance_path(target)))
                provenance.write(encode({"mapping": run.mapping, "mapping_sha256": run.checksum, "releases": target}))
                run.outputs.append(provenance.target)
        for batch in _progressed(pipeline, progress):
            for encoded, origin in batch.finished:
                if output is not None:
                    output.write(encoded)
                if provenance is not None:
                    provenance.write(origin)
            for reject in batch.rejects:
                if provenance is not None:
                    provenance.write(reject)
        if provenance is not None:
            provenance.write(encode({"inputs": run.json()["inputs"], "streams": run.facts, "releases": run.releases}))
    if options.report and not options.dry_run:
        run.outputs.append(options.report)
        write_file(options.report, encode(run.json(options.lang)) + b"\n")
    return run


def _progressed(pipeline: Pipeline, progress: Progress | None) -> Iterator[Batch]:
    for batch in pipeline.batches():
        yield batch
        if progress is not None:
            progress(pipeline.run.rows, pipeline.run.releases)


def provenance_path(target: str) -> str:
    """The file beside ``target`` that leads from each release to its file, sheet and rows, and names every reject."""
    base = target.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".ndjson").removesuffix(".json")
    return f"{base}.provenance.jsonl" + (".gz" if target.endswith(".gz") else "")


def _metadata(pipeline: Pipeline, *, package: bool) -> dict[str, Any]:
    """What stands before the releases of a package; placeholders are a finding."""
    if not package:
        return {}
    options = pipeline.options
    if not (options.publisher and options.uri):
        place = Place(Path(options.output or "-").name)
        pipeline.run.findings.add(Finding(RULES["package-metadata-missing"], place))
    published = datetime.combine(options.today, time(), UTC)
    return {
        "uri": options.uri or f"tag:ocds-sv,{options.today.isoformat()}:package",
        "version": OCDS_VERSION,
        "extensions": [extension.url for extension in pipeline.mapping.standard.extensions],
        "publishedDate": published.isoformat().replace("+00:00", "Z"),
        "publisher": {"name": options.publisher or "okänd utgivare"},
    }
