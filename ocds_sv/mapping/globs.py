"""The globs by which a mapping names many of a source's fields at once, such as ``*/@listName``."""

from __future__ import annotations

import fnmatch
import re
from functools import lru_cache


@lru_cache(maxsize=64)
def fitting(globs: tuple[str, ...]) -> re.Pattern[str]:
    """What matches the names, in small letters, that any of ``globs`` fits; without one, none."""
    return re.compile("|".join(fnmatch.translate(glob.casefold()) for glob in globs) or r"(?!)")
