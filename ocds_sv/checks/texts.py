"""What a rule is called and why it matters, in both languages: ``schemas/rules.csv``."""

from __future__ import annotations

import csv
from functools import cache

from ocds_sv.resources import SCHEMAS


@cache
def texts() -> dict[str, dict[str, str]]:
    """
    By the rule's name ``title_sv``, ``title_en``, ``why_sv`` and ``why_en``; not to be altered.

    What the docstring of a rule says in English is empty here.
    """
    with (SCHEMAS / "rules.csv").open(encoding="utf-8", newline="") as rows:
        return {row["rule"]: row for row in csv.DictReader(rows)}


def told(rule: str, column: str) -> str:
    """What the table says; nothing of rules that it does not have."""
    return texts().get(rule, {}).get(column, "")
