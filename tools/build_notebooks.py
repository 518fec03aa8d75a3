"""
Write docs/notebooks/*.ipynb: the text beside each, run, with what its cells show.

    python tools/build_notebooks.py            write them
    python tools/build_notebooks.py --check    only run them, and see that the cells are those of the text

It needs the dependency group ``notebooks``.
"""

import sys
from pathlib import Path
from typing import Any, TypeAlias

import jupytext
import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "docs/notebooks"
Notebook: TypeAlias = Any  # nbformat's nodes are dictionaries whose keys are attributes
PATIENCE = 600
"""Seconds that one cell may take."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class StaleNotebookError(Exception):
    """A notebook whose cells are not those of its text."""


def texts() -> list[Path]:
    """The notebooks as text."""
    return sorted(FOLDER.glob("*.py"))


def read(text: Path) -> Notebook:
    """The notebook that ``text`` describes, its cells numbered, so that the same text gives the same bytes."""
    notebook = jupytext.read(text)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = nbformat.from_dict({})
    return notebook


def run(notebook: Notebook) -> None:
    """Run all cells. Raises nbclient's CellExecutionError where one fails."""
    NotebookClient(notebook, timeout=PATIENCE, kernel_name="python3", record_timing=False).execute()


def cells(notebook: Notebook) -> list[tuple[str, str]]:
    """Kind and text of each cell."""
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def compared(text: Path, notebook: Notebook) -> None:
    """
    See that the notebook beside ``text`` is up to date.

    Raises:
        StaleNotebookError: it is not; the remedy is to run this tool.
    """
    written = nbformat.read(text.with_suffix(".ipynb"), as_version=4)
    if cells(written) != cells(notebook):
        raise StaleNotebookError(f"{text.stem}.ipynb is older than {text.name}: python tools/build_notebooks.py")


def main(arguments: list[str]) -> None:
    """Build or check all."""
    for text in texts():
        notebook = read(text)
        if "--check" in arguments:
            compared(text, notebook)
        run(notebook)
        if "--check" not in arguments:
            nbformat.write(notebook, text.with_suffix(".ipynb"))
        print(text.stem)


if __name__ == "__main__":
    main(sys.argv[1:])
