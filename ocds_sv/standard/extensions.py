"""Extensions by the addresses with which packages declare them."""

from __future__ import annotations

import re
from functools import cache

from ocds_sv.standard import files

_REPOSITORY = re.compile(r"/(ocds_[A-Za-z_]+_extension)/", re.IGNORECASE)


@cache
def _repositories() -> dict[str, str]:
    found = {}
    for extension in files.extension_ids():
        match = _REPOSITORY.search(files.extension_facts(extension)["url"])
        if match is not None:
            found[match[1].casefold()] = extension
    return found


def by_url(url: str) -> str | None:
    """
    The id of the extension that ``url`` declares, whatever its version; ``None`` when none that ships is meant.

    A version other than ours may differ in details; fields that ours lacks are then told as additional.
    """
    match = _REPOSITORY.search(url)
    return _repositories().get(match[1].casefold()) if match is not None else None
