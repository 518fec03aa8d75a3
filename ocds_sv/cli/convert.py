"""``ocds-sv convert``: exports in, releases out."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import click

from ocds_sv.cli import check, checking, console, engine, options, since, summary
from ocds_sv.cli.language import current, say
from ocds_sv.errors import OcdsSvError, UsageError
from ocds_sv.findings import Severity

if TYPE_CHECKING:  # The engine takes a quarter of a second to import: not for --help.
    from ocds_sv.conversion import Options, Run
    from ocds_sv.review import Watch

"""From which severity on findings give exit code 1; a blocker always gives 5."""

FINDINGS, INCOMPLETE, WITHHELD = 1, 4, 5


@dataclass(frozen=True, kw_only=True)
class Request(engine.Engine):
    """The options as the user gave them."""

    mapping: str | None
    output: str
    params: tuple[str, ...]
    package: bool
    publisher: str
    uri: str
    report: str | None
    check: bool
    check_report: tuple[str, ...]
    profile: str | None
    limit: int | None
    workers: int | None
    dry_run: bool
    as_of: str | None
    encoding: str | None
    privacy: str
    decision: str
    fail_on: str
    json: bool
    quiet: bool
    verbose: bool
    no_progress: bool
    links: str | None
    state: str | None
    mode: Literal["changes", "full", "easy"]
    gone: Literal["report", "status", "withdrawn"]
    plain: bool


def command() -> click.Command:
    """The command ``convert``."""
    return click.Command(
        "convert",
        callback=lambda inputs, **given: convert(inputs, Request(**given)),
        params=[
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("INDATA...", "INPUT...")),
            *_what(),
            *_how(),
            *since.params(),
            *engine.params(),
            *_talk(),
            *options.common(),
        ],
        help=say(
            "Gör exporter (CSV, Excel, ODS, JSON, XML, SIE; även packade, i mappar och arkiv) till OCDS-releaser.\n\n"
            "Utan -m känns mappningen igen på filens rubriker. Utan -o skrivs JSON Lines till standard ut.\n\n"
            "Svarskoder: 0 utan anmärkning, 1 fynd från --fail-on och uppåt, 2 fel användning eller mappning, "
            "3 indata går inte att läsa, 4 internt fel eller ofullständigt, 5 stoppat av integritetsspärren.",
            "Turn exports (CSV, Excel, ODS, JSON, XML, SIE; also packed, in folders, archives) into OCDS releases.\n\n"
            "Without -m the mapping is recognised by the headers. Without -o, JSON Lines go to standard output.\n\n"
            "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or mapping, 3 input unreadable, "
            "4 internal fault or incomplete, 5 withheld by the privacy gate.",
        ),
        short_help=say("Gör exporter till OCDS-releaser.", "Turn exports into OCDS releases."),
        options_metavar=options.metavar(),
    )


def _what() -> options.Params:
    file = say("FIL", "FILE")
    return [
        click.Option(
            ["-m", "--mapping"],
            metavar=say("MAPPNING", "MAPPING"),
            help=say("Namn ur 'mapping list' eller en YAML-fil.", "A name from 'mapping list' or a YAML file."),
        ),
        click.Option(
            ["-o", "--output"],
            metavar=file,
            default="-",
            help=say(
                ".jsonl (en release per rad), .json (ett paket), .gz efteråt packar; - är standard ut.",
                ".jsonl (one release a line), .json (one package), .gz after it compresses; - is standard output.",
            ),
        ),
        click.Option(
            ["--set", "params"],
            multiple=True,
            envvar="OCDS_SV_CONVERT_SET",
            metavar=say("NAMN=VÄRDE", "NAME=VALUE"),
            help=say("Ge en av mappningens parametrar ett värde.", "Give one of the mapping's parameters a value."),
        ),
        click.Option(
            ["--package"], is_flag=True, help=say("Skriv ett releasepaket (JSON).", "Write one release package (JSON).")
        ),
        *options.of_package(),
        options.report(),
        *checking.params(),
    ]


def _how() -> options.Params:
    return [
        click.Option(
            ["--limit"],
            type=click.IntRange(min=1),
            metavar="N",
            help=say("Sluta efter N releaser.", "Stop after N releases."),
        ),
        click.Option(
            ["--workers"],
            type=click.IntRange(min=1),
            metavar="N",
            help=say(
                "Så många processer (annars en, eller flera om indata är stora).",
                "So many processes (otherwise one, or several where the input is large).",
            ),
        ),
        click.Option(["--dry-run"], is_flag=True, help=say("Gör allt utom att skriva.", "Do everything but write.")),
        click.Option(
            ["--as-of"],
            metavar=say("DATUM", "DATE"),
            callback=_date,
            help=say("Räkna som om det vore detta datum (ÅÅÅÅ-MM-DD).", "Reckon as if on this date (YYYY-MM-DD)."),
        ),
        click.Option(
            ["--encoding"],
            metavar=say("KODNING", "ENCODING"),
            help=say("Filens teckenkodning, om den gissas fel.", "The file's encoding, where the guess is wrong."),
        ),
        click.Option(
            ["--privacy"],
            type=click.Choice(["on", "off"]),
            default="on",
            help=say("Integritetsspärren; off kräver --decision.", "The privacy gate; off needs --decision."),
        ),
        click.Option(
            ["--decision"],
            default="",
            metavar="TEXT",
            help=say("Beslutet att stänga av spärren; det skrivs i rapporten.", "The decision to switch the gate off."),
        ),
        options.fail_on(),
    ]


def _talk() -> options.Params:
    return [
        options.with_summary(),
        options.quiet(),
        click.Option(["-v", "--verbose"], is_flag=True, help=say("Visa fler exempel.", "Show more examples.")),
        click.Option(["--no-progress"], is_flag=True, help=say("Ingen förloppsrad.", "No progress line.")),
    ]


def _date(_ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuse an impossible date while click can still say where it stood."""
    try:
        return value if value is None else date.fromisoformat(value).isoformat()
    except ValueError:
        text = say(f"'{value}' är inget datum som 2024-03-31.", f"'{value}' is no date like 2024-03-31.")
        raise click.BadParameter(text, param=option) from None


