"""Texts of a mapping parsed into templates: ``"SE-ON-{Orgnr|orgnr}"``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from ocds_sv.mapping.functions import FUNCTIONS
from ocds_sv.mapping.language import BUILTIN, BUILTINS, ITEM, NUMBER, PARAM, SOURCE, Call, Hole, Template
from ocds_sv.mapping.yamltree import Faults, Mark

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_CALL = re.compile(r"\s*([a-z_]+)\s*(?:\((.*)\))?\s*$", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(?:'([^']*)'|([^,']+?))\s*(?:,|$)")
_ALONE = {"#": NUMBER, ".": ITEM}
_SIGNS = {"$": PARAM, "@": BUILTIN}
_PIPE = re.compile(r"\|(?=(?:[^']*'[^']*')*[^']*$)")


def near(name: str, names: Iterable[str]) -> tuple[str, str]:
    """A remark in Swedish and English that names the words closest to ``name``; empty when none is."""
    close = difflib.get_close_matches(name, list(names), n=3, cutoff=0.6)
    if not close:
        return "", ""
    words = ", ".join(f"'{word}'" for word in close)
    return f" (menade du {words}?)", f" (did you mean {words}?)"


Split = Callable[[str], list[str]]
"""What tells a hole's name from the functions after it."""


def parse_template(text: str, mark: Mark, path: str, faults: Faults, split: Split = _PIPE.split) -> Template:
    """The template written as ``text``; braces are doubled to stand for themselves."""
    parts: list[str | Hole] = []
    literal = ""
    end = 0
    for match in _PIECE.finditer(text):
        literal += text[end : match.start()]
        end = match.end()
        piece = match.group()
        if match.group(1) is None:
            if len(piece) == 1:
                faults.add(mark, path, f"ensam klammer '{piece}'", f"a lone brace '{piece}'")
            literal += piece[0]
            continue
        hole = parse_hole(match.group(1), mark, path, faults, split)
        if hole is not None:
            parts += [literal, hole] if literal else [hole]
            literal = ""
    literal += text[end:]
    if literal:
        parts.append(literal)
    return Template(tuple(parts))


def parse_hole(body: str, mark: Mark, path: str, faults: Faults, split: Split = _PIPE.split) -> Hole | None:
    """What stands between braces; ``None`` after noting a fault."""
    name, *calls = split(body)
    parsed = tuple(call for text in calls if (call := parse_call(text, mark, path, faults)) is not None)
    name = name.strip()
    if not name:
        faults.add(mark, path, "tomt hål '{}'", "an empty hole '{}'")
        return None
    if name in _ALONE:
        return Hole(_ALONE[name], name, parsed, mark)
    kind = _SIGNS.get(name[0], SOURCE)
    if kind == BUILTIN and name[1:] not in BUILTINS:
        sv, en = near(name[1:], BUILTINS)
        faults.add(mark, path, f"'{name}' finns inte{sv}", f"there is no '{name}'{en}")
        return None
    return Hole(kind, name if kind == SOURCE else name[1:], parsed, mark)


def parse_call(text: str, mark: Mark, path: str, faults: Faults) -> Call | None:
    """A function call such as ``before(' ')``; ``None`` after noting a fault."""
    match = _CALL.match(text)
    name = match.group(1) if match else text.strip()
    function = FUNCTIONS.get(name)
    if match is None or function is None:
        sv, en = near(name, FUNCTIONS)
        faults.add(mark, path, f"funktionen '{name}' finns inte{sv}", f"there is no function '{name}'{en}")
        return None
    args = _arguments(match.group(2))
    if not function.least <= len(args) <= function.most:
        wanted = f"{function.least}" if function.least == function.most else f"{function.least}–{function.most}"
        faults.add(
            mark,
            path,
            f"funktionen '{name}' tar {wanted} argument, inte {len(args)}",
            f"the function '{name}' takes {wanted} arguments, not {len(args)}",
        )
        return None
    for arg in args:
        if function.choices and arg not in function.choices:
            sv, en = near(arg, function.choices)
            faults.add(mark, path, f"{name}('{arg}') finns inte{sv}", f"there is no {name}('{arg}'){en}")
            return None
    return Call(function, args)


def _arguments(text: str | None) -> tuple[str, ...]:
    if not text or not text.strip():
        return ()
    return tuple(
        quoted if (quoted := match.group(1)) is not None else match.group(2) for match in _ARGUMENT.finditer(text)
    )
