"""Every rule, by family. A new rule is a function in its family's module, and its name in that module's ``RULES``."""

from __future__ import annotations

from ocds_sv.checks.rule import Check
from ocds_sv.checks.rules import amounts, coherence, contents, dates, history, identity, money, numbers, references

FAMILIES = (identity, references, coherence, contents, numbers, dates, history, money, amounts)
"""The modules, in the order of the documentation."""

RULES: dict[str, Check] = {one.name: one for family in FAMILIES for one in family.RULES}
"""Every rule by its name, in the order of the documentation."""
