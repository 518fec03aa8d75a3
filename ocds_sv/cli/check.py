"""``ocds-sv check``: OCDS data of anyone's, what is wrong in it, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ocds_sv.cli import console, engine, options
from ocds_sv.cli.language import current, say
from ocds_sv.cli.names import near
from ocds_sv.errors import UsageError

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.checks.schema import Engine
    from ocds_sv.review import Asked

NEVER = "never"
STDOUT = "-"
FAIL_ON = ("blocker", "error", "warning", "notice", NEVER)
STAGES = ("planning", "tender", "award", "contract", "implementation")
FINDINGS, INCOMPLETE, WITHHELD = 1, 4, 5


def command() -> click.Command:
    """The command ``check``."""
    return click.Command(
        "check",
        callback=lambda inputs, **given: check(inputs, Request(**given)),
        params=[
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("INDATA...", "INPUT...")),
            *_out(),
            *_what(),
            *_how(),
            *options.common(),
        ],
        help=say(
            "Granska OCDS: releaser, poster och paket, i filer, mappar, arkiv eller från standard in (-).\n\n"
            "Svarskoder: 0 utan fynd, 1 fynd från --fail-on och uppåt, 2 fel användning, 3 indata går inte att läsa, "
            "4 ofullständig granskning, 5 personnummer.",
            "Check OCDS: releases, records and packages, in files, folders, archives or from standard input (-).\n\n"
            "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, 3 input unreadable, "
            "4 incomplete check, 5 personal numbers.",
        ),
        short_help=say("Granska OCDS-data.", "Check OCDS data."),
        options_metavar=options.metavar(),
    )


def _out() -> options.Params:
    return [
        click.Option(
            ["-o", "--output"],
            metavar=say("RAPPORT", "REPORT"),
            help=say(
                "Skriv rapporten hit, i den form som filändelsen säger (annars JSON).",
                "Write the report here, in the form that the name's ending says (otherwise JSON).",
            ),
        ),
        click.Option(
            ["--format", "forms"],
            multiple=True,
            metavar=say("FORM[=FIL]", "FORMAT[=FILE]"),
            help=say(
                "text, json, jsonl, html, md, xlsx, csv, sarif, junit eller github; får anges flera gånger. "
                "Utan FIL: bredvid -o med egen ändelse, eller på skärmen.",
                "text, json, jsonl, html, md, xlsx, csv, sarif, junit or github; may be given several times. "
                "Without FILE: beside -o with its own ending, or on the screen.",
            ),
        ),
        click.Option(
            ["--fail-on"],
            type=click.Choice(FAIL_ON),
            default="error",
            help=say(
                "Svara 1 vid fynd från denna nivå; med --baseline vid nya fynd.",
                "Answer 1 for findings from this severity on; with --baseline for new ones.",
            ),
        ),
        click.Option(
            ["--max-warnings"],
            type=click.IntRange(min=0),
            metavar=say("ANTAL", "NUMBER"),
            help=say(
                "Svara 1 även när varningarna är fler än så; med --baseline de nya.",
                "Answer 1 for more warnings than this, too; with --baseline for more new ones.",
            ),
        ),
    ]


def _what() -> options.Params:
    rule = say("REGEL", "RULE")
    return [
        click.Option(
            ["--profile"],
            metavar=say("PROFIL", "PROFILE"),
            help=say(
                "Regler, nivåer och krav på ifyllda fält: ocds, se-publication eller en egen YAML-fil.",
                "Rules, severities and shares of filled fields: ocds, se-publication or a YAML file of your own.",
            ),
        ),
        click.Option(
            ["--baseline"],
            metavar=say("RAPPORT.json", "REPORT.json"),
            help=say("Jämför med en tidigare rapport.", "Compare with an earlier report."),
        ),
        click.Option(
            ["--waivers"],
            metavar=say("FIL.yaml", "FILE.yaml"),
            help=say("Fynd som någon har beslutat att leva med.", "Findings that somebody decided to live with."),
        ),
        click.Option(
            ["--previous"],
            metavar=say("INDATA", "INPUT"),
            help=say(
                "En tidigare utgåva: vad är borta eller har ändrats som inte borde det?",
                "An earlier edition: what is gone, or has changed that should not?",
            ),
        ),
        click.Option(
            ["--schema-only"],
            is_flag=True,
            help=say("Bara mot schemat: inget annat granskas eller räknas.", "The schema and nothing else: fastest."),
        ),
        click.Option(["--select"], multiple=True, metavar=rule, help=say("Bara denna regel.", "Only this rule.")),
        click.Option(["--ignore"], multiple=True, metavar=rule, help=say("Inte denna regel.", "Not this rule.")),
        click.Option(
            ["--stages"],
            metavar=say("SKEDE,…", "STAGE,…"),
            help=say(
                f"Bara fynd i dessa skeden: {', '.join(STAGES)}.",
                f"Only findings of these stages: {', '.join(STAGES)}.",
            ),
        ),
        click.Option(
            ["--scope"],
            type=click.Choice(["national", "single-buyer"]),
            help=say("Vems uppgifter det är.", "Whose data they are."),
        ),
    ]


def _how() -> options.Params:
    return [
        click.Option(
            ["--extension", "extensions"],
            multiple=True,
            metavar="ID",
            help=say("Ett tillägg som används, utöver paketets.", "An extension in use, beside the package's."),
        ),
        click.Option(
            ["--validator"],
            type=click.Choice(["fast", "reference"]),
            default="fast",
            help=say("Det som granskar mot JSON-schemat.", "What checks against the JSON Schema."),
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
        *engine.params(),
    ]


@dataclass(frozen=True, kw_only=True)
class Request(engine.Engine):
    """The options as the user gave them."""

    output: str | None = None
    forms: tuple[str, ...] = ()
    fail_on: str = "error"
    max_warnings: int | None = None
    profile: str | None = None
    baseline: str | None = None
    waivers: str | None = None
    previous: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    stages: str | None = None
    scope: str | None = None
    extensions: tuple[str, ...] = ()
    validator: str = "fast"
    workers: int | None = None
    as_of: datetime | None = None
    plain: bool = False
    schema_only: bool = False


def check(inputs: tuple[str, ...], request: Request) -> int:
    """Check, write the report, and answer with the exit code."""
    from ocds_sv.review import Review  # noqa: PLC0415 # see convert.py

    click.get_current_context().color = console.wants_colour(plain=request.plain)
    files, screen = targets(request.output, request.forms)
    _refuse_overwriting(inputs, request, files)
    review = Review(asked(request))
    with engine.spread(request, request.output, request.workers) as spread:
        report = review.files(inputs, spread)
    write(report, files, screen)
    return exit_code(report, request.fail_on, request.max_warnings)


def asked(request: Request) -> Asked:
    """What the check is asked to do."""
    from ocds_sv.review import Asked  # noqa: PLC0415 # see convert.py

    return Asked(
        profile=request.profile,
        baseline=request.baseline,
        waivers=request.waivers,
        previous=request.previous,
        scope=request.scope or "",
        select=request.select,
        ignore=request.ignore,
        stages=_stages(request.stages),
        extensions=request.extensions,
        engine=cast("Engine", request.validator),
        workers=request.workers,
        as_of=request.as_of.date() if request.as_of is not None else None,
        schema_only=request.schema_only,
    )


def _stages(given: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (given or "").split(",") if name.strip())
    for name in names:
        if name not in STAGES:
            listed = ", ".join(STAGES)
            raise UsageError(
                reason=f"there is no stage '{name}'; there are {listed}",
                reason_sv=f"skedet '{name}' finns inte; de som finns är {listed}",
            )
    return names


def targets(output: str | None, forms: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """
    File → format, and the format on the screen (empty for none).

    Raises:
        UsageError: an unknown format, two for the screen, or one file for two.
    """
    from ocds_sv.report import FORMATS  # noqa: PLC0415 # see convert.py

    files: dict[str, str] = {}
    on_screen: list[str] = []
    if output == STDOUT:
        output, forms = None, forms or ("json",)
    if output is not None:
        endings = {form.suffix: name for name, form in FORMATS.items()}
        files[output] = endings.get(Path(output).suffix.lower(), "json")
    for given in forms:
        name, _, path = given.partition("=")
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise UsageError(
                reason=f"there is no format '{name}'{near(name, FORMATS)}; there are {known}",
                reason_sv=f"formen '{name}' finns inte{near(name, FORMATS)}; de som finns är {known}",
            )
        if not path and output is None:
            on_screen.append(name)
            continue
        target = path or str(Path(output or "").with_suffix(FORMATS[name].suffix))
        if files.setdefault(target, name) != name:
            raise UsageError(
                reason=f"'{target}' would be written twice: give one of them as {name}=FILE",
                reason_sv=f"'{target}' skulle skrivas två gånger: ange en av dem som {name}=FIL",
            )
    if len(on_screen) > 1:
        raise UsageError(
            reason="only one format fits on the screen: give -o, or FORMAT=FILE",
            reason_sv="bara en form får plats på skärmen: ange -o, eller FORM=FIL",
        )
    return files, "".join(on_screen) or "text"


def write(report: dict[str, Any], files: dict[str, str], screen: str) -> None:
    """Every file whole, then what is for the screen."""
    from ocds_sv.jsonio import write_file  # noqa: PLC0415 # see convert.py
    from ocds_sv.report import FORMATS  # noqa: PLC0415 # the same

    for path, name in files.items():
        write_file(path, FORMATS[name].render(report, current()))
    if screen == "text":
        for line in text(report):
            console.put_line(line)
    elif screen:
        click.echo(FORMATS[screen].render(report, current()), nl=False)


def text(report: dict[str, Any]) -> Iterator[str]:
    """The report for the screen, line by line."""
    from ocds_sv.report.text import lines  # noqa: PLC0415 # see convert.py

    return lines(report, current())


def _refuse_overwriting(inputs: tuple[str, ...], request: Request, files: dict[str, str]) -> None:
    """A report that is one of the inputs would destroy it."""
    read = {
        Path(name).resolve()
        for name in (*inputs, request.profile, request.waivers, request.previous)
        if name and name != STDOUT
    }
    for name in files:
        if Path(name).resolve() in read:
            raise UsageError(
                reason=f"'{name}' would be overwritten: it is an input",
                reason_sv=f"'{name}' skulle skrivas över: den är indata",
            )


def exit_code(report: dict[str, Any], fail_on: str, most: int | None = None) -> int:
    """
    The design's exit codes; a personal number outranks everything, and with a baseline only what is new counts.

    More than ``most`` warnings are findings, whatever ``fail_on`` says of them.
    """
    verdict = report["verdict"]
    if verdict["counts"]["blocker"]["rules"]:
        return WITHHELD
    if not verdict["complete"]:
        return INCOMPLETE
    levels = () if fail_on == NEVER else FAIL_ON[: FAIL_ON.index(fail_on) + 1]
    if any(_counted(one) for one in report["results"] if one["severity"] in levels):
        return FINDINGS
    warnings = sum(_counted(one) for one in report["results"] if one["severity"] == "warning")
    return FINDINGS if most is not None and warnings > most else 0


def _counted(result: dict[str, Any]) -> int:
    """Findings; with a baseline the new ones."""
    if result["outcome"] != "fail":
        return 0
    found: int = result["failed"] if result["status"] is None else result["status"]["new"]
    return found
