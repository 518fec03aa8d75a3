"""OCDS 1.0 to 1.1: parties get a list of their own, and old words give way to new ones; ocdskit knows how."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from ocdskit.upgrade import upgrade_record_10_11, upgrade_release_10_11

from ocds_sv.checks.documents import entries
from ocds_sv.jsonio import Output, encode
from ocds_sv.jsonio.exact import loads
from ocds_sv.packaging.options import Options
from ocds_sv.packaging.wrapping import Account, Wrapper, date_of, items_of


class _Counted(logging.Handler):
    """
    Counts what ocdskit warns of: parties that differ, of which one stands.

    It warns with all that is known of them, which may be persons: that is on no screen unless asked for.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(logging.WARNING)
        self._account = account

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - nothing of it is told
        self._account.differing += 1


def upgrade_files(inputs: Sequence[str], target: str, options: Options) -> Account:
    """
    Write the releases or records of ``inputs`` as OCDS 1.1: a line each (``.jsonl``, ``-``) or one package (``.json``).

    Those that follow 1.1 already stay as they are.

    Raises:
        InputError: an input is absent, locked, no JSON, or of two kinds.
        OutputError: the output could not be written; nothing partial is left.
    """
    account = Account()
    with ExitStack() as stack:
        logger, counted = logging.getLogger("ocdskit"), _Counted(account)
        logger.addHandler(counted)
        stack.callback(logger.removeHandler, counted)
        lines = _lines(target, stack)
        wrapper = Wrapper(target, options, account, stack) if lines is None else None
        for entry in items_of(entries(inputs, exact=True)):
            if entry.kind == "package":
                if wrapper is not None:
                    wrapper.heads.take(entry.value)
                continue
            value: dict[str, Any] = loads(entry.text) if entry.text is not None else entry.value
            if entry.kind != "versioned" and _is_old(value):
                upgrade = upgrade_record_10_11 if entry.kind == "record" else upgrade_release_10_11
                upgrade(value, reorder=False)
            if lines is not None:
                lines.write(encode(value))
                account.items += 1
            elif wrapper is not None:
                wrapper.add(encode(value), "records" if entry.kind == "record" else "releases", date_of(value))
        if wrapper is not None:
            wrapper.finish()
    account.packages = account.packages or [target]
    return account


def _lines(target: str, stack: ExitStack) -> Output | None:
    if target.casefold().removesuffix(".gz").endswith(".json"):
        return None
    return stack.enter_context(Output(target))


def _is_old(item: dict[str, Any]) -> bool:
    """Whether a release, or a record's releases, follow OCDS 1.0: parties came with 1.1, and so ocdskit tells, too."""
    releases = item.get("releases")
    held = [item, item.get("compiledRelease"), *(releases if isinstance(releases, list) else [])]
    return not any(isinstance(one, dict) and "parties" in one for one in held)
