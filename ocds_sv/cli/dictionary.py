"""What the standard's words mean, told to people: one entry, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from textwrap import wrap

from ocds_sv.cli import console
from ocds_sv.cli.language import say
from ocds_sv.standard.entries import CodelistEntry, Entry, ExtensionEntry, FieldEntry, Named, TypeEntry

LABEL = 16
LONGEST_NAME = 30
WIDEST = 100


def lines(entry: Entry) -> Iterator[str]:
    """The entry: its name, its text, and then its facts."""
    kind, facts = _parts(entry)
    yield f"{console.strong(entry.name)} ({kind})"
    yield from _wrapped(f"{entry.title}. {entry.description}", "", "")
    yield from facts


def _parts(entry: Entry) -> tuple[str, Iterator[str]]:
    match entry:
        case FieldEntry():
            return say("fält", "field"), _field(entry)
        case CodelistEntry():
            return say("kodlista", "codelist"), _codelist(entry)
        case ExtensionEntry():
            return say("tillägg", "extension"), _extension(entry)
        case TypeEntry():
            return say("typ", "type"), _type(entry)


def _field(entry: FieldEntry) -> Iterator[str]:
    yield from _fact(say("typ", "type"), _kind(entry))
    yield from _fact(say("krävs", "required"), say("ja", "yes") if entry.required else say("nej", "no"))
    yield from _fact(say("sammanslagning", "merging"), _merging(entry))
    if entry.extension:
        yield from _fact(say("tillägg", "extension"), entry.extension)
    if entry.deprecated:
        yield from _fact(say("avråds", "deprecated"), say("ja, använd något annat", "yes, use something else"))
    if entry.codelist:
        yield from _fact(say("kodlista", "codelist"), f"{entry.codelist.name}, {_openness(entry.codelist)}")
        yield from _codes(entry.codelist, whole=False)
    yield from _section(say("fält under det", "fields below"), entry.children)


def _codelist(entry: CodelistEntry) -> Iterator[str]:
    yield from _fact(say("slag", "kind"), _openness(entry))
    yield from _fact(say("används av", "used by"), ", ".join(entry.fields))
    yield from _codes(entry, whole=True)


def _extension(entry: ExtensionEntry) -> Iterator[str]:
    yield from _fact(say("adress", "address"), entry.url)
    if entry.needs:
        yield from _fact(say("förutsätter", "needs"), ", ".join(entry.needs))
    yield from _section(say("fält", "fields"), entry.fields)


def _type(entry: TypeEntry) -> Iterator[str]:
    if entry.used_by:
        yield from _fact(say("används av", "used by"), ", ".join(entry.used_by))
    yield from _section(say("fält", "fields"), entry.fields)


def _kind(entry: FieldEntry) -> str:
    """The type in words, with its name in the schema where it has one."""
    if entry.type == "array":
        kind = say("lista med ", "list of ") + _word(entry.items or "", plural=True)
    else:
        kind = _word(entry.format or entry.type, plural=False)
    return f"{kind} ({entry.definition})" if entry.definition else kind


def _word(kind: str, *, plural: bool) -> str:
    words = {
        "object": (say("objekt", "object"), say("objekt", "objects")),
        "string": ("text", say("texter", "texts")),
        "number": (say("tal", "number"), say("tal", "numbers")),
        "integer": (say("heltal", "whole number"), say("heltal", "whole numbers")),
        "boolean": (say("sant eller falskt", "true or false"),) * 2,
        "array": (say("lista", "list"), say("listor", "lists")),
        "date-time": (say("datum med klockslag", "date with time"),) * 2,
        "uri": (say("webbadress", "web address"),) * 2,
        "email": (say("e-postadress", "e-mail address"),) * 2,
    }
    return words[kind][plural]


def _merging(entry: FieldEntry) -> str:
    """What becomes of the field when the releases of a process are compiled into one."""
    match entry.merge:
        case "omitWhenMerged":
            return say("utelämnas", "left out")
        case "wholeListMerge":
            return say("den nyaste listan ersätter de äldre", "the newest list replaces older ones")
        case "identifierMerge":
            return say("objekten förenas efter sina id", "the objects are united by their ids")
    if entry.type == "object":
        return say("fält för fält", "field by field")
    return say("det nyaste värdet gäller", "the newest value counts")


def _openness(codelist: CodelistEntry) -> str:
    if codelist.open:
        return say("öppen: egna koder får läggas till", "open: codes of one's own may be added")
    return say("sluten: bara dessa koder", "closed: these codes only")


def _codes(codelist: CodelistEntry, *, whole: bool) -> Iterator[str]:
    """The codes, or where to see them when there are names of half the world."""
    heading = say("koder", "codes")
    if whole or codelist.described:
        yield from _section(heading, codelist.codes, described=codelist.described)
    else:
        count = console.number(len(codelist.codes))
        yield from _fact(heading, say(f"{count}, se: ", f"{count}, see: ") + f"ocds-sv standard show {codelist.name}")


def _section(heading: str, listed: Iterable[Named], *, described: bool = False) -> Iterator[str]:
    rows = [(one.name, _said(one, described=described)) for one in listed]
    if not rows:
        return
    yield ""
    yield console.strong(heading)
    width = min(LONGEST_NAME, max(len(name) for name, _ in rows))
    for name, text in rows:
        yield from _wrapped(text, f"  {name:<{width}}  ", " " * (width + 4))


def _said(one: Named, *, described: bool) -> str:
    text = f"{one.title}. {one.description}" if described else one.title
    return f"{text} [{one.extension}]" if one.extension else text


def _fact(label: str, text: str) -> Iterator[str]:
    yield from _wrapped(text, f"  {label:<{LABEL}}", " " * (LABEL + 2))


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    width = min(WIDEST, get_terminal_size().columns)
    yield from wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
