"""What README.md and docs/ show is what happens: every block is run, every link leads somewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from tools.rundocs import Document, DocumentError, blocks

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if path.is_file()]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.fixture
def environment(offline: ModuleType) -> dict[str, str]:
    """That of the commands: this checkout, English, plain, UTF-8, and no way to the network."""
    path = os.pathsep.join([str(Path(str(offline.__file__)).parent), str(ROOT)])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
        "OCDS_SV_LANG": "en",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_does_what_it_shows(path: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    Document(path, tmp_path, environment).run()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_somewhere(path: Path) -> None:
    prose = path.read_text(encoding="utf-8")
    broken = [target for target in LINK.findall(prose) if not (path.parent / target).exists()]

    assert not broken


def run(text: str, folder: Path, environment: dict[str, str]) -> Document:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    document = Document(path, folder, environment)
    document.run()
    return document


GOOD = """
Text.

```csv file=in/rows.csv
a;b
1;å
```

```yaml
# file: m.yaml
title: x
```

1. In a list:

   ```console
   $ python -c "print('one'); print('two ö')"
   one
   two ...
   $ cat in/rows.csv | head -n 1
   a;b
   $ python -c "print('kept')" > out.txt
   $ cat < out.txt
   kept
   $ python -c "import sys; sys.exit('fel')"
   fel
   $ echo $?
   1
   $ git clone https://example.org/x
   ```

```python
x = 20
```

```python
>>> x + 1
21
>>> from pathlib import Path
>>> Path("m.yaml").read_text(encoding="utf-8")
'# file: m.yaml...'
```
"""


def test_files_commands_and_python_share_one_folder_and_one_namespace(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    run(GOOD, tmp_path, environment)

    assert (tmp_path / "in/rows.csv").read_text(encoding="utf-8") == "a;b\n1;å\n"
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "kept\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("```console\n$ python -c 'print(1)'\n2\n```\n", r"page.md:2: [\s\S]*but printed\n1"),
        ("```console\n$ python -c 'raise SystemExit(3)'\n```\n", "exit code 3"),
        ("```console\n$ python -c 'raise SystemExit(3)'\n$ echo $?\n2\n```\n", "but printed\n3"),
        ("```console\npython -c 'print(1)'\n```\n", "starts with a command"),
        ("```console\n$ rm -r x\n```\n", "no command that every reader has"),
        (
            "```console\n$ python -c 'import socket; socket.create_connection((\"example.org\", 80))'\n```\n",
            "exit code 1",
        ),
        ("```bash\nls\n```\n", "language 'bash'"),
        ("```\nls\n```\n", "language ''"),
        ("x\n\n```python\n>>> 1 + 1\n3\n```\n", "page.md:4: "),
        ("```yaml\na: [\n```\n", "page.md:2: is no yaml"),
        ("```json\n{,}\n```\n", "page.md:2: is no json"),
    ],
)
def test_a_document_that_lies_is_caught(text: str, reason: str, tmp_path: Path, environment: dict[str, str]) -> None:
    with pytest.raises(DocumentError, match=reason):
        run(text, tmp_path, environment)


def test_an_exception_of_a_python_block_names_the_line_of_the_document(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        run("one\ntwo\n\n```python\nx = 1\n1 / 0\n```\n", tmp_path, environment)

    assert caught.traceback[-1].lineno + 1 == 6


def test_no_fence_escapes_the_reader() -> None:
    """A fence that is opened and not closed, or of another kind, would hide a block."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        fences = [line for line in text.splitlines() if line.lstrip().startswith(("```", "~~~"))]
        assert len(fences) == 2 * len(list(blocks(text))), path.name
