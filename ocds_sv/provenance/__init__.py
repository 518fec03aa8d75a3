"""
Which rows and columns a release came from, as a conversion writes it beside its output.

The provenance file leads from each release to its file, sheet and rows, and says which columns feed which fields
(``facts.py``): a later check can point at cells (``cells.py``) when neither source nor mapping is at hand.
"""

from __future__ import annotations


def provenance_path(target: str) -> str:
    """
    The file beside ``target`` that leads from each release to its file, sheet and rows, and names every reject.

    Any other ending than ``.jsonl`` stays in its name: ``a.json`` and ``a.jsonl`` do not share one.
    """
    base = target.removesuffix(".gz").removesuffix(".jsonl")
    return f"{base}.provenance.jsonl" + (".gz" if target.endswith(".gz") else "")
