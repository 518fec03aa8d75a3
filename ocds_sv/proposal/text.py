"""A proposed mapping as YAML, with its doubts as comments and questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ocds_sv.inspection import Table, Value
from ocds_sv.proposal.columns import Guessed, guessed, names_a_person
from ocds_sv.proposal.recognition import Known
from ocds_sv.proposal.release import Release

_SV = {
    "title": "Ny mappning (gissad; granska varje rad)",
    "group": "rader med samma nyckel blir en release",
    "key": "det som skiljer en upphandling eller ett avtal från andra, för alltid; ändra om det är fel",
    "unmapped": "svara på frågan: flytta kolumnen till columns och använd den, eller skriv skälet att den lämnas",
    "buyer_id": "köparens organisationsnummer",
    "buyer_name": "köparens namn",
    "date": "datum för uppgifterna, ÅÅÅÅ-MM-DD",
    "like": "som i",
    "values": "enligt värdena",
    "else": "annars",
    "nothing": "inget annat",
    "question": "FRÅGA: vad betyder kolumnen?",
    "person": "kan namnge en person; publiceras inte utan att någon har beslutat det",
    "filled": "ifylld",
    "perhaps": "kanske",
    "empty": "tom",
    "date kind": "datum",
    "personal number": "personnummer",
    "masked": "maskerat",
    "amount": "belopp",
    "number": "heltal",
    "procedure": "förfarande",
    "yes or no": "ja/nej",
    "code": "kod",
}
_EN = {
    "title": "A new mapping (guessed; look at every line)",
    "group": "rows with the same key become one release",
    "key": "what tells one procurement or contract from all others, for ever; change it if it is wrong",
    "unmapped": "answer the question: move the column to columns and use it, or write why it is left out",
    "buyer_id": "the buyer's organisationsnummer",
    "buyer_name": "the buyer's name",
    "date": "the date of the data, YYYY-MM-DD",
    "like": "as in",
    "values": "by its values",
    "else": "else",
    "nothing": "nothing else",
    "question": "QUESTION: what does the column mean?",
    "person": "may name a person; not to be published unless somebody has decided so",
    "filled": "filled",
    "perhaps": "perhaps",
    "empty": "empty",
    "date kind": "date",
}
_KIND_WORDS = {Value.DATE: "date kind"}


def yaml_lines(table: Table, known: Sequence[Known], lang: str) -> Iterator[str]:
    """The mapping as YAML with its doubts as comments, line by line; ``lang`` is that of the comments."""
    columns = guessed(table, known)
    release = Release(columns)
    words = _SV if lang == "sv" else _EN
    yield "# yaml-language-server: $schema=mapping.schema.json"
    yield f"title: {_quoted(words['title'])}"
    if release.extensions:
        yield f"extensions: [{', '.join(sorted(release.extensions))}]"
    yield "source:"
    if table.sheet:
        yield f"  sheets: {_quoted(table.sheet)}"
    if release.key != "{@row}":
        yield '  group: "{$key}"  # ' + words["group"]
    yield "  columns:"
    used = [one for one in columns if one.guess is not None]
    for one in used:
        yield f"    {one.name}: [{_quoted(one.column.name)}]  # {_reason(one, words)}"
    yield from _params(release, words)
    yield "values:"
    yield f"  key: {_quoted(release.key)}  # {words['key']}"
    if release.lookups:
        yield "lookups:"
        for name, (of, value) in release.lookups.items():
            yield f"  {name}: {{table: {of}, value: {value}, else: show}}"
    unknown = [one for one in columns if one.guess is None]
    if unknown:
        yield f"unmapped:  # {words['unmapped']}"
        for one in unknown:
            yield f"  {_quoted(one.column.name)}: {_quoted(_question(one, table, words))}"
    yield "release:"
    yield '  ocid: "{$ocid_prefix}-{$key}"'
    yield f"  date: {{from: {_quoted(release.date() or '{$date}')}, required: true}}"
    yield f"  tag: [{', '.join(release.tags())}]"
    yield "  initiationType: tender"
    yield "  language: sv"
    order = ("buyer", "parties", "planning", "tender", "bids", "awards", "contracts")
    for name in sorted(release.tree, key=lambda name: order.index(name) if name in order else len(order)):
        yield from _emitted(name, release.tree[name], 1)


def _params(release: Release, words: dict[str, str]) -> Iterator[str]:
    needed = [] if release.has_buyer else ["buyer_id", "buyer_name"]
    needed += [] if release.date() else ["date"]
    if needed:
        yield "params:"
        for name in needed:
            yield f"  {name}: {{required: true, help: {_quoted(words[name])}}}"


def _reason(one: Guessed, words: dict[str, str]) -> str:
    assert one.guess is not None
    like = f"{words['like']} {one.guess.known.mapping}" if one.guess.known else words["values"]
    return f"{one.guess.meaning} {one.guess.confidence:.0%} ({like}); {words['else']} {_runner_up(one, words)}"


def _runner_up(one: Guessed, words: dict[str, str]) -> str:
    if not one.others:
        return words["nothing"]
    return f"{one.others[0].meaning} {one.others[0].confidence:.0%}"


def _question(one: Guessed, table: Table, words: dict[str, str]) -> str:
    filled = one.column.filled / table.sampled if table.sampled else 0
    kinds = [kind for kind, _ in one.column.kinds.most_common(1)]
    kind = words.get(_KIND_WORDS.get(kinds[0], str(kinds[0])), str(kinds[0])) if kinds else words["empty"]
    shown = "" if not kinds or kinds[0] is Value.TEXT else " " + next(iter(one.column.shapes), "")
    if names_a_person(one.column.name):
        return words["person"]
    held = f"{filled:.0%} {words['filled']}, {kind}{shown}"
    return f"{words['question']} ({held}; {words['perhaps']} {_runner_up(one, words)})"


def _emitted(name: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - any part of a release
    pad = "  " * depth
    if isinstance(value, dict) and "from" not in value:
        yield f"{pad}{name}:"
        for key, inner in value.items():
            yield from _emitted(key, inner, depth + 1)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{pad}{name}:"
        for block in value:
            lines = [line for key, inner in block.items() for line in _emitted(key, inner, depth + 2)]
            yield f"{pad}  - {lines[0].strip()}"
            yield from lines[1:]
    else:
        yield f"{pad}{name}: {_scalar(value)}"


def _scalar(value: Any) -> str:  # noqa: ANN401 - a text, a list of texts, or a block with from
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_scalar(inner)}" for key, inner in value.items()) + "}"
    return _quoted(value) if "{" in value else str(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
