"""Each mapping's README runs, and leaves out no mapping of its folder."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest

from ocds_sv.mapping import Mapping, catalogue, templates
from tools.rundocs import Document

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = [*catalogue(), *templates()]
FOLDERS = sorted({shipped.path.parent for shipped in SHIPPED})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_readme_does_what_it_shows(folder: Path, tmp_path: Path, offline: ModuleType) -> None:
    path = os.pathsep.join([str(Path(str(offline.__file__)).parent), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "OCDS_SV_LANG": "en", "NO_COLOR": "1"}

    Document(folder / "README.md", tmp_path, environment).run()


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_the_readme_names_every_mapping_and_parameter(shipped) -> None:
    text = (shipped.path.parent / "README.md").read_text(encoding="utf-8")
    mapping = Mapping.load(shipped.name, unanswered=True)
    choices = {word for param in mapping.params.values() for word in param.choices}

    assert f"`{shipped.name}`" in text or text.startswith(f"# {shipped.name}\n")
    assert [word for word in sorted(choices) if word not in text] == []
