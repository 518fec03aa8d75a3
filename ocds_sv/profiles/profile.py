"""
Profiles in YAML.

    title: For publication
    extends: ocds
    scope: single-buyer
    ignore: [deprecated-field]
    severities: {empty-value: error}
    coverage: {buyer/id: 95 %}
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ocds_sv.checks.choice import ALL
from ocds_sv.checks.profile import Profile
from ocds_sv.findings import Severity
from ocds_sv.mapping.names import no_such
from ocds_sv.mapping.reading import block, only, text, texts
from ocds_sv.mapping.templates import near
from ocds_sv.mapping.yamltree import Block, Faults, Scalar, Sequence, Tree, read_tree
from ocds_sv.resources import SCHEMAS

SCOPES = ("national", "single-buyer")
_FOLDER = SCHEMAS / "profiles"
_KEYS = ("title", "extends", "scope", "select", "ignore", "severities", "coverage")
_PERCENT = 100


def shipped_profiles() -> list[str]:
    """The profiles that come with the package."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def load_profile(name: str | Path) -> Profile:
    """
    A shipped profile by its name, or one of your own by its path.

    Raises:
        UnknownName: neither.
        MappingError: it has faults; all are told.
    """
    faults = Faults()
    profile = _load(_find(str(name)), str(name), faults, ())
    faults.refuse()
    return profile


def _find(name: str) -> Path:
    if name in shipped_profiles():
        return _FOLDER / f"{name}.yaml"
    path = Path(name)
    if path.is_file():
        return path
    raise no_such("profile", "profilen", name, shipped_profiles())


def _load(path: Path, name: str, faults: Faults, above: tuple[Path, ...]) -> Profile:
    tree = read_tree(path, faults)
    only(tree, _KEYS, "", faults)
    text(tree.get("title"), "title", faults)
    base = _base(tree, path, faults, (*above, path.resolve()))
    select = _rules(tree.get("select"), "select", faults)
    ignore = _rules(tree.get("ignore"), "ignore", faults, firm="left out")
    return Profile(
        name=name if name in shipped_profiles() else path.stem,
        sha256=hashlib.sha256(base.sha256.encode() + path.read_bytes()).hexdigest(),
        scope=_scope(tree.get("scope"), faults) or base.scope,
        # What must not be left out is looked at even where it was not chosen.
        select=frozenset({*select, *filter(_firm, ALL)}) if select else base.select,
        ignore=base.ignore | ignore,
        severities={**base.severities, **_severities(tree.get("severities"), faults)},
        coverage={**base.coverage, **_coverage(tree.get("coverage"), faults)},
    )


def _base(tree: Block, path: Path, faults: Faults, above: tuple[Path, ...]) -> Profile:
    nothing = Profile("", "")
    given = tree.get("extends")
    name = text(given, "extends", faults)
    if name is None or given is None:
        return nothing
    target = _FOLDER / f"{name}.yaml" if name in shipped_profiles() else path.parent / name
    if not target.is_file() or target.resolve() in above:
        sv, en = near(name, shipped_profiles())
        faults.add(
            given.mark,
            "extends",
            f"profilen '{name}' finns inte eller bygger på sig själv{sv}",
            f"there is no profile '{name}', or it extends itself{en}",
        )
        return nothing
    return _load(target, name, faults, above)


def _firm(rule: str) -> bool:
    """Whether a profile may not soften ``rule``: what the schema says, and what must never be published."""
    return rule.startswith("schema-") or ALL[rule].severity is Severity.BLOCKER


def _known(rule: str, tree: Tree, path: str, faults: Faults) -> bool:
    if rule in ALL:
        return True
    sv, en = near(rule, ALL)
    faults.add(tree.mark, path, f"regeln '{rule}' finns inte{sv}", f"there is no rule '{rule}'{en}")
    return False


def _refuse(rule: str, tree: Tree, path: str, faults: Faults) -> None:
    faults.add(
        tree.mark,
        path,
        f"en profil kan inte mildra '{rule}'",
        f"a profile cannot soften '{rule}'",
    )


def _rules(tree: Tree | None, path: str, faults: Faults, *, firm: str = "") -> frozenset[str]:
    found = set()
    for item in tree.items if isinstance(tree, Sequence) else (tree,) if tree is not None else ():
        for rule in texts(item, path, faults):
            if not _known(rule, item, path, faults):
                continue
            if firm and _firm(rule):
                _refuse(rule, item, path, faults)
            found.add(rule)
    return frozenset(found)


def _scope(tree: Tree | None, faults: Faults) -> str:
    return _one_of(tree, SCOPES, "scope", faults) if tree is not None else ""


def _one_of(tree: Tree, words: Collection[str], path: str, faults: Faults) -> str:
    found = text(tree, path, faults)
    if found is None or found in words:
        return found or ""
    listed = ", ".join(words)
    faults.add(tree.mark, path, f"'{found}' är inget av {listed}", f"'{found}' is none of {listed}")
    return ""


def _severities(tree: Tree | None, faults: Faults) -> dict[str, Severity]:
    found = {}
    given = block(tree, "severities", faults)
    # A blocker is for what may never be published, which no profile decides.
    words = [str(severity) for severity in Severity if severity is not Severity.BLOCKER]
    for rule, value in given:
        path = f"severities.{rule}"
        if not _known(rule, Scalar(given.marks[rule], rule), path, faults):
            continue
        word = _one_of(value, words, path, faults)
        if word and _firm(rule) and Severity(word).rank > ALL[rule].severity.rank:
            _refuse(rule, value, path, faults)
        elif word:
            found[rule] = Severity(word)
    return found


def _coverage(tree: Tree | None, faults: Faults) -> dict[str, Decimal]:
    found = {}
    for field, value in block(tree, "coverage", faults):
        path = f"coverage.{field}"
        share = _share(text(value, path, faults) or "")
        if share is None:
            faults.add(value.mark, path, "här väntas en andel som 95 %", "a share such as 95 % is expected here")
        else:
            found[field.strip("/")] = share
    return found


def _share(text_: str) -> Decimal | None:
    number = text_.replace("\u00a0", " ").replace(",", ".").strip()
    percent = number.endswith("%")
    try:
        share = Decimal(number.removesuffix("%").strip())
    except InvalidOperation:
        return None
    share = share / _PERCENT if percent else share
    return share if share.is_finite() and 0 <= share <= 1 else None
