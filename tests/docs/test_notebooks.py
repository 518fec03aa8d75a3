"""The notebooks run from their first cell to the last, and are what their texts say."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted((ROOT / "docs/notebooks").glob("*.py"))


@pytest.fixture
def tool():
    pytest.importorskip("jupytext", reason="the notebooks' packages are not installed: run tox -e notebooks")
    pytest.importorskip("ipykernel", reason="the notebooks' packages are not installed: run tox -e notebooks")
    pytest.importorskip("pyarrow", reason="the notebooks' packages are not installed: run tox -e notebooks")
    from tools import build_notebooks

    return build_notebooks


def test_there_are_two_each_with_its_text():
    notebooks = {path.stem for path in (ROOT / "docs/notebooks").glob("*.ipynb")}

    assert notebooks == {path.stem for path in TEXTS} == {"first_look", "ledger_to_suppliers"}


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_a_notebook_is_its_text_and_runs(tool, text, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("OCDS_SV_LANG", "en")
    notebook = tool.read(text)
    tool.compared(text, notebook)

    tool.run(notebook)

    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [one for cell in code for one in cell.outputs if one.output_type == "stream"]


def test_a_notebook_that_is_older_than_its_text_is_told(tool):
    notebook = tool.read(TEXTS[0])
    notebook.cells[0].source += " more"

    with pytest.raises(tool.StaleNotebookError, match=r"first_look\.ipynb is older"):
        tool.compared(TEXTS[0], notebook)
