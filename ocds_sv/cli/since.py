"""A run that remembers: what has been published (``--state``), and what belongs together (``--links``)."""

from __future__ import annotations

import click

from ocds_sv.cli import options
from ocds_sv.cli.language import say


def params() -> options.Params:
    """``--links``, ``--state``, ``--mode`` and ``--gone``."""
    return [
        click.Option(
            ["--links"],
            metavar=say("FIL", "FILE"),
            help=say(
                "Minns här vilka poster som hör ihop, så att de får samma ocid, också över åren.",
                "Remember here which records belong together, so that they share an ocid, also across years.",
            ),
        ),
        click.Option(
            ["--state"],
            metavar=say("MAPP", "FOLDER"),
            help=say(
                "Minns här vad som publicerats, och skriv bara det som ändrats.",
                "Remember here what has been published, and write only what has changed.",
            ),
        ),
        click.Option(
            ["--mode"],
            type=click.Choice(["changes", "full", "easy"]),
            default="changes",
            help=say(
                "Med --state: ändringar, allt från början, eller en release per process som lever vidare.",
                "With --state: changes, everything anew, or one release per process that lives on.",
            ),
        ),
        click.Option(
            ["--gone"],
            type=click.Choice(["report", "status", "withdrawn"]),
            default="report",
            help=say(
                "Med --state: vad som publiceras om processer som källan inte längre har.",
                "With --state: what is published of processes that the source has no more.",
            ),
        ),
    ]
