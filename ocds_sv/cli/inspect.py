"""``ocds-sv inspect``: what a file holds, and which shipped mapping fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from ocds_sv.cli import console, options, summary
from ocds_sv.cli.language import current, say
from ocds_sv.errors import InputError, UsageError

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.detection import Match
    from ocds_sv.findings import Findings
    from ocds_sv.inspection import Column, Table

WIDTH = 80
NAME, SHAPE, FILLED = 30, 18, 6
"""Characters that a column's name and its masked form take at most, and those of the share that is filled."""

KINDS = 3
WORDS = "text"
MATCHES = 3
INCOMPLETE = 4

_KINDS_SV = {
    "personal number": "personnummer",
    "procedure": "förfarande",
    "masked": "maskerat",
    "date": "datum",
    "amount": "belopp",
    "number": "heltal",
    "yes or no": "ja/nej",
    "code": "kod",
}
_FACTS_SV = {
    "format": "format",
    "encoding": "kodning",
    "delimiter": "avgränsare",
    "header": "rubrikrad",
}


def command() -> click.Command:
    """The command ``inspect``."""
    return click.Command(
        "inspect",
        callback=inspect,
        params=[
            click.Argument(["file"], metavar=say("FIL", "FILE")),
            click.Option(
                ["--sheet"], metavar=say("BLAD", "SHEET"), help=say("Bara detta blad (även dolt).", "Only this sheet.")
            ),
            click.Option(
                ["--new"],
                metavar=say("MAPPNING.yaml", "MAPPING.yaml"),
                help=say(
                    "Skriv en mappning att börja från: gissningar med säkerhet, och frågor om resten (- är stdout).",
                    "Write a mapping to start from: guesses with their confidence, and questions (- is stdout).",
                ),
            ),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Visa hur FIL är skriven, dess kolumner och värden (maskerade), och vilka mappningar som passar.",
            "Show how FILE is written, its columns and values (masked), and which mappings fit.",
        ),
        short_help=say("Visa vad en fil innehåller.", "Show what a file holds."),
        options_metavar=options.metavar(),
    )


def inspect(file: str, sheet: str | None, new: str | None, *, json: bool, plain: bool) -> None:
    """Read once for the columns and once for the mappings, and tell; members of an archive that cannot be read, too."""
    from ocds_sv.findings import Findings  # noqa: PLC0415 # see convert.py

    click.get_current_context().color = console.wants_colour(plain=plain)
    if file == "-":
        raise UsageError(
            reason="inspect reads the file more than once and needs its name",
            reason_sv="inspect läser filen flera gånger och behöver dess namn",
        )
    findings = Findings()
    broken: list[InputError] = []
    tables = [] if new is None and _is_xml(file) else list(_tables(file, sheet, findings, broken))
    if broken and not tables:
        raise broken[0]
    if new is None:
        _tell(file, tables, findings, broken, json=json)
    else:
        _write_new(file, tables, new)
    for error in broken:
        console.note(error.text(current()))
    if broken:
        click.get_current_context().exit(INCOMPLETE)


def _tell(file: str, tables: list[Table], findings: Findings, broken: list[InputError], *, json: bool) -> None:
    from ocds_sv.detection import detect  # noqa: PLC0415 # see convert.py

    matches = detect(file)
    if json:
        console.put_json_for_people(
            {
                "tables": [table.json() for table in tables],
                "findings": findings.json(current()),
                "mappings": [_match_json(match) for match in matches],
                "unread": [error.text(current()) for error in broken],
            }
        )
        return
    for line in (
        *(_tables_told(tables) if tables else _xml_told(file, matches)),
        *_findings_told(findings),
        *_matches_told(matches, f'ocds-sv inspect "{file}" --new' if tables else None),
    ):
        console.put_line(line)


def _is_xml(file: str) -> bool:
    """Whether the file, or the first of several, is XML, which has no columns to show."""
    from ocds_sv.detection import XML  # noqa: PLC0415 # see convert.py
    from ocds_sv.sources import expand, sniff  # noqa: PLC0415 # the same

    return sniff(expand([file])[0]).format == XML


def _xml_told(file: str, matches: Sequence[Match]) -> Iterator[str]:
    """What XML is, and how to see what of its values a mapping reads."""
    yield console.strong(file)
    yield say("  XML, som bara en mappning med `format: xml` läser.", "  XML, which only a mapping of XML reads.")
    if matches:
        command = f'ocds-sv mapping coverage {matches[0].name} "{file}"'
        yield say(f"  Vad den läser av filen: {command}", f"  What it reads of the file: {command}")
    yield ""


def _write_new(file: str, tables: list[Table], new: str) -> None:
    """The mapping of the first table that has columns, and how to go on."""
    from ocds_sv.jsonio import write_file  # noqa: PLC0415 # see convert.py
    from ocds_sv.proposal import propose  # noqa: PLC0415 # the same

    table = next((table for table in tables if table.columns), None)
    if table is None:
        raise UsageError(reason=f"{file} has no table", reason_sv=f"{file} har ingen tabell")
    text = propose(table, current())
    if new == "-":
        console.put(text.rstrip("\n"))
        return
    if Path(new).exists():
        raise UsageError(
            reason=f"{new} is there already; choose another name", reason_sv=f"{new} finns redan; välj ett annat namn"
        )
    write_file(new, text.encode())
    needed = "".join(f" --set {name}=…" for name in _required(new))
    for line in (
        say(
            f"{new}: läs varje rad och svara på frågorna under unmapped. Pröva sedan:",
            f"{new}: read every line and answer the questions under unmapped. Then try:",
        ),
        f'  ocds-sv mapping check "{new}"',
        f'  ocds-sv mapping preview "{new}" "{file}"{needed}',
    ):
        console.note(line)


