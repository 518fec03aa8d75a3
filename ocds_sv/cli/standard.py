"""``ocds-sv standard``: what the fields, codelists, codes and extensions of OCDS are called and what they mean."""

from __future__ import annotations

from dataclasses import asdict

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say
from ocds_sv.cli.subcommands import Subcommands
from ocds_sv.errors import UsageError

PATH = 46


def command() -> click.Command:
    """The group ``standard``."""
    return Subcommands(
        "standard",
        commands=[_show(), _list()],
        params=[options.language()],
        help=say(
            "OCDS på svenska och engelska: fält, kodlistor, koder och tillägg.",
            "OCDS in Swedish and English: fields, codelists, codes and extensions.",
        ),
        options_metavar=options.metavar(),
        subcommand_metavar=say("KOMMANDO [ARGUMENT]...", "COMMAND [ARGS]..."),
    )


def _show() -> click.Command:
    return click.Command(
        "show",
        callback=show,
        params=[click.Argument(["name"], metavar=say("NAMN", "NAME")), options.as_json(), *options.common()],
        help=say(
            "Berätta om ett fält (tender/procurementMethod), en kodlista (partyRole), ett tillägg (lots) eller en typ "
            "(Organization).",
            "Tell about a field (tender/procurementMethod), a codelist (partyRole), an extension (lots) or a type "
            "(Organization).",
        ),
        short_help=say("Slå upp ett namn i standarden.", "Look up a name in the standard."),
        options_metavar=options.metavar(),
    )


def show(name: str, *, json: bool, plain: bool) -> None:
    """Everything that has the name."""
    from ocds_sv.cli import dictionary  # noqa: PLC0415 # the standard is read when it is needed
    from ocds_sv.standard import entries  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=plain)
    found = entries.found(name, current())
    if json:
        console.put_json_for_people([{"kind": entry.kind, **asdict(entry)} for entry in found])
        return
    for number, entry in enumerate(found):
        if number:
            console.put_line()
        for line in dictionary.lines(entry):
            console.put_line(line)


def _list() -> click.Command:
    return click.Command(
        "list",
        callback=show_list,
        params=[
            click.Argument(["path"], required=False, metavar=say("[SÖKVÄG]", "[PATH]")),
            click.Option(["--codelists"], is_flag=True, help=say("Kodlistorna i stället.", "The codelists instead.")),
            click.Option(["--extensions"], is_flag=True, help=say("Tilläggen i stället.", "The extensions instead.")),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Visa standardens alla fält, även tilläggens, eller dem som står under SÖKVÄG.",
            "Show all fields of the standard and its extensions, or those below PATH.",
        ),
        short_help=say("Visa fält, kodlistor eller tillägg.", "Show fields, codelists or extensions."),
        options_metavar=options.metavar(),
    )


def show_list(path: str | None, *, codelists: bool, extensions: bool, json: bool, plain: bool) -> None:
    """Name and title of each."""
    from ocds_sv.standard import entries  # noqa: PLC0415 # see show

    click.get_current_context().color = console.wants_colour(plain=plain)
    if bool(path) + codelists + extensions > 1:
        raise UsageError(
            reason="choose one of PATH, --codelists and --extensions",
            reason_sv="välj en av SÖKVÄG, --codelists och --extensions",
        )
    if codelists:
        listed = entries.codelists(current())
    elif extensions:
        listed = entries.extensions(current())
    else:
        listed = entries.fields(path or "", current())
    if json:
        console.put_json_for_people([asdict(one) for one in listed])
        return
    width = min(PATH, max((len(one.name) for one in listed), default=0))
    for one in listed:
        console.put(f"{one.name:<{width}}  {one.title}" + (f"  [{one.extension}]" if one.extension else ""))
