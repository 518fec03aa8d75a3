"""
Waivers in YAML.

    waivers:
      - rule: placeholder-value
        ocid: "ocds-a1b2c3-2019*"
        path: tender/value
        reason: framework agreements of 2019 had no value in the system
        name: Eva Ek, purchasing
        until: 2026-12-31
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ocds_sv.checks.choice import ALL
from ocds_sv.checks.waivers import Waiver, Waivers
from ocds_sv.errors import InputNotFound
from ocds_sv.findings import Severity
from ocds_sv.mapping.reading import only, text
from ocds_sv.mapping.templates import near
from ocds_sv.mapping.yamltree import Block, Faults, Sequence, Tree, read_tree

_NEEDED = ("rule", "reason", "name", "until")
_KEYS = (*_NEEDED, "ocid", "path")


def load_waivers(path: str | Path) -> Waivers:
    """
    The waivers of a file.

    Raises:
        InputNotFound: there is no such file.
        MappingError: it has faults; all are told.
    """
    file = Path(path)
    if not file.is_file():
        raise InputNotFound(place=str(path), reason="there is no such file", reason_sv="filen finns inte")
    faults = Faults()
    tree = read_tree(file, faults)
    only(tree, ("waivers",), "", faults)
    given = tree.get("waivers")
    found = []
    if isinstance(given, Sequence):
        found = [_waiver(item, f"waivers[{at}]", faults) for at, item in enumerate(given.items)]
    elif given is not None:
        faults.add(given.mark, "waivers", "här väntas en lista", "a list is expected here")
    faults.refuse()
    return Waivers([one for one in found if one is not None])


def _waiver(tree: Tree, path: str, faults: Faults) -> Waiver | None:
    if not isinstance(tree, Block):
        faults.add(tree.mark, path, "ett undantag är ett block med nycklar", "a waiver is a block of keys")
        return None
    only(tree, _KEYS, path, faults)
    given = {key: (text(tree.get(key), f"{path}.{key}", faults) or "").strip() for key in _KEYS}
    for key in _NEEDED:
        if not given[key]:
            faults.add(tree.mark, path, f"'{key}' saknas", f"'{key}' is missing")
    until = _until(tree, given["until"], path, faults)
    _check_rule(tree, given["rule"], path, faults)
    if until is None:
        return None
    return Waiver(given["rule"], given["reason"], given["name"], until, given["ocid"], given["path"].strip("/"))


def _until(tree: Block, given: str, path: str, faults: Faults) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        if given:
            sv, en = f"'{given}' är inget datum som 2026-12-31", f"'{given}' is no date such as 2026-12-31"
            faults.add(tree.marks["until"], f"{path}.until", sv, en)
        return None


def _check_rule(tree: Block, rule: str, path: str, faults: Faults) -> None:
    if not rule:
        return
    mark = tree.marks["rule"]
    if rule not in ALL:
        sv, en = near(rule, ALL)
        faults.add(mark, f"{path}.rule", f"regeln '{rule}' finns inte{sv}", f"there is no rule '{rule}'{en}")
    elif ALL[rule].severity is Severity.BLOCKER:
        faults.add(
            mark,
            f"{path}.rule",
            f"'{rule}' stoppar publicering och kan inte undantas",
            f"'{rule}' stops a publication and cannot be waived",
        )
