"""Where a check stands among packages: which is open, and whether it holds anything."""

from __future__ import annotations

from dataclasses import dataclass

from ocds_sv.checks.documents import Broken, Entry, Piece


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What is known of the package that is being read.

    Attributes:
        file: the input's name.
        urls: the extensions that it has declared, as addresses.
        holds: some of what it holds was met.
    """

    file: str = ""
    urls: tuple[object, ...] = ()
    holds: bool = False

    def after(self, one: Piece | Entry | Broken) -> Standing:
        """Where the check stands when it has met ``one``."""
        here = self if one.file == self.file else Standing(one.file)
        if isinstance(one, Entry) and one.kind in {"declaration", "package"}:
            return Standing(one.file, declared(one) if one.kind == "declaration" else ())
        if isinstance(one, Broken) or one.place[-2:-1] in _IN_LISTS:
            return Standing(here.file, here.urls, holds=True)
        # Every package begins with its declaration, so that a text that stands alone is in none.
        return Standing(one.file) if isinstance(one, Piece) else here


_IN_LISTS = (("releases",), ("records",))


def declared(entry: Entry) -> tuple[object, ...]:
    """The addresses of extensions that a package, or the beginning of one, declares."""
    urls = entry.value.get("extensions")
    return tuple(urls) if isinstance(urls, list) else ()
