"""The command itself: which subcommands there are, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import say
from ocds_sv.cli.names import near

COMMANDS = (
    "convert",
    "check",
    "report",
    "rule",
    "compile",
    "flatten",
    "package",
    "split",
    "combine",
    "upgrade",
    "inspect",
    "mapping",
    "standard",
    "demo",
    "completion",
)
"""In the order of the help text; ``ocds_sv.cli.NAME.command()`` makes each."""

NOTHING_ASKED = 2
"""A call without a command is wrong usage, also when the help answers it."""


class Commands(click.Group):
    """Subcommands that cost nothing until they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in our order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and let it make the command in the language of this run."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ocds_sv.cli.{cmd_name}").command()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Answer a misspelt name with the nearest right one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(say(f"Kommandot '{name}' finns inte.", f"There is no command '{name}'.") + near(name, COMMANDS))
        return super().resolve_command(ctx, args)


def make() -> click.Group:
    """The command ``ocds-sv`` in the language of this run."""
    return Commands(
        "ocds-sv",
        help=say(
            "Gör svenska upphandlingsdata till OCDS (Open Contracting Data Standard) som går att lita på.",
            "Turn Swedish procurement data into OCDS (Open Contracting Data Standard) that can be trusted.",
        ),
        epilog=say(
            "Börja med: ocds-sv demo. Varje flagga kan också stå i en miljövariabel: "
            "OCDS_SV_CONVERT_MAPPING är --mapping för convert.",
            "Begin with: ocds-sv demo. Every option can also stand in an environment variable: "
            "OCDS_SV_CONVERT_MAPPING is --mapping of convert.",
        ),
        options_metavar=options.metavar(),
        subcommand_metavar=say("KOMMANDO [ARGUMENT]...", "COMMAND [ARGS]..."),
        params=[options.language(), _version()],
        callback=_help,
        invoke_without_command=True,
    )


def _help() -> None:
    """Without a command there is nothing to do but to say which there are."""
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        console.put_line(ctx.get_help())
        ctx.exit(NOTHING_ASKED)


def _version() -> click.Option:
    def show(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(f"ocds-sv {number()}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=say("Visa versionen.", "Show the version."),
    )


def number() -> str:
    """The version of what is installed; of the checkout when nothing is."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 # 30 ms that only --version needs

    try:
        return version("ocds-sv")
    except PackageNotFoundError:
        import tomllib  # noqa: PLC0415 # the same

        project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])
