"""
Swedish or English, for our words and for click's.

Both texts of a message stand side by side in the code: ``say("svenska", "English")`` picks one, so none can be missing.
"""

from __future__ import annotations

import gettext
import json
import locale
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("sv", "en")
CLICK_WORDS = Path(__file__).with_name("click_sv.json")

_PLAIN, _PLURAL = gettext.gettext, gettext.ngettext
_current: ContextVar[str] = ContextVar("language", default="en")


def say(swedish: str, english: str) -> str:
    """The text in the language of this run."""
    return swedish if _current.get() == "sv" else english


def current() -> str:
    """``"sv"`` or ``"en"``."""
    return _current.get()


def choose(args: Sequence[str]) -> None:
    """
    Settle the language before anything is said.

    ``--lang`` wins, then ``OCDS_SV_LANG``, then the system's own language; what is neither is English.
    """
    wanted = _option(args) or os.environ.get("OCDS_SV_LANG", "") or _system()
    _current.set("sv" if wanted.casefold().startswith("sv") else "en")


def _option(args: Sequence[str]) -> str:
    """What follows ``--lang``: help texts are made before click has read the options."""
    for place, word in enumerate(args):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(args):
            return args[place + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return ""


def _system() -> str:
    # POSIX: the first of the three that is set decides, even when it says C.
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 # only Windows needs it

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


@contextmanager
def click_speaks() -> Iterator[None]:
    """
    Make click ask us for its words; click is to be imported inside.

    click binds ``gettext.gettext`` when it is imported, so ours stands there for just that long. Where somebody has
    imported click before, such as a cluster's library, ours takes the place of what is bound.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "click"]:
        _rebind(vars(sys.modules[name]))
    gettext.gettext, gettext.ngettext = _gettext, _ngettext
    try:
        yield
    finally:
        gettext.gettext, gettext.ngettext = _PLAIN, _PLURAL


def _rebind(names: dict[str, object]) -> None:
    for name, bound in names.items():
        if bound is _PLAIN or bound is _PLURAL:
            names[name] = _gettext if bound is _PLAIN else _ngettext


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = json.loads(CLICK_WORDS.read_text(encoding="utf-8"))
    return words


def _gettext(message: str) -> str:
    return _words().get(message) or _PLAIN(message) if current() == "sv" else message


def _ngettext(msgid1: str, msgid2: str, n: int) -> str:
    message = msgid1 if n == 1 else msgid2
    return _words().get(message) or _PLURAL(msgid1, msgid2, n) if current() == "sv" else message
