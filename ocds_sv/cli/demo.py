"""``ocds-sv demo``: an export, its releases and what was found, in ten seconds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocds_sv.cli import console, options, summary
from ocds_sv.cli.language import current, say
from ocds_sv.errors import OutputError
from ocds_sv.jsonio.reasons import reason

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.conversion import Run
    from ocds_sv.demo_data import Sample

FOLDER = "ocds-sv-demo"
COMMAND = "OCDS_SV_COMMAND"
"""The environment variable in which ``run.py`` says how it was called: who has no ``ocds-sv`` can do the same again."""
RULES = 4
"""How many rules are shown for each file."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sample and what became of it."""

    sample: Sample
    output: Path
    report: Path
    run: Run


def command() -> click.Command:
    """The command ``demo``."""
    return click.Command(
        "demo",
        callback=demo,
        params=[
            click.Argument(["folder"], default=FOLDER, metavar=say("[MAPP]", "[FOLDER]")),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Skriv en liten påhittad export i MAPP (annars ocds-sv-demo), gör om den till OCDS och visa fynden.",
            "Write a small invented export into FOLDER (otherwise ocds-sv-demo), convert it and show the findings.",
        ),
        short_help=say(
            "Börja här: från export till OCDS på tio sekunder.", "Begin here: from export to OCDS in ten seconds."
        ),
        options_metavar=options.metavar(),
    )


def demo(folder: str, *, json: bool, plain: bool) -> int:
    """Write, convert, tell; what is doubtful in the sample is meant, so it is no failure."""
    click.get_current_context().color = console.wants_colour(plain=plain)
    made = [_convert(sample) for sample in _write(Path(folder))]
    if json:
        console.put_json_for_people(
            [{"input": str(it.sample.path), "output": str(it.output), **it.run.summary()} for it in made]
        )
    else:
        for it in made:
            for line in _told(it):
                console.put_line(line)
        for line in _next(made):
            console.put_line(line)
    return 0 if all(it.run.complete for it in made) else 4


def _write(folder: Path) -> list[Sample]:
    from ocds_sv import demo_data  # noqa: PLC0415 # only the demo needs it

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(place=folder, reason=reason(error, "en"), reason_sv=reason(error, "sv")) from None
    return demo_data.write(folder)


def _convert(sample: Sample) -> Made:
    from ocds_sv.conversion import Options, convert_files  # noqa: PLC0415 # see convert.py

    output = sample.path.with_suffix(".releases.jsonl")
    report = sample.path.with_suffix(".report.json")
    wanted = Options(mapping=sample.mapping, output=str(output), params={}, report=str(report), lang=current())
    return Made(sample, output, report, convert_files([str(sample.path)], wanted))


def _told(made: Made) -> list[str]:
    run = made.run
    return [
        console.strong(f"{made.sample.path}"),
        say(
            f"  → {made.output.name}: {run.rows} rader in, {run.releases} releaser ut, {run.rejected} avvisade, "
            f"{run.withheld.total()} undanhållna",
            f"  → {made.output.name}: {run.rows} rows in, {run.releases} releases out, {run.rejected} rejected, "
            f"{run.withheld.total()} withheld",
        ),
        *summary.findings(run, examples=summary.EXAMPLES, rules=RULES),
        "",
    ]


def _next(made: list[Made]) -> list[str]:
    first = made[0].sample
    command = os.environ.get(COMMAND) or click.get_current_context().find_root().info_name
    return [
        console.strong(say("Nästa tre kommandon:", "The next three commands:")),
        f'  {command} inspect "{first.path}"',
        f'  {command} check "{made[0].output}"',
        f"  {command} convert " + say("DIN-FIL.csv -o releaser.jsonl", "YOUR-FILE.csv -o releases.jsonl"),
    ]
