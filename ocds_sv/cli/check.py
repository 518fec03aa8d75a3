"""``ocds-sv check``: OCDS data of anyone's, what is wrong in it, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
import orjson

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say

FORMATS = ("text", "json")
NEVER = "never"
FAIL_ON = ("blocker", "error", "warning", "notice", NEVER)
FINDINGS, INCOMPLETE, WITHHELD = 1, 4, 5


def command() -> click.Command:
    """The command ``check``."""
    return click.Command(
        "check",
        callback=lambda inputs, **given: check(inputs, Request(**given)),
        params=[
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("INDATA...", "INPUT...")),
            click.Option(
                ["-o", "--output"],
                metavar=say("RAPPORT.json", "REPORT.json"),
                help=say("Skriv rapporten hit.", "Write the report here."),
            ),
            click.Option(
                ["--format", "form"],
                type=click.Choice(FORMATS),
                default="text",
                help=say("Vad som skrivs på skärmen.", "What is written on the screen."),
            ),
            click.Option(
                ["--fail-on"],
                type=click.Choice(FAIL_ON),
                default="error",
                help=say("Svara 1 vid fynd från denna nivå.", "Answer 1 for findings from this severity on."),
            ),
            click.Option(
                ["--select"],
                multiple=True,
                metavar=say("REGEL", "RULE"),
                help=say("Bara denna regel.", "Only this rule."),
            ),
            click.Option(
                ["--ignore"],
                multiple=True,
                metavar=say("REGEL", "RULE"),
                help=say("Inte denna regel.", "Not this rule."),
            ),
            click.Option(
                ["--extension", "extensions"],
                multiple=True,
                metavar="ID",
                help=say("Ett tillägg som används, utöver paketets.", "An extension in use, beside the package's."),
            ),
            click.Option(
                ["--engine"],
                type=click.Choice(["fast", "reference"]),
                default="fast",
                help=say("Motorn för JSON-schema.", "The engine of JSON Schema."),
            ),
            click.Option(
                ["--workers"],
                type=click.IntRange(min=1),
                metavar=say("ANTAL", "NUMBER"),
                help=say("Antal processer; annars efter indatas storlek.", "Processes; otherwise by the input's size."),
            ),
            click.Option(
                ["--as-of"],
                type=click.DateTime(["%Y-%m-%d"]),
                metavar=say("DATUM", "DATE"),
                help=say("Datumet som räknas som i dag.", "The date that stands for today."),
            ),
            *options.common(),
        ],
        help=say(
            "Granska OCDS: releaser, poster och paket, i filer, mappar, arkiv eller från standard in (-).",
            "Check OCDS: releases, records and packages, in files, folders, archives or from standard input (-).",
        ),
        short_help=say("Granska OCDS-data.", "Check OCDS data."),
        options_metavar=options.metavar(),
    )


@dataclass(frozen=True, kw_only=True)
class Request:
    """The options as the user gave them."""

    output: str | None
    form: str
    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extensions: tuple[str, ...]
    engine: str
    workers: int | None
    as_of: datetime | None
    plain: bool


def check(inputs: tuple[str, ...], request: Request) -> int:
    """Check, write the report, and answer with the exit code."""
    from ocds_sv.checks import check_files  # noqa: PLC0415 # see convert.py
    from ocds_sv.jsonio import write_file  # noqa: PLC0415 # the same
    from ocds_sv.report.text import lines  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=request.plain)
    report = check_files(
        inputs,
        extensions=request.extensions,
        as_of=request.as_of.date() if request.as_of is not None else None,
        select=request.select,
        ignore=request.ignore,
        engine=request.engine,
        workers=request.workers,
    )
    encoded = orjson.dumps(report, option=orjson.OPT_INDENT_2)
    if request.output is not None:
        write_file(request.output, encoded + b"\n")
    if request.form == "json":
        console.put(encoded.decode())
    else:
        for line in lines(report, current()):
            console.put_line(line)
    return exit_code(report, request.fail_on)


def exit_code(report: dict[str, Any], fail_on: str) -> int:
    """The design's exit codes; a personal number outranks everything."""
    counts = report["verdict"]["counts"]
    if counts["blocker"]["rules"]:
        return WITHHELD
    if not report["verdict"]["complete"]:
        return INCOMPLETE
    levels = () if fail_on == NEVER else FAIL_ON[: FAIL_ON.index(fail_on) + 1]
    return FINDINGS if any(counts[level]["rules"] for level in levels) else 0
