"""
The command line: parse, call, print, exit code. Nothing is computed here.

    0  clean
    1  findings at or above --fail-on
    2  wrong usage, configuration or mapping
    3  input unreadable
    4  internal fault, or a run left incomplete
    5  withheld by the privacy gate
    130, 141, 143  interrupted, the reader of the pipe went away, terminated
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ocds_sv.cli import language
from ocds_sv.errors import OcdsSvError

with language.click_speaks():
    import click
    import click.shell_completion

from ocds_sv.cli import console, group
from ocds_sv.cli.language import say

PROGRAM = "ocds-sv"
COMPLETE = "_OCDS_SV_COMPLETE"
DEBUG = "OCDS_SV_DEBUG"
SIGPIPE = 13
"""POSIX; Windows does not name it."""

_PACKAGE = Path(__file__).parents[1]


def main() -> None:
    """What the console script and ``python -m ocds_sv`` call."""
    console.prepare()
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Run one command and give its exit code; whatever goes wrong becomes a sentence."""
    language.choose(args)
    try:
        return _invoke(list(args))
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OcdsSvError as error:
        console.note(error.text(language.current()))
        return error.exit_code
    except (BrokenPipeError, KeyboardInterrupt, click.Abort, console.Terminated) as end:
        return _ended(end)
    except (
        Exception
    ) as error:  # The only broad one, the outermost boundary: a traceback could show data, and helps no user
        if os.environ.get(DEBUG):
            raise
        console.note(_unforeseen(error))
        return OcdsSvError.exit_code


def _invoke(args: list[str]) -> int:
    command = group.make()
    if instruction := os.environ.get(COMPLETE):
        return click.shell_completion.shell_complete(command, {}, PROGRAM, COMPLETE, instruction)
    try:
        # Not command.main(): it answers an interrupt and a closed pipe in its own way, and expands globs on Windows.
        with command.make_context(PROGRAM, args, auto_envvar_prefix="OCDS_SV") as ctx:
            code = command.invoke(ctx)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return code if isinstance(code, int) else 0


def _ended(end: BaseException) -> int:
    """Say that the run was cut short, and answer as shells do."""
    if isinstance(end, BrokenPipeError):
        # The reader has what it wanted (``| head``): go quietly, also when Python flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return console.SIGNAL_EXIT + SIGPIPE
    if isinstance(end, console.Terminated):
        console.note(say("Avslutat utifrån. Inget halvfärdigt lämnas kvar.", "Terminated. Nothing half-done is left."))
        return console.SIGNAL_EXIT + signal.SIGTERM
    console.note(say("Avbrutet. Inget halvfärdigt lämnas kvar.", "Interrupted. Nothing half-done is left."))
    return console.SIGNAL_EXIT + signal.SIGINT


def _unforeseen(error: Exception) -> str:
    """Type and place of a fault in the program, never its message: that may hold data."""
    kind, place = type(error).__name__, _place(error)
    return say(
        f"Internt fel: {kind} i {place}. Det är ett fel i programmet, inte i dina data: anmäl det gärna med den här "
        f"raden. Sätt {DEBUG}=1 för att se alla detaljer (de kan innehålla uppgifter ur filen).",
        f"Internal fault: {kind} in {place}. This is a fault of the program, not of your data: please report it with "
        f"this line. Set {DEBUG}=1 to see every detail (they may include data from the file).",
    )


def _place(error: Exception) -> str:
    """``conversion:120``: the innermost line of our own code that the error passed."""
    place, at = "?", error.__traceback__
    while at is not None:
        file = Path(at.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f"{file.relative_to(_PACKAGE).with_suffix('').as_posix()}:{at.tb_lineno}"
        at = at.tb_next
    return place
