"""A conversion written to files: releases, provenance, report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapping_
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Protocol

from ocds_sv.conversion.changes import Changes
from ocds_sv.conversion.linking import Linking
from ocds_sv.conversion.memory import Memory
from ocds_sv.conversion.options import Options
from ocds_sv.conversion.parted import PartedPipeline
from ocds_sv.conversion.pipeline import Pipeline, Progress
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.worker import Batch
from ocds_sv.detection import best_mapping
from ocds_sv.errors import UsageError
from ocds_sv.findings import Finding, Place
from ocds_sv.garbage import collected_seldom
from ocds_sv.jsonio import Output, encode, write_file
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.rules import RULES
from ocds_sv.parts import Spread
from ocds_sv.provenance import provenance_path
from ocds_sv.provenance.facts import fields_of

LOST = encode({"rows": []})
"""The origin of a release that no row has brought, but the lack of one."""

OCDS_VERSION = "1.1"
"""Of a package: major and minor number only."""


class Watcher(Protocol):
    """Who is told of every release as it is written."""

    def begin(self, extensions: Sequence[str], metadata: Mapping_[str, Any]) -> None:
        """The conversion starts: the extensions in use, and what stands before the releases of a package."""

    def release(self, encoded: bytes) -> None:
        """One release, as it stands in the output."""

    def origins(self) -> str:
        """Where the way to the rows is to be written, when no file beside the output has it."""
        ...


def convert_files(
    inputs: Sequence[str],
    options: Options,
    progress: Progress | None = None,
    watcher: Watcher | None = None,
    spread: Spread | None = None,
) -> Run:
    """
    Convert ``inputs`` and write what ``options`` asks for; ``watcher`` sees the releases, also in a dry run.

    With ``spread`` parts of the inputs are converted elsewhere; what is written is the same.

    Returns:
        The account of the run. ``run.complete`` is false when an input could not be read to its end.

    Raises:
        MappingError, UsageError: the mapping, its parameters or the options are wrong.
        InputError: nothing could be read.
        OutputError: the output could not be written; nothing partial is left.
        PrivacyError: the gate is off without a decision.
    """
    name = options.mapping if options.mapping is not None else best_mapping(inputs)
    mapping = Mapping.load(name)
    with ExitStack() as outer:
        linking = None if options.links is None else Linking(options, mapping, inputs, outer)
        asked = options if linking is None else linking.options
        pipeline = (
            Pipeline(inputs, mapping, asked) if spread is None else PartedPipeline(inputs, mapping, asked, spread)
        )
        outer.enter_context(closing(pipeline))
        run = pipeline.run
        run.mapping_detected = options.mapping is None
        memory = _memory(options, outer)
        with collected_seldom():
            _write(pipeline, memory, linking, progress, watcher)
        # Only now do the files stand: a run that dies before is repeated, and says the same.
        if memory is not None and run.complete and not options.dry_run:
            memory.commit()
        if linking is not None and run.complete:
            linking.commit()
    if options.report and not options.dry_run:
        run.outputs.append(options.report)
        write_file(options.report, encode(run.json(options.lang)) + b"\n")
    return run


def _write(
    pipeline: Pipeline,
    memory: Memory | None,
    linking: Linking | None,
    progress: Progress | None,
    watcher: Watcher | None,
) -> None:
    options, run = pipeline.options, pipeline.run
    changes = None
    if memory is not None:
        changes = Changes(memory, options.mode, options.gone, options.today, run.findings)
        run.changes = changes.counts
    with ExitStack() as stack:
        files = _Files(pipeline, None if options.dry_run else options.output, stack, watcher)
        for batch in _progressed(pipeline, progress):
            files.write(batch if changes is None else _decided(batch, changes))
            if linking is not None:
                linking.rejected(batch.rejects)
        if changes is not None and run.complete:
            files.write(Batch(finished=[(release, LOST) for release in changes.lost()]))
        if linking is not None:
            linking.settle(run)
        files.finish()


def _memory(options: Options, stack: ExitStack) -> Memory | None:
    if options.state is None:
        return None
    if options.limit is not None:
        raise UsageError(
            reason="--limit and --state cannot be used together: what is left out would count as gone",
            reason_sv="--limit och --state går inte ihop: det som utelämnas skulle räknas som borta",
        )
    memory = Memory(options.state)
    stack.callback(memory.close)
    return memory


def _decided(batch: Batch, changes: Changes) -> Batch:
    """A batch with the releases that are to be published."""
    decided = (changes.decided(encoded, origin) for encoded, origin in batch.finished)
    return replace(batch, finished=[one for one in decided if one is not None])


class _Files:
    """The releases and, beside them, the provenance: which rows each came from, and every reject."""

    def __init__(self, pipeline: Pipeline, target: str | None, stack: ExitStack, watcher: Watcher | None) -> None:
        self._run, self._ledger, self._watcher = pipeline.run, pipeline.ledger, watcher
        self._output = self._provenance = None
        package = pipeline.options.package or (target or "").removesuffix(".gz").endswith(".json")
        metadata = _metadata(pipeline, package=package) if target is not None else {}
        if watcher is not None:
            watcher.begin([extension.id for extension in pipeline.mapping.standard.extensions], metadata)
        if target is not None:
            self._output = _opened(Output(target, package=package, metadata=metadata), stack)
            self._run.outputs.append(target)
        if target is not None and target != "-" and pipeline.options.provenance:
            self._provenance = _opened(Output(provenance_path(target)), stack)
            self._run.outputs.append(self._provenance.target)
        elif watcher is not None:
            self._provenance = _opened(Output(watcher.origins()), stack)
        if self._provenance is not None:
            self._provenance.write(encode(self._head(pipeline, target)))

    def _head(self, pipeline: Pipeline, target: str | None) -> dict[str, Any]:
        head: dict[str, Any] = {
            "mapping": self._run.mapping,
            "mapping_sha256": self._run.checksum,
            "releases": target,
            "extensions": [extension.url for extension in pipeline.mapping.standard.extensions],
            "fields": fields_of(pipeline.mapping),
        }
        return head if self._run.privacy else {**head, "privacy": "off", "decision": self._run.decision}

    def write(self, batch: Batch) -> None:
        """Write what came of a batch."""
        self._run.written += len(batch.finished)
        for encoded, origin in batch.finished:
            if self._output is not None:
                self._output.write(encoded)
            if self._watcher is not None:
                self._watcher.release(encoded)
            if self._provenance is not None:
                self._provenance.write(origin)
        for reject in batch.rejects:
            if self._provenance is not None:
                self._provenance.write(reject)

    def finish(self) -> None:
        """Write what is known only at the end: checksums and counts."""
        if self._provenance is not None:
            self._provenance.write_pieces(self._ledger.pieces())


def _opened(output: Output, stack: ExitStack) -> Output:
    """``output``, begun; its end is seen to before it begins, so that an interrupt in between leaves nothing."""
    stack.push(output)
    return output.__enter__()


def _progressed(pipeline: Pipeline, progress: Progress | None) -> Iterator[Batch]:
    for batch in pipeline.batches():
        yield batch
        if progress is not None:
            progress(pipeline.run.rows, pipeline.run.releases)


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
