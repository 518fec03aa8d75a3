"""``ocds-sv mapping copy``: a mapping of one's own to start from."""

from __future__ import annotations

from pathlib import Path

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import say
from ocds_sv.errors import MappingError, UsageError


def command() -> click.Command:
    """The command ``mapping copy``."""
    return click.Command(
        "copy",
        callback=copy,
        params=[
            click.Argument(["name"], metavar=say("NAMN", "NAME")),
            click.Argument(["file"], metavar=say("FIL", "FILE")),
            *options.common(),
        ],
        help=say(
            "Skriv en kopia att ändra i: av en mappning som ligger nära din källa, eller av en mall vars frågor du "
            "svarar på.\n\nocds-sv mapping copy tendsign-upphandlingar min.yaml",
            "Write a copy to change: of a mapping that is near your source, or of a template whose questions you "
            "answer.\n\nocds-sv mapping copy tendsign-upphandlingar my.yaml",
        ),
        short_help=say("Skriv en kopia att ändra i.", "Write a copy to change."),
        options_metavar=options.metavar(),
    )


def copy(name: str, file: str, *, plain: bool) -> None:
    """Write it, never over another file, and tell how to go on; ``plain`` changes nothing here."""
    del plain
    from ocds_sv.jsonio import write_file  # noqa: PLC0415 # see convert.py
    from ocds_sv.mapping import Mapping, find, portable  # noqa: PLC0415 # the same

    text = portable(find(name))
    if Path(file).exists():
        raise UsageError(
            reason=f"{file} is there already; choose another name",
            reason_sv=f"{file} finns redan; välj ett annat namn",
        )
    write_file(file, text.encode())
    try:
        Mapping.load(file)
    except MappingError as error:
        count = len(error.faults)
        console.note(say(f"{file}: {count} frågor att svara på.", f"{file}: {count} questions to answer."))
    console.note(say("Granska den med:", "Check it with:") + f' ocds-sv mapping check "{file}"')
