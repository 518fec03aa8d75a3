"""A check with all that is around it: profile, waivers, baseline, the way to the cells, and the report for Python."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

import orjson

from ocds_sv.checks.baseline import Baseline
from ocds_sv.checks.checker import Checker
from ocds_sv.checks.dataset.earlier import read_earlier
from ocds_sv.checks.documents import Entry
from ocds_sv.checks.parted import feed_parts
from ocds_sv.checks.profile import Profile
from ocds_sv.checks.schema import Engine
from ocds_sv.checks.standing import Standing
from ocds_sv.checks.waivers import Waivers
from ocds_sv.checks.workers import feed_files
from ocds_sv.errors import UsageError
from ocds_sv.jsonio import encode
from ocds_sv.jsonio.scratch import scratch
from ocds_sv.parts import Spread
from ocds_sv.provenance.cells import Origins, extensions_of
from ocds_sv.sources import InputFile, expand

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    How to check.

    Attributes:
        profile: a shipped profile's name or a path; nothing = every rule with its own severity.
        baseline: an earlier report to compare with.
        waivers: a file of findings that are excepted.
        previous: an earlier edition of the data: which processes are gone, or have lost stages.
        scope: ``national`` or ``single-buyer``; empty = as the profile says.
        select: rules to look for; empty = all.
        ignore: rules to leave out.
        stages: only findings of these stages, and of what belongs to none; empty = all.
        extensions: ids of extensions in use, beside those that packages declare.
        engine: ``fast``, or the ``reference`` implementation of JSON Schema.
        as_of: the date that stands for today.
        workers: processes beside the one that reads; 1 does all in one, ``None`` goes by the size of the inputs.
        schema_only: whether releases fit the schema, and nothing else: no rules, no coverage, no assessment.
    """

    profile: str | Path | None = None
    baseline: str | Path | None = None
    waivers: str | Path | None = None
    previous: str | Path | None = None
    scope: str = ""
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    stages: Sequence[str] = ()
    extensions: Sequence[str] = ()
    engine: Engine = "fast"
    as_of: date | None = None
    workers: int | None = None
    schema_only: bool = False


class Review:
    """
    One check, fed release by release or with files.

    Raises:
        UsageError, UnknownName, MappingError: an option, the profile or the waivers are wrong.
        InputError: the baseline, the waivers or the earlier edition cannot be read.
    """

    def __init__(self, asked: Asked) -> None:
        self._workers = asked.workers
        profile, waivers = _written(asked)
        self._baseline = Baseline.load(asked.baseline) if asked.baseline is not None else None
        self.checker = Checker(
            asked.extensions,
            as_of=asked.as_of,
            select=asked.select,
            ignore=asked.ignore,
            stages=asked.stages,
            engine=asked.engine,
            scope=asked.scope,
            previous=read_earlier([asked.previous]) if asked.previous is not None else None,
            profile=profile,
            waivers=waivers,
            schema_only=asked.schema_only,
        )

    def files(self, inputs: Sequence[str | Path], spread: Spread | None = None) -> Json:
        """
        The report on files, folders, globs, archives or standard input; with ``spread`` counted elsewhere, in parts.

        Raises:
            InputError: an input cannot be read at all.
            UsageError: what is asked cannot be spread.
        """
        files: list[InputFile] = []
        self.checker.assume(url for one in expand(inputs) for url in extensions_of(str(one)))
        if spread is None:
            feed_files(self.checker, inputs, files, self._workers)
        else:
            feed_parts(spread, self.checker, inputs, files)
        return self.report(files)

    def release(self, encoded: bytes, file: str, line: int) -> None:
        """Check one release, as it stands in ``file``."""
        release = orjson.loads(encoded)
        tags = release.get("tag")
        compiled = isinstance(tags, list) and "compiled" in tags
        self.checker.release(release, file, line, compiled=compiled, text=encoded)

    def report(self, files: Sequence[InputFile] = (), elsewhere: Mapping[str, Path] | None = None) -> Json:
        """The report on what was fed; see ``Origins`` of ``elsewhere``."""
        origins = Origins(elsewhere)
        self.checker.provenance = origins.used
        return self.checker.report(files, baseline=self._baseline, cells=origins)


def _written(asked: Asked) -> tuple[Profile | None, Waivers | None]:
    """The profile and the waivers that are asked for."""
    if asked.profile is None and asked.waivers is None:
        return None, None
    # What reads YAML takes as long to load as all rules do.
    from ocds_sv.profiles import load_profile, load_waivers  # noqa: PLC0415

    return (
        load_profile(asked.profile) if asked.profile is not None else None,
        load_waivers(asked.waivers) if asked.waivers is not None else None,
    )


