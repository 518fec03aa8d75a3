"""``ocds-sv --help`` starts quickly because it imports little: modules are counted, not seconds."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "flattentool",
    "ijson",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "lxml",
    "ocdskit",
    "ocdsmerge",
    "openpyxl",
    "pydantic",
    "python_calamine",
    "rich",
    "stdnum",
    "xlsxwriter",
    "yaml",
}
"""Top-level modules that a command imports when it needs them."""

PROBE = """
import sys
from ocds_sv.__main__ import main
sys.argv = ["ocds-sv", *sys.argv[1:]]
try:
    main()
finally:
    sys.stderr.write(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def modules_after(*words: str) -> set[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return set(done.stderr.split())


def test_help_imports_nothing_heavy() -> None:
    loaded = modules_after("--help")

    assert "click" in loaded
    assert not loaded & HEAVY


def test_the_help_of_a_command_imports_nothing_heavy() -> None:
    assert not modules_after("convert", "--help") & HEAVY


def test_the_version_imports_nothing_heavy() -> None:
    assert not modules_after("--version") & HEAVY


def test_converting_imports_neither_the_check_nor_the_merge() -> None:
    assert not loaded_by("import ocds_sv.conversion", "ocds_sv.checks", "ocds_sv.merge")


def test_converting_imports_the_numbers_of_other_countries_when_one_is_met() -> None:
    assert not loaded_by("import ocds_sv.conversion", "stdnum", "ssl", "pydoc")


def test_checking_imports_no_mapping_and_no_reader_of_yaml() -> None:
    assert not loaded_by("import ocds_sv.review, ocds_sv.cli.check", "ocds_sv.mapping", "ocds_sv.conversion", "yaml")


def test_compiling_alone_imports_no_rule_no_mapping_and_no_other_process(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"ocid": "a", "date": "2024-01-01T00:00:00Z"}', encoding="utf-8")
    compiling = (
        "from ocds_sv.merge import Options, compile_files; "
        f"compile_files([{str(tmp_path / 'in.jsonl')!r}], {str(tmp_path / 'out.jsonl')!r}, Options())"
    )
    other = ("ocds_sv.merge.state", "ocds_sv.merge.shares", "ocds_sv.sources.survey")
    absent = ("ocds_sv.checks.rule", "ocds_sv.sweden", "ocds_sv.mapping", "multiprocessing", "concurrent", *other)

    assert not loaded_by(compiling, *absent)


def loaded_by(code: str, *modules: str) -> list[str]:
    """Which of ``modules`` are there when ``code`` has run."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print([n for n in sys.modules if n in {set(modules)!r}])"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = ast.literal_eval(done.stdout)
    return found
