"""The options that several commands share, and what they refuse alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from ocds_sv.cli.language import LANGUAGES, say
from ocds_sv.errors import UsageError
from ocds_sv.findings import Severity

Params = list[click.Parameter]
FAIL_ON = {"error": Severity.ERROR, "warning": Severity.WARNING, "never": Severity.BLOCKER}
"""What ``--fail-on`` of a run that writes means."""


def language() -> click.Option:
    """``--lang``: read before click begins, by language.choose; here it is documented and checked."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=say("Språk i meddelanden; annars datorns.", "Language of messages; otherwise the computer's."),
    )


def common() -> Params:
    """``--lang`` and ``--plain``, which every command takes."""
    return [
        language(),
        click.Option(
            ["--plain"],
            is_flag=True,
            help=say("Varken färg eller rörelse, för skärmläsare.", "No colour and no movement, for screen readers."),
        ),
    ]


def as_json() -> click.Option:
    """``--json``."""
    return click.Option(
        ["--json"],
        is_flag=True,
        help=say("Svara med JSON, för program.", "Answer with JSON, for programs."),
    )


def of_package() -> Params:
    """``--publisher`` and ``--uri``."""
    return [
        click.Option(
            ["--publisher"],
            default="",
            metavar=say("NAMN", "NAME"),
            help=say("Utgivarens namn, för paketet.", "The publisher's name, for the package."),
        ),
        click.Option(
            ["--uri"],
            default="",
            metavar="URI",
            help=say("Var paketet kommer att publiceras.", "Where the package will be published."),
        ),
    ]


def report() -> click.Option:
    """``--report``."""
    return click.Option(
        ["--report"],
        metavar=say("FIL", "FILE"),
        help=say("Skriv alla fynd som JSON hit.", "Write every finding as JSON here."),
    )


def fail_on() -> click.Option:
    """``--fail-on``, one of ``FAIL_ON``."""
    return click.Option(
        ["--fail-on"],
        type=click.Choice(list(FAIL_ON)),
        default="error",
        help=say("Svara 1 vid fynd från denna nivå.", "Answer 1 for findings from this severity on."),
    )


def with_summary() -> click.Option:
    """``--json`` of a command that writes something else."""
    return click.Option(
        ["--json"],
        is_flag=True,
        help=say("Sista raden är en sammanfattning i JSON.", "The last line is a summary in JSON."),
    )


def quiet() -> click.Option:
    """``--quiet``."""
    return click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        help=say("Säg bara varför svaret inte är 0.", "Say only why the exit code is not 0."),
    )


def refuse_overwriting(inputs: Iterable[str], outputs: Iterable[str | None]) -> None:
    """
    Refuse an output that is one of the inputs, which would destroy it, and two outputs in one file.

    Raises:
        UsageError: there is one.
    """
    taken = {Path(name).resolve() for name in inputs if name != "-"}
    for name in outputs:
        if not name or name == "-":
            continue
        if Path(name).resolve() in taken:
            raise UsageError(
                reason=f"'{name}' would be overwritten: it is an input, or named twice",
                reason_sv=f"'{name}' skulle skrivas över: den är indata, eller angiven två gånger",
            )
        taken.add(Path(name).resolve())


def metavar() -> str:
    """The word for options in a usage line."""
    return say("[FLAGGOR]", "[OPTIONS]")
