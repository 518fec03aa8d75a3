"""
Swedish public-procurement exports become trusted OCDS publications.

    >>> import ocds_sv
    >>> sorted(name for name in ocds_sv.__all__ if name.islower())
    ['check', 'compile_releases', 'convert', 'open']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocds_sv.conversion import Conversion, Options, Run, convert
    from ocds_sv.explore import open  # noqa: A004 - the public name
    from ocds_sv.findings import Finding, Severity
    from ocds_sv.mapping import Mapping
    from ocds_sv.merge import compile_releases
    from ocds_sv.review import Report, check

__all__ = [
    "Conversion",
    "Finding",
    "Mapping",
    "Options",
    "Report",
    "Run",
    "Severity",
    "check",
    "compile_releases",
    "convert",
    "open",
]

_HOMES = {
    "Conversion": "ocds_sv.conversion",
    "Finding": "ocds_sv.findings",
    "Mapping": "ocds_sv.mapping",
    "Options": "ocds_sv.conversion",
    "Report": "ocds_sv.review",
    "Run": "ocds_sv.conversion",
    "Severity": "ocds_sv.findings",
    "check": "ocds_sv.review",
    "compile_releases": "ocds_sv.merge",
    "convert": "ocds_sv.conversion",
    "open": "ocds_sv.explore",
}


def __getattr__(name: str) -> object:
    # The command line imports this package on every start; what it does not need is not loaded.
    import importlib  # noqa: PLC0415

    if name not in _HOMES:
        raise AttributeError(f"module 'ocds_sv' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
