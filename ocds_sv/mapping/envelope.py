"""Everything of a mapping around the release: source, params, lookups, privacy, assertions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from ocds_sv.errors import UnknownName
from ocds_sv.mapping import reading
from ocds_sv.mapping.language import KEEP, SHOW, Assertions, Param, lookup_key
from ocds_sv.mapping.templates import near
from ocds_sv.mapping.yamltree import Block, Faults, Scalar, Tree, beside
from ocds_sv.sweden.tables import table

TOP_KEYS = {
    "title": "what the source is called, for people",
    "description": "what the file is and how to recognise it",
    "template": "`true`: the mapping asks for what is not known of the source; see [templates](templates.md)",
    "include": "one or several files that this one is laid over: keys join, lists of blocks are appended; a path is "
    "beside this file, or else among the shipped mappings",
    "extensions": "OCDS extensions whose fields are used; they are listed in a package's metadata",
    "source": "how the file is read",
    "params": "what a run may set with `--set`: `help`, `default`, `required`, `choices` (word → expression)",
    "values": "named expressions, used as `{$name}`",
    "lookups": "tables from terms to values: in place, `csv:` beside the mapping, or `table:` of the package",
    "translations": "texts in further languages, for a run that asks for them: `param`, `languages`, `own`, `other`",
    "links": "which records belong together, for `convert --links`: what each is called and what it follows",
    "privacy": "`persons` (`name`, `when`), `masks` of this source, `accept` (OCDS path → reason)",
    "unmapped": "source fields that are left out, each with its reason; `*` stands for anything",
    "fields": "a CSV file beside the mapping with all fields of the source (`field`) and what becomes of each "
    "(`status`), for `mapping coverage`",
    "assert": "what a run must reach: `releases` (at least), `filled` (OCDS path → share)",
    "release": "the release itself: keys are OCDS fields",
}
"""The keys of a mapping, with their meaning."""

PREFIX_PARAM = "ocid_prefix"
"""Every mapping has this parameter; without a value the documentation's example prefix stands in."""

EXAMPLE_PREFIX = "ocds-213czf"


@dataclass(frozen=True, slots=True)
class Table:
    """A lookup's terms (as ``lookup_key`` gives them) and values; ``other``: what is done with unknown terms."""

    terms: dict[str, str]
    other: str | None
    tree: Tree


def read_lookups(tree: Block, folder: Path, faults: Faults) -> dict[str, Table]:
    """``lookups``: tables in place, from a CSV beside the mapping, or from the Swedish tables of the package."""
    return {
        name: _read_lookup(reading.block(body, f"lookups.{name}", faults), f"lookups.{name}", folder, faults)
        for name, body in tree
    }


def _read_lookup(tree: Block, path: str, folder: Path, faults: Faults) -> Table:
    rows: list[tuple[str, str]] = []
    if "csv" in tree.entries or "table" in tree.entries:
        reading.only(tree, ("csv", "table", "key", "value", "terms", "else"), path, faults)
        rows = read_table(tree, path, folder, faults)
        terms = reading.block(tree.get("terms"), f"{path}.terms", faults)
    else:
        terms = Block(tree.mark, {k: v for k, v in tree if k != "else"}, tree.marks)
    rows += [(term, reading.text(value, f"{path}.{term}", faults) or "") for term, value in terms]
    other = reading.text(tree.get("else"), f"{path}.else", faults)
    if other not in {None, KEEP, SHOW}:
        faults.add(tree.marks["else"], f"{path}.else", "else är keep eller show", "else is keep or show")
    return Table({lookup_key(term): value for term, value in rows}, other, tree)


