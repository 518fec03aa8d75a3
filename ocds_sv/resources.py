"""Where the package's own data lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

SCHEMAS: Path = _ROOT / "schemas"
"""OCDS as data, and the JSON Schemas of our own files."""

MAPPINGS: Path = _ROOT / "mappings"
"""One folder per source."""
