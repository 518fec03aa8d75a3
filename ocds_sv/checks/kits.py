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
        walk: what the schema leaves open, and the rules; None where the schema alone is asked.
        structure: says of what the schema leaves open where it may come from.
    """

    extensions: tuple[str, ...]
    schema: SchemaCheck
    walk: Walk | None
    structure: Structure | None


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
        schema_only: the schema alone is asked: no release is walked through.

    Attributes:
        now: the kit in use.
        unknown_here: addresses of the extensions that are declared where the check stands, and not shipped.
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
        schema_only: bool = False,
    ) -> None:
        self._schema_only = schema_only
        self._outcomes, self._fields, self._engine, self._unknown = outcomes, fields, engine, unknown
        self._structure = structure
        self.unknown_here: frozenset[str] = frozenset()
        self._kits: dict[tuple[str, ...], Kit] = {}
        self.seen: tuple[str, ...] = ()
        self._base = self.now = self._kit(tuple(base))

    def declare(self, urls: Collection[object]) -> list[str]:
        """Use the extensions of these addresses as well, for the time being; the ids of what is new."""
        addresses = [url for url in urls if isinstance(url, str)]
        self.unknown_here |= {url for url in addresses if by_url(url) is None}
        self._unknown |= self.unknown_here
        added = self._added(urls)
        if added:
            self.now = self._kit((*self.now.extensions, *added))
        return added

    def is_ready(self, urls: Collection[object]) -> bool:
        """Whether the kit that these addresses ask for is there already; to make another, some may be let go."""
        added = self._added(urls)
        return not added or (*self.now.extensions, *added) in self._kits

    def _added(self, urls: Collection[object]) -> list[str]:
        known = [by_url(url) for url in urls if isinstance(url, str)]
        return [one for one in dict.fromkeys(known) if one is not None and one not in self.now.extensions]

    def leave(self) -> None:
        """Go back to the extensions that are always in use: a package is over."""
        self.now = self._base
        self.unknown_here = frozenset()

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
        structure = Structure(standard) if self._structure else None
        return Kit(
            tuple(extension.id for extension in standard.extensions),
            of_releases(standard, self._engine),
            None if self._schema_only else self._walk(standard, structure),
            structure,
        )

    def _walk(self, standard: Standard, structure: Structure | None) -> Walk:
        schema = standard.schema("release") if self._engine == "fast" else None
        return self._outcomes.walk(standard, self._fields, structure, schema)