def read_table(tree: Block, path: str, folder: Path, faults: Faults) -> list[tuple[str, str]]:
    """Pairs of two columns, from a CSV beside the mapping or a Swedish table of the package."""
    key = reading.text(tree.get("key"), f"{path}.key", faults) or "term_sv"
    value = reading.text(tree.get("value"), f"{path}.value", faults) or ""
    name = reading.text(tree.get("table"), f"{path}.table", faults)
    file = reading.text(tree.get("csv"), f"{path}.csv", faults) or ""
    records: list[dict[str, str]] = []
    try:
        if name is not None:
            records = list(table(name))
        else:
            with beside(folder, file).open(encoding="utf-8-sig", newline="") as stream:
                records = list(csv.DictReader(stream))
    except UnknownName as error:
        faults.add(tree.mark, path, error.text("sv"), error.text("en"))
    except UnicodeDecodeError:
        faults.add(tree.mark, path, f"'{file}' är inte UTF-8; spara om filen", f"'{file}' is not UTF-8; save it anew")
    except (OSError, csv.Error):
        sv = f"filen '{file}' finns inte bredvid mappningen, eller är ingen CSV"
        faults.add(tree.mark, path, sv, f"there is no file '{file}' beside the mapping, or it is no CSV")
    for column in (key, value):
        if records and column not in records[0]:
            sv, en = near(column, records[0])
            faults.add(tree.mark, path, f"tabellen saknar '{column}'{sv}", f"the table has no '{column}'{en}")
            return []
    return [(record[key], record[value]) for record in records]


def read_fields(tree: Tree | None, folder: Path, faults: Faults) -> dict[str, str]:
    """``fields``: every field of the source, from a CSV beside the mapping, and what becomes of it."""
    if tree is None:
        return {}
    where = {"csv": tree, "key": Scalar(tree.mark, "field"), "value": Scalar(tree.mark, "status")}
    return dict(read_table(Block(tree.mark, where, {}), "fields", folder, faults))


def read_params(tree: Block, faults: Faults) -> dict[str, tuple[Param, Block]]:
    """``params``: each with its ``choices`` still as a tree."""
    found: dict[str, tuple[Param, Block]] = {}
    for name, body in tree:
        path = f"params.{name}"
        if isinstance(body, Scalar):
            found[name] = Param(name, default=None if body.null else body.text), Block(body.mark, {}, {})
            continue
        entries = reading.block(body, path, faults)
        reading.only(entries, ("help", "required", "default", "choices"), path, faults)
        choices = reading.block(entries.get("choices"), f"{path}.choices", faults)
        default = reading.text(entries.get("default"), f"{path}.default", faults)
        if default is not None and choices.entries and default not in choices.entries:
            sv, en = near(default, choices.entries)
            faults.add(entries.marks["default"], path, f"'{default}' är inget av valen{sv}", f"no such choice{en}")
        help_ = reading.text(entries.get("help"), f"{path}.help", faults) or ""
        required = reading.truth(entries.get("required"), f"{path}.required", faults)
        found[name] = Param(name, help_, required, default), choices
    if PREFIX_PARAM not in found:
        prefix = Param(PREFIX_PARAM, "the registered OCID prefix, ocds-xxxxxx", default=EXAMPLE_PREFIX)
        found[PREFIX_PARAM] = prefix, Block(tree.mark, {}, {})
    return found


def read_assertions(tree: Block, faults: Faults) -> Assertions:
    """``assert``: what a run must reach."""
    reading.only(tree, ("releases", "filled"), "assert", faults)
    releases = reading.whole_number(tree.get("releases"), "assert.releases", faults) or 0
    filled = {
        path: value
        for path, share in reading.block(tree.get("filled"), "assert.filled", faults)
        if (value := reading.share(share, f"assert.filled.{path}", faults)) is not None
    }
    return Assertions(releases, filled)


def read_unmapped(tree: Block, faults: Faults) -> dict[str, str]:
    """``unmapped``: source field (a glob may stand for several) → the reason, which is required."""
    found: dict[str, str] = {}
    for name, reason in tree:
        said = reading.text(reason, f"unmapped.{name}", faults)
        if not said:
            faults.add(tree.marks[name], f"unmapped.{name}", "ange ett skäl", "give a reason")
        found[name] = said or ""
    return found
