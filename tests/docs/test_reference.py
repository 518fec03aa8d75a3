"""The generated pages say what the engine's tables say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ocds_sv.sweden.tables import table

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "tools" / "build_docs.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_mapping_reference_is_what_the_tables_say(tool):
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page()


def test_the_page_on_sweden_lists_every_table_with_source_and_date(tool):
    text = tool.SWEDEN.read_text(encoding="utf-8")

    assert text == tool.sweden()
    for row in table("index"):
        assert f"| `{row['name']}` |" in text
        assert f"| {row['source']} | {row['as_of']} |" in text
