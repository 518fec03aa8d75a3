"""
Questions that a mapping asks in place of an answer: ``"? Vilken kolumn har titeln? / Which column has the title?"``.

A template is a mapping for a system whose export nobody has documented: it asks for the columns, and its user answers
with the header that the file has, or with ``saknas`` when the file has no such column.
"""

from __future__ import annotations

from ocds_sv.mapping import reading
from ocds_sv.mapping.yamltree import Faults, Scalar, Tree

ASKS = "?"
ABSENT = "saknas"
"""The answer that there is no such column: a word, because a lone hyphen means something to YAML."""

LANGUAGES = " / "
"""What stands between a question in Swedish and the same in English."""


def headers(tree: Tree, name: str, path: str, faults: Faults, *, optional: bool) -> tuple[str, ...]:
    """The headers of a column: as answered, or its own name."""
    if asked(tree, path, faults, ("rubriken", "its header"), optional=optional):
        return (name,)
    answer = reading.texts(tree, path, faults) or (name,)
    if ABSENT in answer and not optional:
        needed(tree, path, faults)
    return answer


def asked(tree: Tree, path: str, faults: Faults, answer: tuple[str, str], *, optional: bool) -> bool:
    """Whether a question stands here, which is noted; ``answer``: what is wanted, in Swedish and English."""
    if not isinstance(tree, Scalar) or not tree.text.startswith(ASKS):
        return False
    sv, _, en = tree.text.removeprefix(ASKS).strip().partition(LANGUAGES)
    wanted_sv, wanted = answer
    faults.ask(
        tree.mark,
        path,
        f"{sv} Skriv {wanted_sv} här" + (f", eller {ABSENT} om uppgiften inte finns." if optional else "."),
        f"{en or sv} Write {wanted} here" + (f", or {ABSENT} if there is none." if optional else "."),
    )
    return True


def needed(tree: Tree, path: str, faults: Faults) -> None:
    """Note that this must be answered with a place."""
    faults.add(
        tree.mark,
        path,
        f"utan kolumnen blir det ingen release; {ABSENT} går inte här",
        f"without this column there is no release; {ABSENT} is no answer here",
    )
