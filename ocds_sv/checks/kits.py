"""What a release is checked with, for each set of extensions: a package's are those of its own releases alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ocds_sv.checks.fields import Fields
from ocds_sv.checks.outcomes import Outcomes
from ocds_sv.checks.schema import Engine, SchemaCheck, of_releases
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard
from ocds_sv.standard.extensions import by_url

KEPT = 16
"""Sets of extensions that are kept ready."""


@dataclass(frozen=True, slots=True)
class Kit:
    """
    What one set of extensions asks for.

    Attributes:
        extensions: their ids, those that they build on included.
        schema: the release schema.
        walk: what the schema leaves open, and the rules.
    """

    extensions: tuple[str, ...]
    schema: SchemaCheck
    walk: Walk


class Kits:
    """
    The kits of a check, and which of them is in use.

    Args:
        base: ids of the extensions that are always in use.
        outcomes: the rules.
        fields: counts what is filled.
        engine: that of JSON Schema.
        unknown: gets the addresses that are declared and not shipped.
        structure: whether what the schema leaves open is looked for.

    Attributes:
        now: the kit in use.
        seen: ids of all extensions that were in use, in that order.

    Raises:
        UnknownName: an extension of ``base`` is not shipped.
    """

    def __init__(
        self,
        base: Iterable[str],
        outcomes: Outcomes,
        fields: Fields,
        engine: Engine,
        unknown: set[str],
        *,
        structure: bool,
    ) -> None:
        self._outcomes, self._fields, self._engine, self._unknown = outcomes, fields, engine, unknown
        self._structure = structure
        self._unknown_here: set[str] = set()
        self._kits: dict[tuple[str, ...], Kit] = {}
        self.seen: tuple[str, ...] = ()
        self._base = self.now = self._kit(tuple(base))

    def declare(self, urls: Collection[object]) -> list[str]:
        """Use the extensions of these addresses as well, for the time being; the ids of what is new."""
        addresses = [url for url in urls if isinstance(url, str)]
        self._unknown_here.update(url for url in addresses if by_url(url) is None)
        self._unknown |= self._unknown_here
        known = [extension for extension in map(by_url, addresses) if extension is not None]
        added = [extension for extension in dict.fromkeys(known) if extension not in self.now.extensions]
        if added:
            self.now = self._kit((*self.now.extensions, *added))
        return added

    def leave(self) -> None:
        """Go back to the extensions that are always in use: a package is over."""
        self.now = self._base
        self._unknown_here.clear()

    def keep(self) -> None:
        """Have those that are now in use always in use."""
        self._base = self.now

    def see(self, extensions: Iterable[str]) -> None:
        """Note extensions that were in use elsewhere."""
        self.seen = tuple(dict.fromkeys((*self.seen, *extensions)))

    def _kit(self, wanted: tuple[str, ...]) -> Kit:
        kit = self._kits.get(wanted)
        if kit is None:
            if len(self._kits) >= KEPT:
                self._kits.clear()
                self._outcomes.forget(self._base.walk)
                self._fields.settle(forget=True)
            kit = self._kits[wanted] = self._made(wanted)
        self.see(kit.extensions)
        return kit

    def _made(self, wanted: tuple[str, ...]) -> Kit:
        standard = Standard.load(wanted)
        structure = Structure(standard, self._unknown_here) if self._structure else None
        return Kit(
            tuple(extension.id for extension in standard.extensions),
            of_releases(standard, self._engine),
            self._outcomes.walk(standard, self._fields, structure),
        )
