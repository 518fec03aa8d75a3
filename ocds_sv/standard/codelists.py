"""Codelists: which codes there are, with those that extensions add or take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocds_sv.standard import files


@dataclass(frozen=True, slots=True)
class Codelist:
    """
    A list of codes.

    Attributes:
        name: as the standard calls it, such as ``procurementCategory``.
        open: whether a publisher may use codes of its own.
        codes: every code, the deprecated ones included.
        deprecated: the codes that should not be used any more.
    """

    name: str
    open: bool
    codes: frozenset[str]
    deprecated: frozenset[str] = frozenset()

    def __contains__(self, code: object) -> bool:
        return code in self.codes


def codelist(name: str, *, is_open: bool, extensions: Iterable[str]) -> Codelist:
    """
    The codelist ``name`` as ``extensions`` leave it.

    A file called ``+name`` adds codes and ``-name`` takes codes away:
    https://standard.open-contracting.org/1.1/en/extensions/codelists/
    """
    known = dict(files.codes(name) or {})
    for extension in extensions:
        if not known:
            known = dict(files.codes(name, extension) or {})
        known |= files.codes(f"+{name}", extension) or {}
        for code in files.codes(f"-{name}", extension) or {}:
            known.pop(code, None)
    return Codelist(
        name=name,
        open=is_open,
        codes=frozenset(known),
        deprecated=frozenset(code for code, is_deprecated in known.items() if is_deprecated),
    )
