"""Every rule there is, and which of them a check is asked for."""

from __future__ import annotations

from collections.abc import Collection

from ocds_sv.checks import wrapping
from ocds_sv.checks.judge import SCOPES
from ocds_sv.checks.profile import COVERAGE, Profile
from ocds_sv.checks.rule import Check
from ocds_sv.checks.rules import RULES
from ocds_sv.checks.schema import RULES as SCHEMA_RULES
from ocds_sv.checks.structure import RULES as STRUCTURE_RULES
from ocds_sv.errors import UsageError

ALL: dict[str, Check] = {
    one.name: one for one in (*SCHEMA_RULES, *STRUCTURE_RULES, *wrapping.RULES, *RULES.values(), COVERAGE)
}
"""Every rule by name: what the schema says, what it leaves open, how it is written, and the rest."""

OF_SCHEMA = frozenset(check.name for check in SCHEMA_RULES)
"""The names of those that the schema answers."""


def chosen(select: Collection[str], ignore: Collection[str], profile: Profile, *, schema_only: bool) -> set[str]:
    """
    The names of the rules that are wanted.

    Args:
        select: names of rules; empty = as the profile says.
        ignore: those that are left out.
        profile: has its own of both.
        schema_only: only those that the schema answers.

    Raises:
        UsageError: a rule does not exist, or none is left.
    """
    for name in (*select, *ignore):
        if name not in ALL:
            raise UsageError(reason=f"there is no rule '{name}'", reason_sv=f"regeln '{name}' finns inte")
    left_out = {*profile.ignore, *ignore}
    wanted = {name for name in (select or profile.select or ALL) if name not in left_out}
    if not schema_only:
        return wanted
    if not wanted & OF_SCHEMA:
        raise UsageError(
            reason="no rule of the schema is left to ask: leave out --select and --ignore, or --schema-only",
            reason_sv="ingen av schemats regler är kvar: ta bort --select och --ignore, eller --schema-only",
        )
    return wanted & OF_SCHEMA


def refuse_unknown_scope(scope: str) -> None:
    """
    Of whose data they are, only what exists can be said.

    Raises:
        UsageError: it does not.
    """
    if scope and scope not in SCOPES:
        known = ", ".join(SCOPES)
        raise UsageError(
            reason=f"there is no scope '{scope}'; there are {known}",
            reason_sv=f"omfattningen '{scope}' finns inte; de som finns är {known}",
        )
