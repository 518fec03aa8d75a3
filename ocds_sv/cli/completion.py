"""``ocds-sv completion``: what a shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ocds_sv.cli import console, options
from ocds_sv.cli.language import say

SHELLS = tuple(name for name in ("bash", "zsh", "fish", "powershell") if get_completion_class(name))


def command() -> click.Command:
    """The command ``completion``."""
    return click.Command(
        "completion",
        callback=show,
        params=[click.Argument(["shell"], type=click.Choice(SHELLS)), *options.common()],
        help=say(
            "Skriv ut det skript som låter SHELL komplettera kommandon med tabb.\n\n"
            "I bash: ocds-sv completion bash >> ~/.bashrc",
            "Print the script that lets SHELL complete commands with the tab key.\n\n"
            "In bash: ocds-sv completion bash >> ~/.bashrc",
        ),
        short_help=say("Tabb-komplettering för ditt skal.", "Tab completion for your shell."),
        options_metavar=options.metavar(),
    )


def show(shell: str, *, plain: bool) -> None:
    """Print the script; ``plain`` changes nothing here."""
    del plain
    kind = get_completion_class(shell)
    assert kind is not None, "the choice allows known shells only"
    ctx = click.get_current_context().find_root()
    console.put(kind(ctx.command, {}, "ocds-sv", "_OCDS_SV_COMPLETE").source())