class Watch:
    """
    Checks the releases of a conversion as they are written; it finds what a check of the output would find.

    It is left like a file is: then what it kept on disk goes.

    Args:
        asked: how to check.
        target: the output's name, by which places are told.
    """

    def __init__(self, asked: Asked, target: str) -> None:
        self._asked, self._target = asked, target
        self._review: Review | None = None
        self._metadata: Json = {}
        self._line = 0
        self._kept = ExitStack()
        self._origins: dict[str, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def begin(self, extensions: Sequence[str], metadata: Mapping[str, Any]) -> None:
        """
        Get ready.

        Raises:
            UsageError, UnknownName, MappingError: as ``Review`` does, before any data is read.
        """
        self._review = Review(replace(self._asked, extensions=(*self._asked.extensions, *extensions)))
        self._metadata = dict(metadata)
        # In a package the first release stands on the second line.
        self._line = 1 if metadata else 0

    def release(self, encoded: bytes) -> None:
        """Check one release."""
        assert self._review is not None
        self._line += 1
        self._review.release(encoded, self._target, self._line)

    def origins(self) -> str:
        """
        A file of its own for the way to the rows.

        Raises:
            OutputError: there is no place for it.
        """
        self._origins[self._target] = self._kept.enter_context(scratch()) / "origins.jsonl"
        return str(self._origins[self._target])

    def report(self) -> Json:
        """The report, when the output is written."""
        assert self._review is not None
        if self._metadata:
            self._review.checker.resume(Standing(self._target, holds=self._line > 1))
            self._review.checker.feed(Entry("package", {**self._metadata, "releases": []}, self._target, 1))
        path = Path(self._target)
        if not path.is_file():
            return self._review.report(elsewhere=self._origins)
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return self._review.report([InputFile(self._target, path.stat().st_size, digest)], self._origins)


class Report:
    """
    What a check came to.

        >>> report = ocds_sv.check("releases.jsonl")  # doctest: +SKIP
        >>> report.verdict, report.by_rule()  # doctest: +SKIP
    """

    def __init__(self, content: Json) -> None:
        self._content = content

    def to_dict(self) -> Json:
        """The report as ``schemas/report.schema.json`` describes it."""
        return self._content

    @property
    def verdict(self) -> str:
        """``acceptable``, ``reject``, or ``undefined`` when not everything could be read."""
        return str(self._content["verdict"]["status"])

    @property
    def findings(self) -> list[Json]:
        """The examples, worst rules first; each has its rule, severity and owner beside place and message."""
        return [
            {"rule": one["rule"], "severity": one["severity"], "owner": one["owner"], **sample}
            for one in self._content["results"]
            for sample in one["samples"]
        ]

    def by_rule(self) -> dict[str, int]:
        """How many findings each failed rule has, exactly; worst rules first."""
        return {one["rule"]: one["failed"] for one in self._content["results"] if one["outcome"] == "fail"}

    def to_dataframe(self, lang: str = "en") -> Any:  # noqa: ANN401 - a DataFrame; pandas may not be there
        """
        The examples as a table, a row for each.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas as pd  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415
        except ImportError:
            raise UsageError(
                reason="to_dataframe() needs pandas: pip install pandas",
                reason_sv="to_dataframe() behöver pandas: pip install pandas",
            ) from None
        columns = ["rule", "severity", "owner", "ocid", "release", "pointer", "file", "line", "message", "cells"]
        rows = [
            {**{name: one[name] for name in columns}, "message": one["message"][lang], "cells": _cells(one["cells"])}
            for one in self.findings
        ]
        return pd.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        scope, rules = self._content["scope"], self.by_rule()
        return f"<Report: {self.verdict}, {scope['releases']} releases, {len(rules)} rules with findings>"

    def _repr_html_(self) -> str:
        """A small table for notebooks; everything in it is escaped."""
        return "".join(_html(self._content))


def _cells(cells: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        " ".join(filter(None, (one["file"], one["sheet"], f"{one['column']}{one['row']}", one["header"])))
        for one in cells
    )


def _html(report: Json) -> Iterator[str]:
    scope = report["scope"]
    yield f"<p><strong>{html.escape(report['verdict']['status'])}</strong>: {scope['releases']} releases, "
    yield f"{scope['ocids']} processes</p><table><thead><tr><th>severity</th><th>rule</th><th>failed</th>"
    yield "<th>checked</th><th>first example</th></tr></thead><tbody>"
    for one in report["results"]:
        if one["outcome"] != "fail":
            continue
        first = one["samples"][0]["message"]["en"] if one["samples"] else ""
        cells = (one["severity"], one["rule"], one["failed"], one["checked"], first)
        yield "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + "</tr>"
    yield "</tbody></table>"


def check(
    given: str | Path | Sequence[str | Path] | Iterable[Mapping[str, Any]],
    **options: Any,  # noqa: ANN401 - those of Asked
) -> Report:
    """
    Check OCDS data.

    Args:
        given: a path, glob or folder, several of them, or releases as dicts.
        options: as ``Asked`` takes them: ``profile``, ``baseline``, ``waivers``, ``select``, ``as_of`` and so on.

    Returns:
        The report.

    Raises:
        InputError: an input cannot be read at all.
        UsageError, MappingError: an option, the profile or the waivers are wrong.
    """
    review = Review(Asked(**options))
    several = [given] if isinstance(given, str | Path | Mapping) else given
    paths: list[str | Path] = []
    for number, one in enumerate(several, 1):
        if isinstance(one, str | Path):
            paths.append(one)
        else:
            # As it would be published: amounts as JSON numbers, models as objects.
            review.release(encode(one), "", number)
    return Report(review.files(paths) if paths else review.report())
