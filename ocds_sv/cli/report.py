"""``ocds-sv report``: a report that was saved, in another form or language."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say
from ocds_sv.cli.names import near
from ocds_sv.errors import InputBroken, InputNotFound, UsageError

_PARTS = ("schemaVersion", "verdict", "results")


def command() -> click.Command:
    """The command ``report``."""
    return click.Command(
        "report",
        callback=render,
        params=[
            click.Argument(["report"], metavar=say("RAPPORT.json", "REPORT.json")),
            click.Option(
                ["--format", "form"],
                metavar=say("FORM", "FORMAT"),
                help=say(
                    "text, json, jsonl, html, md, xlsx, csv, sarif, junit eller github. "
                    "Annars som -o slutar, annars text.",
                    "text, json, jsonl, html, md, xlsx, csv, sarif, junit or github. "
                    "Otherwise as -o ends, otherwise text.",
                ),
            ),
            click.Option(
                ["-o", "--output"],
                metavar=say("FIL", "FILE"),
                help=say("Filen som skrivs; annars skärmen.", "The file to write; otherwise the screen."),
            ),
            *options.common(),
        ],
        help=say(
            "Visa en sparad rapport från check i en annan form eller på ett annat språk.",
            "Show a saved report of check in another form or language.",
        ),
        short_help=say("Visa en sparad rapport i en annan form.", "Show a saved report in another form."),
        options_metavar=options.metavar(),
    )


def render(report: str, form: str | None, output: str | None, *, plain: bool) -> None:
    """Read the report, and write it whole or show it."""
    from ocds_sv.jsonio import write_file  # noqa: PLC0415 # see convert.py
    from ocds_sv.report import FORMATS  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=plain)
    name = form or _by_ending(output) or "text"
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(
            reason=f"there is no format '{name}'{near(name, FORMATS)}; there are {known}",
            reason_sv=f"formen '{name}' finns inte{near(name, FORMATS)}; de som finns är {known}",
        )
    if output is None and FORMATS[name].binary and sys.stdout.isatty():
        raise UsageError(
            reason=f"{name} is nothing for a screen: give -o FILE{FORMATS[name].suffix}",
            reason_sv=f"{name} går inte att visa på skärmen: ange -o FIL{FORMATS[name].suffix}",
        )
    if output is not None and output != "-" and Path(output).resolve() == Path(report).resolve():
        raise UsageError(
            reason=f"'{output}' would be overwritten: it is the report itself",
            reason_sv=f"'{output}' skulle skrivas över: den är rapporten själv",
        )
    content = FORMATS[name].render(_read(report), current())
    if output is None:
        click.echo(content, nl=False)
    else:
        write_file(output, content)


def _by_ending(output: str | None) -> str | None:
    from ocds_sv.report import FORMATS  # noqa: PLC0415 # see convert.py

    ending = Path(output or "").suffix.lower()
    return next((name for name, form in FORMATS.items() if form.suffix == ending), None)


def _read(name: str) -> dict[str, Any]:
    """
    The report in the file, or on standard input for ``-``.

    Raises:
        InputNotFound: there is no such file.
        InputBroken: it is no report of ``ocds-sv check``.
    """
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        from ocds_sv.jsonio.reasons import reason_of_reading as why  # noqa: PLC0415 # see convert.py

        raise InputNotFound(place=name, reason=why(error, "en"), reason_sv=why(error, "sv")) from None
    try:
        report = orjson.loads(content)
    except orjson.JSONDecodeError:
        report = None
    if not isinstance(report, dict) or any(part not in report for part in _PARTS):
        raise InputBroken(
            place=name,
            reason="no report of ocds-sv check; make one with: ocds-sv check INPUT -o report.json",
            reason_sv="ingen rapport från ocds-sv check; gör en med: ocds-sv check INDATA -o rapport.json",
        )
    return report
