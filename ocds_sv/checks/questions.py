"""The six questions that a publication has to answer: who, what, from whom, how much, when and how."""

from __future__ import annotations

import csv
from functools import cache

from ocds_sv.resources import SCHEMAS


@cache
def questions() -> dict[str, list[set[str]]]:
    """Each question's alternatives, as the paths that one of them needs together."""
    found: dict[str, dict[str, set[str]]] = {}
    with (SCHEMAS / "questions.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["question"], {}).setdefault(row["alternative"], set()).add(row["path"])
    return {question: list(alternatives.values()) for question, alternatives in found.items()}
