"""The glossary and the texts use the same words."""

import re
from pathlib import Path

import pytest

from ocds_sv.standard import texts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
ROW = re.compile(
    r"^\| (?P<sv>[^|]+) \| (?P<en>[^|]+) \| `(?P<where>[^|`]+)` \| (?P<why>[^|]+) \| (?P<source>[^|]+) \|$",
    re.MULTILINE,
)
ROWS = [match.groupdict() for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def text_of(where: str, lang: str) -> texts.Text:
    """A field, a type, a codelist, or a code as ``codelist: code``."""
    codelist, _, code = where.partition(": ")
    if code:
        return texts.of_code(codelist, code, lang)
    if "." in where:
        return texts.of_field(where, lang)
    return texts.of_type(where, lang) if where in texts.types() else texts.of_codelist(where, lang)


def test_every_row_of_the_page_is_read() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    headings = [line for line in lines if line.startswith(("| Swedish |", "|---"))]

    assert len(ROWS) == len(lines) - len(headings) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["sv"])
@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_tables_use_the_word_of_the_glossary(row: dict[str, str], lang: str) -> None:
    assert row[lang].casefold() in text_of(row["where"], lang).title.casefold()


def test_a_word_stands_for_one_thing() -> None:
    assert len({row["sv"] for row in ROWS}) == len(ROWS)
    assert len({row["where"] for row in ROWS}) == len(ROWS)
