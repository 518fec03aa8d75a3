"""What the mapping room's tests share: mappings from text, releases from rows, the oracle."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from ocds_sv.errors import MappingError
from ocds_sv.findings import Findings, Place
from ocds_sv.mapping import Mapper, Mapping


class Outcome(NamedTuple):
    """What became of some records."""

    releases: list[dict[str, Any] | None]
    findings: Findings
    mapper: Mapper
    persons: list[tuple[str, ...]]

    @property
    def rules(self) -> dict[str, int]:
        return dict(self.findings.counts)

    @property
    def places(self) -> list[tuple[str, int | None, str | None, str]]:
        """Rule, row, column and OCDS path of every example."""
        found = [one for examples in self.findings.examples.values() for one in examples]
        return [(one.rule.id, one.place.row, one.place.column, one.path) for one in found]


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Mapping]:
    """A mapping from YAML text."""
    path = tmp_path_factory.mktemp("mappings") / "mapping.yaml"

    def load(text: str) -> Mapping:
        path.write_text(dedent(text), encoding="utf-8")
        return Mapping.load(path)

    return load


@pytest.fixture(scope="session")
def refused(load: Callable[[str], Mapping]) -> Callable[..., list[str]]:
    """The faults of a mapping, one text each, without the file's name."""

    def refused(text: str, lang: str = "en") -> list[str]:
        with pytest.raises(MappingError) as caught:
            load(text)
        return [line.removeprefix("mapping.yaml:") for line in caught.value.text(lang).splitlines()]

    return refused


@pytest.fixture(scope="session")
def mapped() -> Callable[..., Outcome]:
    """Records mapped: a header with rows of cells, numbered from 2, or JSON objects, numbered from 1."""

    def mapped(
        mapping: Mapping,
        records: Sequence[Any],
        header: Sequence[str] | None = None,
        params: dict[str, str] | None = None,
        **options: Any,
    ) -> Outcome:
        findings = Findings()
        place = options.pop("place", Place("rader.csv"))
        parameters = mapping.parameters(params or {})
        mapper = Mapper(mapping, parameters, header, place, findings, **{"plain": header is not None, **options})
        numbered = list(enumerate(records, 1 if header is None else 2))
        outcomes = [mapper.map(unit) for unit in mapper.units(numbered)]
        releases = [None if one is None else one.release for one in outcomes]
        return Outcome(releases, findings, mapper, [one.persons for one in outcomes if one is not None])

    return mapped


@pytest.fixture(scope="session")
def interpreter() -> ModuleType:
    """The naive interpreter."""
    path = Path(__file__).with_name("interpreter.py")
    spec = importlib.util.spec_from_file_location("mapping_interpreter", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Where dataclasses look up what annotations mean.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
