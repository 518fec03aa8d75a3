"""The generated pages say what the tables say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ocds_sv.sweden.tables import table

ROOT = Path(__file__).resolve().parents[2]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("name", ["build_docs", "build_rule_docs", "build_standard_docs"])
def test_the_page_is_what_the_tables_say(name):
    made = tool(name)

    assert made.PAGE.read_text(encoding="utf-8") == made.page(), f"run python tools/{name}.py"


def test_the_page_on_sweden_lists_every_table_with_source_and_date():
    made = tool("build_docs")
    text = made.SWEDEN.read_text(encoding="utf-8")

    assert text == made.sweden()
    for row in table("index"):
        assert f"| `{row['name']}` |" in text
        assert f"| {row['source']} | {row['as_of']} |" in text
