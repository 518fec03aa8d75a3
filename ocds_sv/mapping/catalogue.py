"""The mappings that come with the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ocds_sv.mapping.mapping import Mapping
from ocds_sv.mapping.names import find, shipped_names, template_names


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped mapping: its name, title, description and YAML file."""

    name: str
    title: str
    description: str
    path: Path


def catalogue() -> list[Shipped]:
    """Every shipped mapping that is ready for use, by name."""
    return [_shipped(name) for name in shipped_names()]


def templates() -> list[Shipped]:
    """Every shipped template, by name."""
    return [_shipped(name) for name in template_names()]


def _shipped(name: str) -> Shipped:
    mapping = Mapping.load(name, unanswered=True)
    return Shipped(name, mapping.title, mapping.description, find(name))
