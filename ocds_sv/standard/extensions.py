"""Extensions by the addresses with which packages declare them."""

from __future__ import annotations

import re
from functools import cache

from ocds_sv.standard import files

_REPOSITORY = re.compile(r"/(ocds_\w+_extension)(?=[/.?#]|$)", re.IGNORECASE)
"""In the address of a repository, of a file or an archive of it, of any version."""

_EXPLORER = re.compile(r"//extensions\.open-contracting\.org/\w+/extensions/(\w+)(?=[/?#]|$)", re.IGNORECASE)
"""The page about an extension in the standard's list of them."""

_RENAMED = {"ocds_bids_extension": "bids"}
"""Repositories under names that they have had."""


@cache
def _repositories() -> dict[str, str]:
    found = dict(_RENAMED)
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
    if match is not None:
        return _repositories().get(match[1].casefold())
    page = _EXPLORER.search(url)
    return page[1] if page is not None and page[1] in files.extension_ids() else None
