"""``ocds-sv flatten``: releases as tables."""

from __future__ import annotations

import click

from ocds_sv.cli import console, options, summary
from ocds_sv.cli.language import current, say
from ocds_sv.errors import OcdsSvError, UsageError
from ocds_sv.findings import Severity

LABELS = ("names", "sv", "en")
FINDINGS = 1


def command() -> click.Command:
    """The command ``flatten``."""
    return click.Command(
        "flatten",
        callback=flatten,
        params=[
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("INDATA...", "INPUT...")),
            click.Option(
                ["-o", "--output"],
                required=True,
                metavar=say("MÅL", "TARGET"),
                help=say(
                    "En mapp (CSV), eller ett namn på .xlsx, .sqlite, .parquet (en mapp) eller .duckdb.",
                    "A folder (CSV), or a name in .xlsx, .sqlite, .parquet (a folder) or .duckdb.",
                ),
            ),
            click.Option(
                ["--labels"],
                type=click.Choice(LABELS),
                help=say(
                    "Rubriker: namnen eller ord på svenska eller engelska.",
                    "Headers: the names, or words in Swedish or English.",
                ),
            ),
            click.Option(
                ["--excel-sv"],
                is_flag=True,
                help=say(
                    "CSV för svenska Excel: semikolon, decimalkomma, inga formler.",
                    "CSV for a Swedish Excel: semicolons, decimal commas, no formulas.",
                ),
            ),
            options.as_json(),
            options.quiet(),
            *options.common(),
        ],
        help=say(
            "Gör releaser och sammanställda releaser till tabeller: processer, upphandlingar, tilldelningar, avtal, "
            "betalningar, parter och mer. Sammanställ först (compile), om varje process ska vara en rad.",
            "Turn releases and compiled releases into tables: processes, tenders, awards, contracts, transactions, "
            "parties and more. Compile first, if each process is to be a row.",
        ),
        short_help=say("Gör releaser till tabeller.", "Turn releases into tables."),
        options_metavar=options.metavar(),
    )


def flatten(
    *, inputs: tuple[str, ...], output: str, labels: str | None, excel_sv: bool, json: bool, quiet: bool, plain: bool
) -> int:
    """Write the tables and answer with the exit code."""
    from ocds_sv.tables import flatten_files  # noqa: PLC0415 # see convert.py

    click.get_current_context().color = console.wants_colour(plain=plain)
    try:
        if output == "-":
            raise UsageError(
                reason="tables are many: give a folder or a file",
                reason_sv="tabellerna är flera: ange en mapp eller fil",
            )
        account = flatten_files(inputs, output, labels=labels, lang=current(), excel=excel_sv)
    except OcdsSvError as error:
        if json:
            console.note(error.text(current()))
            console.put_json(summary.failure(error))
            return error.exit_code
        raise
    code = FINDINGS if account.findings.total(Severity.ERROR) else 0
    if quiet:
        told = [*summary.serious(account, Severity.ERROR)]
    else:
        releases, rows = console.number(account.releases), console.number(account.rows.total())
        told = [
            say(f"{releases} releaser lästa, {rows} rader skrivna.", f"{releases} releases read, {rows} rows written."),
            *(f"  {name:<48}{console.number(count):>10}" for name, count in account.rows.items()),
            *summary.findings(account, examples=1),
        ]
    for line in told:
        console.note(line)
    if json:
        console.put_json({**account.summary(), "output": output, "exit_code": code})
    return code
