"""``source``: how a mapping's files are read, and which registers are joined to their records."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ocds_sv.mapping import reading
from ocds_sv.mapping.language import ValueSettings
from ocds_sv.mapping.layout import read_layout
from ocds_sv.mapping.questions import ABSENT, headers
from ocds_sv.mapping.templates import near
from ocds_sv.mapping.xpaths import alternatives, check_xpath, uses_this
from ocds_sv.mapping.yamltree import Block, Faults, Mark, Scalar, Tree
from ocds_sv.sources import FORMATS, Join, SourceSpec, Span

SOURCE_KEYS = {
    "format": "what the file is; `auto` finds out",
    "encoding": "a codec's name; left out, it is decided by rule and reported",
    "delimiter": "one character; left out, it is found",
    "header": "the header's row number; left out, it is found by the columns; `none`: the file has none, and its "
    "columns are called 1, 2, 3 …",
    "sheets": "names or globs of a workbook's sheets; left out, every visible one that has the columns",
    "records": "JSON: the dotted path to the list of records; fixed width: the line types that are records; XML: "
    "the element that is a record, instead of those of `roots`, with some of those around it before (`a:X/a:Y`)",
    "layout": "fixed width: line type → field → its characters (`3-12`, `140`, `145-`), or the reason to leave it out",
    "missing": "cells that mean empty, as text; `0.0` is a numeric 0, too",
    "columns": "canonical name → the headers met in the wild (`*` stands for anything); the first that is there "
    "counts; `saknas`: the file has no such column; `? …`: a question to be answered with one of these",
    "keys": "JSON without `columns`: keys that the first record has, for recognising the mapping",
    "optional": "columns that a file may lack",
    "partial": "`true`: the file has more columns than anybody has named; they are reported, and the mapping is "
    "recognised by those it names",
    "join": "registers by name: `file` (globs of an input's name) or `sheets` of the same file, `on` (column here → "
    "there), and how it is read; its columns are `{name.column}`. XML: `records` of the same file, `on` (XPath here → "
    "there; an empty one: for all records), and what is found is a child of the record, `{name/a:X/@b}`",
    "sum_row": "the column whose last cell may be the sum of all before; such a row is skipped",
    "namespaces": "XML: prefix → URI, for XPaths, `roots` and `records`; the file's own prefixes do not matter; of "
    "several URIs the others are read as the first, and an empty one is no namespace",
    "roots": "XML: the elements that the mapping takes, as `prefix:Name` (`prefix:*` is any); each is a record, "
    "wherever it stands",
    "split": "XML: an XPath at a record; where it finds several elements, there is a record for each, which holds this "
    "one alone of them",
    "omit": "XML: XPaths at the record of elements that are not read, such as translations, each with its reason",
    "huge": "XML: `true` lets through nesting over 256 levels and texts over 10 MB",
    "file": "globs of file names, for recognising the mapping",
    "group": "rows with the same value of this expression become one release",
    "decimal": "`,` or `.`, where it cannot be told from the amounts",
    "dates": "further date formats, as `strptime` writes them; `excel` for serial numbers in text",
    "timezone": "of times without an offset; Europe/Stockholm",
}
"""The keys of ``source``, with their meaning."""

JOIN_KEYS = ("file", "on", "format", "encoding", "delimiter", "header", "sheets", "records", "columns", "optional")
"""The keys of a ``join``."""

XML_JOIN_KEYS = ("records", "on")
"""The keys of a ``join`` of XML, whose registers stand in the same file."""

FIXED, XML = "fixed", "xml"
_NOT_XML = ("delimiter", "header", "sheets", "layout", "columns", "keys", "optional", "sum_row", "group")
_ONLY_XML = ("namespaces", "roots", "split", "omit", "huge")
HEADLESS = "none"
_NO_ELEMENT = re.compile(r"^[\w-]+\(|^[\d'\"]|(@[\w.:*-]+|\btext\(\))$")
TABULAR = ("auto", "csv", "workbook")


def read_source(tree: Block, faults: Faults) -> tuple[SourceSpec, ValueSettings, tuple[str, ...]]:
    """``source``: how the file is read, how its texts become values, and the file-name globs for detection."""
    reading.only(tree, SOURCE_KEYS, "source", faults)
    form = reading.text(tree.get("format"), "source.format", faults) or "auto"
    if form != "auto" and form not in FORMATS:
        sv, en = near(form, FORMATS)
        mark = tree.entries["format"].mark
        faults.add(mark, "source.format", f"formatet '{form}' finns inte{sv}", f"there is no format '{form}'{en}")
        form = "auto"
    optional = frozenset(reading.texts(tree.get("optional"), "source.optional", faults))
    columns = {
        name: headers(names, name, f"source.columns.{name}", faults, optional=name in optional)
        for name, names in reading.block(tree.get("columns"), "source.columns", faults)
    }
    layout, unplaced = read_layout(tree.get("layout"), optional, faults)
    _fits_format(form, layout, tree, faults)
    namespaces, aliases = _read_namespaces(form, tree, faults)
    columns |= {name: (name,) for fields in layout.values() for name in fields}
    columns |= dict.fromkeys(unplaced, (ABSENT,))
    for name in ("optional", "sum_row"):
        for column in reading.texts(tree.get(name), f"source.{name}", faults):
            if column not in columns:
                sv, en = near(column, columns)
                faults.add(
                    tree.marks[name],
                    f"source.{name}",
                    f"kolumnen '{column}' finns inte under columns{sv}",
                    f"the column '{column}' is not among columns{en}",
                )
    own = set(columns) if form in TABULAR or columns else None
    registers = reading.block(tree.get("join"), "source.join", faults)
    if form == XML:
        joins = tuple(_xml_join(name, body, namespaces, aliases, faults) for name, body in registers)
    else:
        joins = tuple(_join(name, body, own, faults) for name, body in registers)
    header = tree.get("header")
    headless = isinstance(header, Scalar) and header.text == HEADLESS
    spec = SourceSpec(
        format=form,
        encoding=reading.text(tree.get("encoding"), "source.encoding", faults),
        delimiter=reading.text(tree.get("delimiter"), "source.delimiter", faults),
        header=None if headless else reading.whole_number(header, "source.header", faults),
        headless=headless,
        sheets=reading.texts(tree.get("sheets"), "source.sheets", faults),
        records=reading.text(tree.get("records"), "source.records", faults) or "",
        missing=frozenset(reading.texts(tree.get("missing"), "source.missing", faults)),
        columns=columns | {name: (name,) for name in _joined(joins)},
        optional=optional.union(_joined(joins)),
        sum_row=reading.text(tree.get("sum_row"), "source.sum_row", faults),
        layout=layout,
        joins=joins,
        keys=reading.texts(tree.get("keys"), "source.keys", faults),
        partial=reading.truth(tree.get("partial"), "source.partial", faults),
        namespaces=namespaces,
        aliases=aliases,
        roots=reading.texts(tree.get("roots"), "source.roots", faults),
        split=_split(namespaces, tree, faults),
        omit=_read_omit(tree, namespaces, faults),
        huge=reading.truth(tree.get("huge"), "source.huge", faults),
    )
    decimal = reading.text(tree.get("decimal"), "source.decimal", faults)
    if decimal not in {None, ".", ","}:
        faults.add(tree.marks["decimal"], "source.decimal", "decimaltecknet är , eller .", "the decimal mark is , or .")
    settings = ValueSettings(
        decimal=decimal,
        dates=reading.texts(tree.get("dates"), "source.dates", faults),
        timezone=reading.text(tree.get("timezone"), "source.timezone", faults) or "Europe/Stockholm",
    )
    return spec, settings, reading.texts(tree.get("file"), "source.file", faults)


def _joined(joins: tuple[Join, ...]) -> list[str]:
    """The columns that the registers bring, by the names that holes call them."""
    return [f"{join.name}.{column}" for join in joins for column in join.source.columns]


def _fits_format(form: str, layout: dict[str, dict[str, Span]], tree: Block, faults: Faults) -> None:
    """Fixed width has a layout in place of columns, and nothing else has one."""
    if form != FIXED and layout:
        faults.add(
            tree.marks["layout"], "source.layout", "layout hör till format: fixed", "a layout belongs to format: fixed"
        )
    if form != FIXED:
        return
    if "columns" in tree.entries or not layout:
        faults.add(tree.mark, "source", "format: fixed har layout, ej columns", "format: fixed has layout, not columns")
    for kind in (reading.text(tree.get("records"), "source.records", faults) or "").split():
        if not layout.get(kind):
            sv, en = near(kind, layout)
            faults.add(
                tree.marks["records"],
                "source.records",
                f"radtypen '{kind}' har inga fält i layout{sv}",
                f"the line type '{kind}' has no fields in layout{en}",
            )


def _read_namespaces(form: str, tree: Block, faults: Faults) -> tuple[dict[str, str], dict[str, str]]:
    """``namespaces`` and their aliases, and whether XML has its own keys and no others, with prefixes that exist."""
    for key in tree.entries:
        if key in (_NOT_XML if form == XML else _ONLY_XML):
            sv, en = ("hör inte till", "does not belong to") if form == XML else ("hör till", "belongs to")
            where = f"source.{key}"
            faults.add(tree.marks[key], where, f"{key} {sv} format: xml", f"{key} {en} format: xml")
    found: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for prefix, uris in reading.block(tree.get("namespaces"), "source.namespaces", faults):
        first, *others = reading.texts(uris, f"source.namespaces.{prefix}", faults) or ("",)
        found[prefix] = first or prefix
        aliases |= dict.fromkeys(others, first)
        if not first:
            where = f"source.namespaces.{prefix}"
            faults.add(uris.mark, where, "ange en URI först", "give a URI first")
    roots = reading.texts(tree.get("roots"), "source.roots", faults)
    _known_prefixes(roots, found, tree.marks.get("roots", tree.mark), "source.roots", faults)
    if form == XML and (records := reading.text(tree.get("records"), "source.records", faults)):
        _known_prefixes(records.strip("/").split("/"), found, tree.marks["records"], "source.records", faults)
    return found, aliases


def _read_omit(tree: Block, namespaces: dict[str, str], faults: Faults) -> tuple[str, ...]:
    """``omit``: XPaths of elements, each with the reason that is required."""
    entries = reading.block(tree.get("omit"), "source.omit", faults)
    for path, reason in entries:
        where, mark = f"source.omit.{path}", entries.marks[path]
        if not reading.text(reason, where, faults):
            faults.add(mark, where, "ange ett skäl", "give a reason")
        check_xpath(path, namespaces, mark, where, faults)
        if uses_this(path) or any(_NO_ELEMENT.search(part) for part in alternatives(path)):
            faults.add(mark, where, "här väntas en väg till element", "a path to elements is expected here")
    return tuple(entries.entries)


def _known_prefixes(names: Iterable[str], known: Collection[str], mark: Mark, where: str, faults: Faults) -> None:
    for name in names:
        prefix, colon, _ = name.rpartition(":")
        if colon and prefix not in known:
            sv, en = near(prefix, known)
            faults.add(
                mark,
                where,
                f"prefixet '{prefix}' finns inte under namespaces{sv}",
                f"the prefix '{prefix}' is not among namespaces{en}",
            )


def _split(namespaces: dict[str, str], tree: Block, faults: Faults) -> str:
    xpath = reading.text(tree.get("split"), "source.split", faults) or ""
    if xpath:
        check_xpath(xpath, namespaces, tree.marks["split"], "source.split", faults)
    return xpath


def _xml_join(name: str, tree: Tree, namespaces: dict[str, str], aliases: dict[str, str], faults: Faults) -> Join:
    path = f"source.join.{name}"
    entries = reading.block(tree, path, faults)
    reading.only(entries, XML_JOIN_KEYS, path, faults)
    records = reading.text(entries.get("records"), f"{path}.records", faults)
    if not records:
        faults.add(tree.mark, path, "ange records: elementet som är en post", "give records: the element that is a row")
    _known_prefixes(records.strip("/").split("/") if records else (), namespaces, tree.mark, f"{path}.records", faults)
    if "on" not in entries.entries:
        faults.add(tree.mark, path, "ange on: {XPath här: XPath där}", "give on: {XPath here: XPath there}")
    keys = reading.block(entries.get("on"), f"{path}.on", faults)
    on = tuple((ours, reading.text(theirs, f"{path}.on.{ours}", faults) or "") for ours, theirs in keys)
    for ours, theirs in on:
        for xpath in (ours, theirs):
            check_xpath(xpath, namespaces, keys.marks[ours], f"{path}.on", faults)
    spec = SourceSpec(format=XML, records=records or "", namespaces=namespaces, aliases=aliases)
    return Join(name, (), on, spec)


def _join(name: str, tree: Tree, columns: Collection[str] | None, faults: Faults) -> Join:
    path = f"source.join.{name}"
    entries = reading.block(tree, path, faults)
    reading.only(entries, JOIN_KEYS, path, faults)
    spec, _, files = read_source(Block(entries.mark, {k: v for k, v in entries if k != "on"}, entries.marks), faults)
    keys = reading.block(entries.get("on"), f"{path}.on", faults)
    on = tuple((ours, reading.text(theirs, f"{path}.on.{ours}", faults) or "") for ours, theirs in keys)
    if not on:
        faults.add(tree.mark, path, "ange on: {kolumn här: kolumn där}", "give on: {column here: column there}")
    if not files and not spec.sheets:
        faults.add(tree.mark, path, "ange file eller sheets", "give file or sheets")
    for ours, theirs in on:
        for column, known in ((ours, columns), (theirs, spec.columns or None)):
            if known is not None and column not in known:
                sv, en = near(column, known)
                faults.add(
                    keys.marks[ours],
                    f"{path}.on",
                    f"kolumnen '{column}' finns inte under columns{sv}",
                    f"the column '{column}' is not among columns{en}",
                )
    return Join(name, files, on, spec)
