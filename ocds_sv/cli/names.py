"""The nearest right word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ocds_sv.cli.language import say


def near(name: str, known: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` with a space in front, or nothing when no name is close."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return say(f" Menade du '{found[0]}'?", f" Did you mean '{found[0]}'?") if found else ""
