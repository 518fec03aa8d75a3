"""``ocds-sv combine``: see ``package``."""

from __future__ import annotations

import click

from ocds_sv.cli import package


def command() -> click.Command:
    """The command ``combine``."""
    return package.made("combine")