def convert(inputs: tuple[str, ...], request: Request) -> int:
    """Run the conversion and answer with the exit code; ``--json`` speaks also when the run fails."""
    click.get_current_context().color = console.wants_colour(plain=request.plain)
    wanted = request.check or request.check_report or request.profile
    with checking.watch(request.output, request.profile, request.as_of) if wanted else nullcontext() as watch:
        return _watched(inputs, request, watch)


def _watched(inputs: tuple[str, ...], request: Request, watch: Watch | None) -> int:
    to_stdout = request.output == "-" and not request.dry_run
    try:
        run = _converted(inputs, request, watch)
    except OcdsSvError as error:
        if request.json:
            console.note(error.text(current()))
            console.put_json(summary.failure(error), err=to_stdout)
            return error.exit_code
        raise
    report = watch.report() if watch is not None else None
    code = max(exit_code(run, request.fail_on), check.exit_code(report, request.fail_on) if report is not None else 0)
    told = (
        summary.faults(run, options.FAIL_ON[request.fail_on])
        if request.quiet
        else summary.lines(run, verbose=request.verbose, dry_run=request.dry_run, report=request.report)
    )
    for line in told:
        console.note(line)
    if report is not None:
        checking.tell(report, () if request.dry_run else request.check_report, quiet=request.quiet)
    if request.json:
        console.put_json({**run.summary(), "exit_code": code}, err=to_stdout)
    return code


def _converted(inputs: tuple[str, ...], request: Request, watch: Watch | None) -> Run:
    from ocds_sv.conversion import convert_files  # noqa: PLC0415 # the engine takes a quarter of a second to import

    options.refuse_overwriting(inputs, (request.output, request.report, *request.check_report))
    wanted = not (request.quiet or request.no_progress or console.is_plain(asked=request.plain))
    given = _options(inputs, request)
    with engine.spread(request, given.output, request.workers) as spread, console.progress(wanted=wanted) as step:
        return convert_files(inputs, given, step, watch, spread)


def _options(inputs: tuple[str, ...], request: Request) -> Options:
    from ocds_sv.conversion import Options, suitable_workers  # noqa: PLC0415 # see above

    if request.privacy == "off" and not request.decision.strip():
        raise UsageError(
            reason="--privacy off needs --decision TEXT: who decided it and why",
            reason_sv="--privacy off kräver --decision TEXT: vem som har beslutat det och varför",
        )
    return Options(
        mapping=request.mapping,
        output=None if request.dry_run else request.output,
        params=parameters(request.params),
        package=request.package,
        report=None if request.dry_run else request.report,
        limit=request.limit,
        workers=request.workers or suitable_workers(inputs, limit=request.limit),
        dry_run=request.dry_run,
        as_of=date.fromisoformat(request.as_of) if request.as_of else None,
        privacy=request.privacy == "on",
        decision=request.decision,
        lang=current(),
        encoding=request.encoding,
        publisher=request.publisher,
        uri=request.uri,
        links=request.links,
        state=request.state,
        mode=request.mode,
        gone=request.gone,
    )


def parameters(given: tuple[str, ...]) -> dict[str, str]:
    """
    ``--set name=value`` as a table.

    Raises:
        UsageError: without ``=``, or the same name twice.
    """
    found: dict[str, str] = {}
    for pair in given:
        name, mark, value = pair.partition("=")
        name = name.strip()
        if not mark or not name:
            raise UsageError(
                reason="--set wants NAME=VALUE, as in --set ocid_prefix=ocds-abc123",
                reason_sv="--set vill ha NAMN=VÄRDE, som --set ocid_prefix=ocds-abc123",
            )
        if name in found:
            raise UsageError(reason=f"--set {name} is given twice", reason_sv=f"--set {name} är angivet två gånger")
        found[name] = value
    return found


def exit_code(run: Run, fail_on: str) -> int:
    """The design's exit codes; what the privacy gate stops outranks everything."""
    if run.findings.total(Severity.BLOCKER):
        return WITHHELD
    if not run.complete:
        return INCOMPLETE
    return FINDINGS if run.findings.total(options.FAIL_ON[fail_on]) else 0
