"""
Write docs/mapping-reference.md from the engine's own tables, and the list of tables in docs/sweden.md.

    python tools/build_docs.py

A test fails when a page no longer says what the tables say.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ocds_sv.findings import EXAMPLES_PER_RULE, Rule  # noqa: E402 - the checkout is put on the path first
from ocds_sv.mapping import Shipped, catalogue, templates  # noqa: E402
from ocds_sv.mapping.envelope import TOP_KEYS  # noqa: E402
from ocds_sv.mapping.functions import FUNCTIONS, Function  # noqa: E402
from ocds_sv.mapping.inputs import SOURCE_KEYS  # noqa: E402
from ocds_sv.mapping.language import BUILTINS  # noqa: E402
from ocds_sv.mapping.mapping import Mapping  # noqa: E402
from ocds_sv.mapping.release import BLOCK_KEYS, VALUE_KEYS  # noqa: E402
from ocds_sv.mapping.rules import RULES  # noqa: E402
from ocds_sv.privacy.rules import RULES as PRIVACY_RULES  # noqa: E402
from ocds_sv.sources import FORMATS  # noqa: E402
from ocds_sv.sources.rules import RULES as SOURCE_RULES  # noqa: E402
from ocds_sv.standard import Standard  # noqa: E402
from ocds_sv.sweden.tables import table as swedish_table  # noqa: E402

PAGE = ROOT / "docs" / "mapping-reference.md"
SWEDEN = ROOT / "docs" / "sweden.md"

HOLES = (
    (
        "`{Belopp}`",
        "the source's value: a canonical column, or a dotted path in JSON (`^.` begins one scope further out)",
    ),
    (
        "`{a:B/a:C}`",
        "XML: an XPath at the record's root or the node of `each`; several nodes are several values; `a:B | a:C`: both",
    ),
    ("`{./@a}`", "XML: an attribute of the node itself"),
    (
        "`{//a:B[a:ID=$this/a:Ref]}`",
        "XML: `$this` is the node that the XPath is evaluated at; in `each`, that of the block around",
    ),
    ("`{$name}`", "a parameter, or a named value of `values:`"),
    ("`{#}`", "the number of the item that `each` is at, from 1"),
    (
        "`{.}`",
        "the text that `each` is at, when it repeats over texts; of an XML element without others in it, its text",
    ),
    ("`{x|orgnr}`", "a function applied to what stands before it; several may follow"),
    ("`{x|before('/')}`", "a function with an argument"),
    ("`{{`, `}}`", "the braces themselves"),
    *((f"`{{@{name}}}`", meaning) for name, meaning in BUILTINS.items()),
)

LOOKUP_KEYS = (
    ("`term: value`", "in place: what the source writes, and what it becomes; an empty text leaves the field out"),
    ("`csv`", "a CSV file beside the mapping (UTF-8, commas)"),
    ("`table`", "one of the package's tables below"),
    ("`key`, `value`", "of `csv` and `table`: the columns of the terms (`term_sv` if left out) and of the values"),
    ("`terms`", "of `csv` and `table`: terms laid over those of the file"),
    ("`else: keep`", "an unknown term is passed on as it is, and is no finding"),
    (
        "`else: show`",
        "the finding of an unknown term shows it, personal numbers masked: for words of a vocabulary",
    ),
)

WRITTEN = re.compile(r"(<!-- written by [^\n]*-->\n).*(<!-- end -->\n)", re.DOTALL)
"""The part of docs/sweden.md that is not written by hand."""

FACT = re.compile(r"\{(\w+)\}")
FACTS = {"shape": "'[value]'", "en": "[the error's own text]", "path": "[OCDS field]"}
"""How blanks of a rule's text are shown; any other by its own name."""


INTRODUCTION = """
A mapping is a YAML file. Every scalar is text: `NO` stays `NO`, `0212000142` keeps its zero, and a key given twice is a
fault. All faults are told at once, each with file, line and column. The tutorial is
[writing a mapping](writing-a-mapping.md).
"""

FINDINGS = f"""
A report counts every finding and shows the first {EXAMPLES_PER_RULE} of each rule. A value is shown by its shape:
digits as 9, letters as x. A lookup with `else: show` shows the term that it does not know, because only that can be
added to it; personal numbers in it are masked.
"""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(heads), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def shown(function: Function) -> str:
    """The examples of a function."""
    return "<br>".join(
        f"`{text}` → `{result or ' '}`" + (f" with {', '.join(map(repr, args))}" if args else "")
        for text, args, result in function.examples
    )


