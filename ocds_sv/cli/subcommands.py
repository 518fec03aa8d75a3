"""A command that is a group of others, such as ``mapping list``."""

from __future__ import annotations

import click

from ocds_sv.cli.language import say
from ocds_sv.cli.names import near


class Subcommands(click.Group):
    """The subcommands in their own order, with a suggestion for a misspelt one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are needed."""
        del ctx
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Answer a misspelt name with the nearest right one."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            text = say(f"Kommandot '{self.name} {name}' finns inte.", f"There is no command '{self.name} {name}'.")
            ctx.fail(text + near(name, self.commands))
        return super().resolve_command(ctx, args)
