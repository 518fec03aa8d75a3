"""
The report as one HTML file that requests nothing: both languages, two views, light and dark, without any script.

The switches are radio buttons that the style sheet reads; the content security policy lets in that style sheet alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocds_sv.report.figures import number, percent, share
from ocds_sv.report.labels import LABELS, labels
from ocds_sv.report.page import SEVERITIES, Limits, content

if TYPE_CHECKING:
    from jinja2 import Template

    from ocds_sv.report.page import Part
    from ocds_sv.report.reading import Json

LARGEST = 300_000
"""Bytes; mail and collaboration systems preview no larger pages."""
_TEMPLATES = Path(__file__).with_name("templates")
_LONGEST = 160
_STEPS = (
    Limits(examples=25, fields=400, questions=True),
    Limits(examples=10, fields=400, questions=True),
    Limits(examples=5, fields=200, questions=True, quiet=200),
    Limits(examples=3, fields=60, questions=True, quiet=100),
    Limits(examples=1, fields=30, rules=60, questions=False, quiet=30, listed=10),
    Limits(examples=0, fields=10, rules=20, questions=False, quiet=10, listed=5, longest=60),
)
"""From generous to the least that still tells everything; the first whose page is small enough is taken."""


def as_html(report: Json, lang: str) -> bytes:
    """The page, in ``lang`` until the reader chooses the other language; under 300 kB, and it says what it left out."""
    page = b""
    for limits in _STEPS:
        page = _render(report, lang, limits)
        if len(page) < LARGEST:
            break
    return page


def _render(report: Json, lang: str, limits: Limits) -> bytes:
    style, digest = _style()
    words = _Words(limits.longest)
    text = _template().render(
        lang=lang,
        words=labels(lang),
        style=style,
        style_hash=digest,
        severities=SEVERITIES,
        **{name: getattr(words, name) for name in ("t", "texts", "label", "num", "pct", "cut", "more", "unlocks")},
        width=width,
        column=column,
        **content(report, limits, words),
    )
    return text.encode("utf-8", "replace")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 # 50 ms, only for this format

    loader = FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.jinja")


@cache
def _style() -> tuple[Any, str]:
    """The style sheet and its digest for the content security policy."""
    from markupsafe import Markup  # noqa: PLC0415 # comes with jinja2

    text = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), digest  # noqa: S704 # our own file, nothing of the report


def width(rate: str | int, total: int | None = None) -> str:
    """Per cent of a bar, for a rate or for a count of ``total``."""
    if isinstance(rate, int):
        return f"{min(100 * rate / total, 100):.1f}" if total else "0"
    found = share(rate)
    return "0" if found is None else f"{found * 100:.1f}"


def column(count: int, most: int) -> int:
    """The height of a column, of 100; what is there is seen."""
    return max(round(100 * count / most), 4) if most else 0


@dataclass(frozen=True, slots=True)
class _Words:
    """Texts in both languages, each marked as what it is; the style sheet shows one of them."""

    longest: int

    def t(self, sv: str, en: str) -> Any:  # noqa: ANN401 - Markup
        from markupsafe import Markup, escape  # noqa: PLC0415 # comes with jinja2

        if sv == en:
            return escape(sv)
        return Markup('<span lang="sv">{}</span><span lang="en">{}</span>').format(sv, en)

    def texts(self, texts: Json) -> Any:  # noqa: ANN401 - Markup
        return self.t(self.cut(texts["sv"], 2), self.cut(texts["en"], 2))

    def label(self, key: str) -> Any:  # noqa: ANN401 - Markup
        words = LABELS.get(key, {"sv": key, "en": key})
        return self.t(words["sv"], words["en"])

    def num(self, value: int) -> Any:  # noqa: ANN401 - Markup
        return self.t(number(value, "sv"), number(value, "en"))

    def pct(self, rate: str) -> Any:  # noqa: ANN401 - Markup
        return self.t(percent(rate, "sv") or "–", percent(rate, "en") or "–")

    def cut(self, text: str, times: int = 1) -> str:
        most = self.longest * times
        return text if len(text) <= most else text[:most] + "…"

    def more(self, part: Part) -> Any:  # noqa: ANN401 - Markup
        """What was left out, when something was."""
        from markupsafe import Markup  # noqa: PLC0415 # comes with jinja2

        if not part.left:
            return ""
        words = self.t(
            f"… och {number(part.left, 'sv')} till, utelämnade här",
            f"… and {number(part.left, 'en')} more, left out here",
        )
        return Markup('<p class="small">{}</p>').format(words)

    def unlocks(self, one: Json) -> Any:  # noqa: ANN401 - Markup
        """What a recommendation gives, when it gives something."""
        count = sum(len(ids) for ids in _lists(one["unlocks"]))
        return self.t(f" · ger {count} frågor svar", f" · answers {count} questions") if count else ""


def _lists(unlocks: Json) -> Iterable[list[str]]:
    return (ids for ids in unlocks.values() if isinstance(ids, list))
