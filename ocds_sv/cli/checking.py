"""``convert --check``: the releases are checked as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ocds_sv.cli import check, console, options
from ocds_sv.cli.language import say

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.review import Watch


def params() -> options.Params:
    """``--check``, ``--check-report`` and ``--profile``."""
    return [
        click.Option(
            ["--check"],
            is_flag=True,
            help=say("Granska releaserna också, som 'check'.", "Check the releases, too, as 'check' does."),
        ),
        click.Option(
            ["--check-report"],
            multiple=True,
            metavar=say("FIL", "FILE"),
            help=say(
                "Skriv granskningens rapport hit, i den form som ändelsen säger; innebär --check.",
                "Write the check's report here, in the form that the ending says; means --check.",
            ),
        ),
        click.Option(
            ["--profile"],
            metavar=say("PROFIL", "PROFILE"),
            help=say("Granskningens profil; innebär --check.", "The check's profile; means --check."),
        ),
    ]


def watch(output: str, profile: str | None, as_of: str | None) -> Watch:
    """Who checks the releases as they are written to ``output``."""
    from ocds_sv.review import Asked, Watch  # noqa: PLC0415 # see convert.py

    return Watch(Asked(profile=profile, as_of=date.fromisoformat(as_of) if as_of else None), output)


def tell(report: dict[str, Any], paths: Sequence[str], *, quiet: bool) -> None:
    """Write the check's report to ``paths``, and say what it found."""
    for path in paths:
        files, _ = check.targets(path, ())
        check.write(report, files, screen="")
    if not quiet:
        console.note()
        for line in check.text(report):
            console.note(line)
