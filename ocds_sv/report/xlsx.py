"""The report as a workbook: a summary, the issues to mend, the rules, the coverage and what the data can answer."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from ocds_sv.report.figures import number, share
from ocds_sv.report.labels import label
from ocds_sv.report.reading import Json, clean_of, failed, rules, verdict_of, where
from ocds_sv.report.table import COLUMNS, Cell, harmless, rows

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The workbook's date: the same report is the same bytes."""
LONGEST = 2_000
"""Characters of one cell; Excel takes 32,767."""
_ISSUES = 100_000
"""Rows of issues; Excel takes 1,048,576."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {
    "message": 50, "what": 50, "fix": 50, "rule": 32, "source file": 28, "header": 20, "more cells": 30, "ocid": 28,
    "pointer": 34,
    "file": 24, "path": 48, "question": 46, "missing": 50, "reason": 40, "group": 16, "owner": 16, "fingerprint": 18,
}  # fmt: skip
_RULES = ("severity", "rule", "what", "outcome", "failed", "waived", "checked", "rate", "releases", "new", "persisting",
          "fixed", "shown", "dimension", "owner", "fix", "reason")  # fmt: skip
_COVERAGE = ("stage", "path", "filled", "objects", "rate", "releases")
_QUESTIONS = ("group", "number", "question", "computable", "missing")
Row = Sequence[Cell | None]


def as_xlsx(report: Json, lang: str) -> bytes:
    """The workbook; the same bytes for the same report, and no text in it is a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 # 100 ms, and no other format needs it

    target = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, settings) as book:
        book.set_properties({"created": _MADE, "title": label("title", lang)})
        sheets = _Sheets(book, lang)
        sheets.plain("summary", _summary(report, lang))
        sheets.table("issues", COLUMNS, list(rows(report, lang))[:_ISSUES])
        sheets.table("rules", _RULES, [_rule(one, rules(report)[one["rule"]], lang) for one in report["results"]])
        sheets.table("coverage", _COVERAGE, [_field(one, lang) for one in report["coverage"]])
        sheets.table("indicators", _QUESTIONS, [_question(one, lang) for one in report["assessment"]["indicators"]])
        sheets.table("flags", _QUESTIONS, [_question(one, lang) for one in report["assessment"]["redFlags"]])
    return target.getvalue()


class _Sheets:
    """Sheets in one style: a frozen header with filters, wrapped text, widths by column."""

    def __init__(self, book: Any, lang: str) -> None:  # noqa: ANN401 - untyped library
        self.book = book
        self.lang = lang
        top = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({**top, "bold": True, "bg_color": "#D9E2EC", "bottom": 1})
        self.body = book.add_format(top)
        self.strong = book.add_format({**top, "bold": True})
        self.count = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.share = book.add_format({"num_format": "0.0%", "valign": "top"})

    def plain(self, name: str, lines: Iterable[tuple[str, str]]) -> None:
        """Two columns: what, and which."""
        page = self.book.add_worksheet(label(name, self.lang))
        page.set_column(0, 0, 28)
        page.set_column(1, 1, 100)
        for line, (what, text) in enumerate(lines):
            page.write_string(line, 0, _text(what), self.strong)
            page.write_string(line, 1, _text(text), self.body)

    def table(self, name: str, columns: Sequence[str], lines: Sequence[Row]) -> None:
        """A header, then the lines; the header stays, and every column filters."""
        page = self.book.add_worksheet(label(name, self.lang))
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.repeat_rows(0)
        for column, key in enumerate(columns):
            page.set_column(column, column, _WIDTHS.get(key, 13))
            page.write_string(0, column, label(key, self.lang), self.head)
        for row, cells in enumerate(lines, 1):
            for column, cell in enumerate(cells):
                self._cell(page, row, column, columns[column], cell)
        page.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)

    def _cell(self, page: Any, row: int, column: int, key: str, cell: Cell | None) -> None:  # noqa: ANN401 - the library's own
        if cell is None or cell == "":
            return
        if key == "rate":
            page.write_number(row, column, float(cell), self.share)
        elif isinstance(cell, int):
            page.write_number(row, column, cell, self.count)
        else:
            page.write_string(row, column, _text(cell), self.body)


def _text(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", harmless(text) if not text.startswith("'") else text)[:LONGEST]


def _summary(report: Json, lang: str) -> Iterable[tuple[str, str]]:
    verdict, scope, run = report["verdict"], report["scope"], report["run"]
    yield label("verdict", lang), label(verdict_of(report), lang)
    yield label("complete", lang), label("yes" if verdict["complete"] else "no", lang)
    if run["schemaOnly"]:
        yield label("verdict", lang), label("schema-only", lang)
    for severity, count in verdict["counts"].items():
        yield label(severity, lang), number(count["occurrences"], lang)
    yield label("releases", lang), number(scope["releases"] + scope["compiledReleases"], lang)
    yield label("processes", lang), number(scope["ocids"], lang)
    yield label("dates", lang), " – ".join(scope["dates"][name][:10] for name in ("min", "max"))
    yield label("as of", lang), run["asOf"]
    yield label("version", lang), f"{report['tool']['name']} {report['tool']['version']}"
    if report["profile"] is not None:
        yield label("profile", lang), report["profile"]["name"]
    if report["baseline"] is not None:
        old = report["baseline"]
        changes = ", ".join(f"{label(key, lang)} {number(old[key], lang)}" for key in ("new", "persisting", "fixed"))
        yield label("baseline", lang), f"{old['path']} ({old['asOf']}): {changes}"
    for one in run["inputs"]:
        yield label("inputs", lang), f"{one['path']}  sha256 {one['sha256']}"
    for one in report["systemErrors"]:
        yield label("broken", lang), f"{where(one, label('row', lang).lower())}: {one['message'][lang]}"
    for one in report["assessment"]["recommendations"]:
        yield label("actions", lang), f"{one['subject']}: {one['text'][lang]} ({label(one['owner'], lang)})"
    if not failed(report):
        yield label("findings", lang), label(clean_of(report), lang)


def _rule(result: Json, rule: Json, lang: str) -> Row:
    status = result["status"] or {}
    rate = share(result["rate"])
    return (
        label(result["severity"], lang), result["rule"], rule["title"][lang], label(result["outcome"], lang),
        result["failed"],
        result["waived"], result["checked"], None if rate is None else str(rate), result["releases"],
        *(status.get(key) for key in ("new", "persisting", "fixed")), result["shown"], label(rule["dimension"], lang),
        label(result["owner"], lang), rule["fix"][lang], result.get("reason", {}).get(lang, ""),
    )  # fmt: skip


def _field(one: Json, lang: str) -> Row:
    rate = share(one["rate"])
    full = None if rate is None else str(rate)
    return label(one["stage"], lang), one["path"], one["filled"], one["objects"], full, one["releases"]


def _question(one: Json, lang: str) -> Row:
    able = label("yes" if one["computable"] else "no", lang)
    return label(one["group"], lang), one["id"], one["title"][lang], able, "\n".join(one["missing"])
