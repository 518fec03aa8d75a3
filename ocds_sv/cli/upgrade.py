"""``ocds-sv upgrade``: see ``package``."""

from __future__ import annotations

import click

from ocds_sv.cli import package


def command() -> click.Command:
    """The command ``upgrade``."""
    return package.made("upgrade")
