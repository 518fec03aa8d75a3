"""
Write docs/standard-reference.md from the texts in schemas/ocds/texts.

    python tools/build_standard_docs.py

A test fails when the page no longer says what the tables say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ocds_sv.standard import entries, texts  # noqa: E402 - the checkout is put on the path first
from ocds_sv.standard.texts import Text  # noqa: E402

PAGE = ROOT / "docs" / "standard-reference.md"

INTRODUCTION = """
All that [the standard in Swedish and English](standard.md) holds, on one page. Of currencies, countries and languages
only the lists are here; their names are shown by `ocds-sv standard show currency`, `country` and `language`.
"""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(heads), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def said(text: Text | None) -> str:
    """Title and description in one cell."""
    return f"**{text.title}.** {text.description}" if text else ""


def brought() -> dict[str, str]:
    """The keys of the fields that extensions bring, and which extensions each."""
    found: dict[str, list[str]] = {}
    for extension in entries.extensions("en"):
        for field in entries.extension(extension.name, "en").fields:
            found.setdefault(field.name, []).append(extension.name)
    return {key: ", ".join(names) for key, names in found.items()}


def types() -> Iterator[str]:
    """A section for each type, with its fields."""
    extension = brought()
    for name in texts.types():
        yield f"### {name}"
        yield f"{said(texts.of_type(name, 'sv'))}\n\n{said(texts.of_type(name, 'en'))}"
        rows = []
        for key in texts.fields():
            # An object without a type of its own is shown with the type that it is a part of.
            if key.startswith(f"{name}.") or key in texts.fields_of(name):
                short = key.partition(".")[2] if key.startswith(f"{name}.") else key.rpartition(".")[2]
                mark = f" ({extension[key]})" if key in extension else ""
                rows.append((f"`{short}`{mark}", said(texts.of_field(key, "sv")), said(texts.of_field(key, "en"))))
        yield table(("field", "på svenska", "in English"), rows)


def codelists() -> Iterator[str]:
    """A section for each codelist, with its codes where they are described."""
    for name in sorted(texts.codelists()):
        yield f"### {name} (codelist)"
        openness = "Open." if entries.codelist(name, "en").open else "Closed."
        yield f"{said(texts.of_codelist(name, 'sv'))}\n\n{said(texts.of_codelist(name, 'en'))} {openness}"
        if texts.are_described(name):
            codes = texts.codes(name)
            rows = [
                (f"`{code}`", said(texts.of_code(name, code, "sv")), said(texts.of_code(name, code, "en")))
                for code in codes
            ]
            yield table(("code", "på svenska", "in English"), rows)


def extensions() -> str:
    """The extensions in a table."""
    names = [extension.name for extension in entries.extensions("en")]
    rows = [(f"`{name}`", said(texts.of_extension(name, "sv")), said(texts.of_extension(name, "en"))) for name in names]
    return table(("extension", "på svenska", "in English"), rows)


def page() -> str:
    """The whole page."""
    parts = [
        "<!-- written by tools/build_standard_docs.py from schemas/ocds/texts, do not edit -->",
        "# The texts of the standard",
        INTRODUCTION,
        "## Types and their fields",
        "In brackets the extension that brings a field, any of them where there are several.",
        *types(),
        "## Codelists",
        *codelists(),
        "## Extensions",
        extensions(),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(ROOT))
