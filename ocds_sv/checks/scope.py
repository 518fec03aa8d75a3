"""What a check looked at."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scope:
    """How many of everything there were, and the addresses of extensions that are declared and not shipped."""

    releases: int = 0
    compiled: int = 0
    versioned: int = 0
    records: int = 0
    packages: int = 0
    unknown_extensions: set[str] = field(default_factory=set)

    def merge(self, other: Scope) -> None:
        """Take over what ``other`` saw."""
        self.releases += other.releases
        self.compiled += other.compiled
        self.versioned += other.versioned
        self.records += other.records
        self.packages += other.packages
        self.unknown_extensions |= other.unknown_extensions