def _required(mapping: str) -> list[str]:
    """The parameters without which the mapping cannot be tried."""
    from ocds_sv.mapping import Mapping  # noqa: PLC0415 # see convert.py

    return [param.name for param in Mapping.load(mapping).params.values() if param.required and not param.default]


def _tables(file: str, sheet: str | None, findings: Findings, broken: list[InputError]) -> Iterator[Table]:
    """What can be described; ``broken`` gets what is wrong with members of an archive that cannot."""
    from ocds_sv.inspection import profile  # noqa: PLC0415 # see convert.py
    from ocds_sv.sources import SourceSpec, expand, open_streams  # noqa: PLC0415 # the same

    spec = SourceSpec(sheets=(sheet,) if sheet else ())
    for stream in open_streams(expand([file]), spec, findings, [], told=lambda _, error: broken.append(error)):
        try:
            yield profile(stream)
        except InputError as error:
            broken.append(error)


def _match_json(match: Match) -> dict[str, object]:
    return {"name": match.name, "title": match.title, "score": match.score, "missing": list(match.missing)}


def _tables_told(tables: list[Table]) -> Iterator[str]:
    for table in tables:
        yield console.strong(table.file + (f", {say('blad', 'sheet')} {table.sheet}" if table.sheet else ""))
        facts = [
            f"{say(_FACTS_SV.get(name, name), name)}: {value}" for name, value in table.facts.items() if name != "sheet"
        ]
        yield "  " + ", ".join([*facts, say(f"rader: {table.rows}", f"rows: {table.rows}")])
        for name, count in table.skipped.items():
            reason = summary.skip_reason(name)
            yield say(f"  överhoppade rader ({reason}): {count}", f"  skipped rows ({reason}): {count}")
        if table.sampled < table.rows:
            yield say(
                f"  Kolumnerna är beskrivna efter de första {table.sampled} raderna.",
                f"  The columns are described by the first {table.sampled} rows.",
            )
        names = (say("kolumn", "column"), say("ifyllt", "filled"), say("innehåll", "content"))
        told = [(*names, say("ser ut som", "looks like")), *(_told(column, table.sampled) for column in table.columns)]
        yield from _in_columns(told)
        yield ""


def _in_columns(rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
    """The cells below each other, within ``WIDTH``: what is longer goes on below."""
    name = min(NAME, max(len(row[0]) for row in rows))
    shape = min(SHAPE, max(len(row[3]) for row in rows))
    content = WIDTH - len("  ") * 3 - len(" ") - name - FILLED - shape
    for names, filled, contents, shown in rows:
        form = shown if len(shown) <= shape else shown[: shape - 1] + "…"
        lines = zip_longest(wrap(names, name), [filled], wrap(contents, content), [form], fillvalue="")
        for first, second, third, fourth in lines:
            yield f"  {first:<{name}} {second:>{FILLED}}  {third:<{content}}  {fourth}".rstrip()


def _told(column: Column, rows: int) -> tuple[str, str, str, str]:
    filled = column.filled / rows if rows else 0
    total = column.kinds.total()
    content = ", ".join(
        say(_KINDS_SV.get(kind, str(kind)), str(kind)) + _share(count, total)
        for kind, count in column.kinds.most_common(KINDS)
    )
    if column.personal:
        content += say(f"; {column.personal} med personnummer", f"; {column.personal} with personal numbers")
    # What words look like says nothing, so only numbers and codes are shown.
    shown = "" if WORDS in column.kinds else "  ".join(masked for masked, _ in column.shapes.most_common(1))
    return column.name, f"{filled:.0%}", content, shown


def _share(count: int, total: int) -> str:
    """How large a part; what is but nearly none or all is not called so."""
    if count == total:
        return ""
    share = f"{count / total:.0%}"
    return " " + {"0%": "<1%", "100%": ">99%"}.get(share, share)


def _findings_told(findings: Findings) -> Iterator[str]:
    for rule in findings.ordered():
        for finding in findings.examples[rule.id][:1]:
            yield f"{finding.message(current())} ({findings.counts[rule.id]})"


def _matches_told(matches: list[Match], new: str | None) -> Iterator[str]:
    """The mappings that fit, or are near; ``new`` is the command that begins another, which XML has not."""
    from ocds_sv.detection import ENOUGH  # noqa: PLC0415 # see convert.py

    fitting = any(match.score >= ENOUGH for match in matches)
    if not fitting:
        yield say("Ingen mappning passar.", "No mapping fits.") + (
            say(f" Ett utkast till en egen: {new} min.yaml", f" To begin one of your own: {new} my.yaml") if new else ""
        )
    if matches:
        nearest = say("Närmast:", "Nearest:")
        yield console.strong(say("Mappningar som passar:", "Mappings that fit:") if fitting else nearest)
    for match in matches[:MATCHES]:
        missing = say("; saknas: ", "; missing: ") + ", ".join(match.missing) if match.missing else ""
        yield f"  {match.name}  {match.score:.0%}{missing}"
