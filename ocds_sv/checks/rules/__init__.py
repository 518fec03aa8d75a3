"""Every rule, by family. A new rule is a function in its family's module, and its name in that module's ``RULES``."""

from __future__ import annotations

from ocds_sv.checks.rule import Check
from ocds_sv.checks.rules import (
    across,
    amounts,
    codes,
    coherence,
    concentration,
    contents,
    dates,
    distribution,
    editions,
    history,
    identity,
    links,
    money,
    numbers,
    overfilled,
    packages,
    persons,
    procedures,
    questions,
    references,
    swedish,
    times,
    variety,
)

FAMILIES = (
    identity,
    swedish,
    persons,
    references,
    links,
    coherence,
    contents,
    numbers,
    dates,
    history,
    money,
    amounts,
    codes,
    procedures,
    times,
    across,
    distribution,
    concentration,
    variety,
    overfilled,
    questions,
    editions,
    packages,
)
"""The modules, in the order of the documentation."""

RULES: dict[str, Check] = {one.name: one for family in FAMILIES for one in family.RULES}
"""Every rule by its name, in the order of the documentation."""
