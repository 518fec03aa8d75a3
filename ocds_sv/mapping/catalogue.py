"""The mappings that come with the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ocds_sv.mapping.mapping import Mapping
from ocds_sv.mapping.names import find, shipped_names


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped mapping: its name, title, description and YAML file."""

    name: str
    title: str
    description: str
    path: Path


def catalogue() -> list[Shipped]:
    """Every shipped mapping, by name."""
    rows = []
    for name in shipped_names():
        mapping = Mapping.load(name)
        rows.append(Shipped(name, mapping.title, mapping.description, find(name)))
    return rows