def findings(rules: Iterable[Rule]) -> str:
    """What each rule says, how bad it is, and the remedy."""
    return table(
        ("rule", "severity", "says", "remedy"),
        ((f"`{rule.id}`", str(rule.severity), said(rule), rule.remedy_en) for rule in rules),
    )


def said(rule: Rule) -> str:
    """A rule's text, with its blanks as the reader of a report would call them."""
    return FACT.sub(lambda blank: FACTS.get(blank[1], f"[{blank[1]}]"), rule.en)


def tables() -> Iterable[tuple[str, str, str]]:
    """The package's own tables, as ``lookups`` may name them."""
    for row in swedish_table("index"):
        columns = ", ".join(f"`{name}`" for name in swedish_table(row["name"])[0])
        yield f"`{row['name']}`", row["content"], columns


def mappings(listed: Iterable[Shipped]) -> Iterable[tuple[str, str, str]]:
    """Mappings with their parameters."""
    for shipped in listed:
        mapping = Mapping.load(shipped.name, unanswered=True)
        params = [param for param in mapping.params.values() if param.value is None]
        yield (
            f"`{shipped.name}`",
            shipped.title,
            "<br>".join(
                f"`{param.name}`{'' if param.default is None else f' = `{param.default}`'}: {param.help}"
                for param in params
            ),
        )


def page() -> str:
    """The whole page."""
    parts = [
        "<!-- written by tools/build_docs.py from the engine's tables, do not edit -->",
        "# Mapping reference",
        INTRODUCTION,
        "## Keys of a mapping",
        table(("key", "meaning"), ((f"`{key}`", meaning) for key, meaning in TOP_KEYS.items())),
        "## Keys of `source`",
        f"`format` is one of: auto, {', '.join(FORMATS)}.",
        table(("key", "meaning"), ((f"`{key}`", meaning) for key, meaning in SOURCE_KEYS.items())),
        "## Holes",
        "A text with holes is a template. A template with an empty hole gives nothing.",
        table(("hole", "stands for"), HOLES),
        "## Keys of a value",
        "Where a text is not enough, a value is a block with `from`.",
        table(("key", "meaning"), ((f"`{key}`", meaning) for key, meaning in VALUE_KEYS.items())),
        "## Keys of a block",
        "An array is a list of blocks; items with the same id become one.",
        table(("key", "meaning"), ((f"`{key}`", meaning) for key, meaning in BLOCK_KEYS.items())),
        "A block with holes is left out when all of them are empty. What a `default` fills in does not keep it alive.",
        "## Keys of a lookup",
        "Terms are compared without regard to case and repeated spaces.",
        table(("key", "meaning"), LOOKUP_KEYS),
        "The package's tables:",
        table(("name", "content", "columns"), tables()),
        "## Extensions",
        "Fields of these OCDS extensions can be used when the mapping names them under `extensions`: "
        + ", ".join(f"`{name}`" for name in Standard.known_extensions())
        + ".",
        "## Functions",
        table(
            ("function", "does", "på svenska", "examples"),
            ((f"`{f.name}`", f.en, f.sv, shown(f)) for f in FUNCTIONS.values()),
        ),
        "## Findings",
        FINDINGS,
        "### In the data",
        findings(RULES.values()),
        "### In the file",
        findings(SOURCE_RULES),
        "### Of the privacy gate",
        "What it withholds and how stands in [privacy](privacy.md).",
        findings(PRIVACY_RULES),
        "## Shipped mappings",
        table(("name", "title", "parameters"), mappings(catalogue())),
        "## Templates",
        "They ask for columns that nobody has documented; [how to answer](templates.md).",
        table(("name", "title", "parameters"), mappings(templates())),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def sweden() -> str:
    """docs/sweden.md, with the list of tables as the index has it."""
    rows = (
        (f"`{row['name']}`", str(len(swedish_table(row["name"]))), row["content"], row["source"], row["as_of"])
        for row in swedish_table("index")
    )
    listed = table(("table", "rows", "content", "source", "checked on"), rows)
    return WRITTEN.sub(lambda part: f"{part[1]}\n{listed}\n{part[2]}", SWEDEN.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    SWEDEN.write_text(sweden(), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(ROOT), SWEDEN.relative_to(ROOT))
