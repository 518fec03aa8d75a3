"""``ocds-sv split``: see ``package``."""

from __future__ import annotations

import click

from ocds_sv.cli import package


def command() -> click.Command:
    """The command ``split``."""
    return package.made("split", package.size(required=True), package.by())
