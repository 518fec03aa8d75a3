"""``ocds-sv compile``: releases in, one compiled release for each process out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ocds_sv.cli import console, engine, options, summary
from ocds_sv.cli.language import current, say
from ocds_sv.errors import OcdsSvError

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.merge import Account, Options

FINDINGS = 1
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kmgt]?)(?:i?b)?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


@dataclass(frozen=True, kw_only=True)
class Request(engine.Engine):
    """The options as the user gave them."""

    output: str
    versioned: bool
    records: bool
    linked: bool
    package: bool
    publisher: str
    uri: str
    published: str
    extensions: tuple[str, ...]
    memory: int
    workers: int | None
    folder: str | None
    state: str | None
    report: str | None
    fail_on: str
    json: bool
    quiet: bool
    plain: bool


def command() -> click.Command:
    """The command ``compile``."""
    return click.Command(
        "compile",
        callback=lambda inputs, **given: compile_(inputs, Request(**given)),
        params=[
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("INDATA...", "INPUT...")),
            *_what(),
            *_package(),
            *_how(),
            *_talk(),
            *options.common(),
        ],
        help=say(
            "Slå samman releaserna i varje process till en: releaser, poster och paket in, i filer, mappar, arkiv "
            "eller från standard in (-); sammanställda releaser ut, i ocid-ordning.\n\n"
            "Utan -o skrivs JSON Lines till standard ut. Minnet växer inte med indata: det som inte får plats läggs "
            "på disk så länge.",
            "Merge the releases of each process to one: releases, records and packages in, from files, folders, "
            "archives or standard input (-); compiled releases out, in the order of the ocids.\n\n"
            "Without -o, JSON Lines go to standard output. Memory does not grow with the input: what does not fit "
            "goes to disk meanwhile.",
        ),
        short_help=say("Slå samman releaser per process.", "Merge the releases of each process."),
        options_metavar=options.metavar(),
    )


def _what() -> options.Params:
    return [
        click.Option(
            ["-o", "--output"],
            metavar=say("FIL", "FILE"),
            default="-",
            help=say(
                ".jsonl (en process per rad), .json (ett paket), .gz efteråt packar; - är standard ut.",
                ".jsonl (one process a line), .json (one package), .gz after it compresses; - is standard output.",
            ),
        ),
        click.Option(
            ["--versioned"],
            is_flag=True,
            help=say("Alla värden som varje fält har haft.", "Every value that each field has had."),
        ),
        click.Option(
            ["--records"],
            is_flag=True,
            help=say(
                "En post per process: releaserna och det de blir.", "A record for each process: releases and result."
            ),
        ),
        click.Option(
            ["--linked"],
            is_flag=True,
            help=say("I poster: releasernas adresser i stället.", "In records: the addresses of the releases instead."),
        ),
        click.Option(
            ["--extension", "extensions"],
            multiple=True,
            metavar="ID",
            help=say("Ett tillägg som används, utöver paketens.", "An extension in use, beside the packages'."),
        ),
    ]


def _package() -> options.Params:
    return [
        click.Option(["--package"], is_flag=True, help=say("Skriv ett paket (JSON).", "Write one package (JSON).")),
        *options.of_package(),
        click.Option(
            ["--published-date", "published"],
            default="",
            metavar=say("TIDPUNKT", "MOMENT"),
            help=say("Paketets datum; annars indatas nyaste.", "The package's date; otherwise the newest given."),
        ),
    ]


def _how() -> options.Params:
    folder = say("MAPP", "FOLDER")
    return [
        click.Option(
            ["--state"],
            metavar=folder,
            help=say(
                "Minns releaserna här: nästa gång räcker det att ge de nya.",
                "Remember the releases here: next time the new ones are enough.",
            ),
        ),
        click.Option(
            ["--memory"],
            default="512M",
            metavar=say("STORLEK", "SIZE"),
            callback=_memory,
            help=say("Så mycket minne, som 256M eller 2G.", "So much memory, such as 256M or 2G."),
        ),
        click.Option(
            ["--workers"],
            type=click.IntRange(min=1),
            metavar="N",
            help=say("Så många processer som slår samman; annars en.", "So many processes that merge; otherwise one."),
        ),
        click.Option(
            ["--temp", "folder"],
            metavar=folder,
            help=say(
                "Här läggs det som inte får plats i minnet; på ett kluster det som utväxlas; alla maskiner ser det.",
                "What does not fit in memory goes here; on a cluster what is exchanged, and all machines see it.",
            ),
        ),
        *engine.params(folder=False),
    ]


def _talk() -> options.Params:
    return [options.report(), options.fail_on(), options.with_summary(), options.quiet()]


def _memory(_ctx: click.Context, option: click.Parameter, value: str) -> int:
    from ocds_sv.merge.options import LEAST_MEMORY, MIB  # noqa: PLC0415 # see convert.py

    match = _SIZE.fullmatch(value.strip())
    size = int(float(match[1].replace(",", ".")) * _UNITS[match[2].lower()]) if match is not None else 0
    if size >= LEAST_MEMORY:
        return size
    least = LEAST_MEMORY // MIB
    text = say(
        f"'{value}' är ingen storlek som 512M eller 2G, minst {least}M.",
        f"'{value}' is no size like 512M or 2G, at least {least}M.",
    )
    raise click.BadParameter(text, param=option)


def compile_(inputs: tuple[str, ...], request: Request) -> int:
    """Compile and answer with the exit code; ``--json`` speaks also when the run fails."""
    from ocds_sv.jsonio import encode, write_file  # noqa: PLC0415 # see convert.py
    from ocds_sv.merge import compile_files  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=request.plain)
    to_stdout = request.output == "-"
    try:
        options.refuse_overwriting(inputs, (request.output, request.report))
        with engine.spread(request, request.output, request.workers) as spread:
            account = compile_files(inputs, request.output, _options(request), spread)
    except OcdsSvError as error:
        if request.json:
            console.note(error.text(current()))
            console.put_json(summary.failure(error), err=to_stdout)
            return error.exit_code
        raise
    if request.report is not None:
        write_file(request.report, encode(account.json(current())) + b"\n")
    code = FINDINGS if account.findings.total(options.FAIL_ON[request.fail_on]) else 0
    for line in _told(account, request):
        console.note(line)
    if request.json:
        console.put_json({**account.summary(), "output": request.output, "exit_code": code}, err=to_stdout)
    return code


def _told(account: Account, request: Request) -> list[str]:
    number = console.number
    if request.quiet:
        return list(summary.serious(account, options.FAIL_ON[request.fail_on]))
    lines = [
        say(
            f"{number(account.read)} releaser lästa, {number(account.rejected)} avvisade, "
            f"{number(account.processes)} processer ut.",
            f"{number(account.read)} releases read, {number(account.rejected)} rejected, "
            f"{number(account.processes)} processes out.",
        )
    ]
    if request.state is not None:
        changed = number(account.changed)
        lines.append(say(f"{changed} processer har ändrats.", f"{changed} processes have changed."))
    return [*lines, *summary.findings(account, examples=1)]


def _options(request: Request) -> Options:
    from ocds_sv.merge import Options  # noqa: PLC0415 # see convert.py

    metadata: dict[str, object] = {}
    if request.uri:
        metadata["uri"] = request.uri
    if request.published:
        metadata["publishedDate"] = request.published
    if request.publisher:
        metadata["publisher"] = {"name": request.publisher}
    return Options(
        versioned=request.versioned,
        records=request.records or request.linked,
        linked=request.linked,
        extensions=request.extensions,
        memory=request.memory,
        workers=request.workers or 1,
        folder=request.folder,
        state=request.state,
        package=request.package,
        metadata=metadata,
    )
