"""``ocds-sv mapping``: which mappings there are, what they say, and whether yours is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ocds_sv.cli import console, copy_mapping, coverage, export, options, preview
from ocds_sv.cli.language import current, say
from ocds_sv.cli.subcommands import Subcommands
from ocds_sv.errors import MappingError
from ocds_sv.resources import SCHEMAS

if TYPE_CHECKING:
    from ocds_sv.mapping import Mapping


def command() -> click.Command:
    """The group ``mapping``."""
    return Subcommands(
        "mapping",
        commands=[
            _list(),
            _show(),
            copy_mapping.command(),
            _check(),
            preview.command(),
            coverage.command(),
            export.command(),
            _schema(),
        ],
        params=[options.language()],
        help=say(
            "Mappningar: YAML-filer som säger hur en källa blir OCDS.",
            "Mappings: YAML files that say how a source becomes OCDS.",
        ),
        options_metavar=options.metavar(),
        subcommand_metavar=say("KOMMANDO [ARGUMENT]...", "COMMAND [ARGS]..."),
    )


def _list() -> click.Command:
    return click.Command(
        "list",
        callback=show_list,
        params=[options.as_json(), *options.common()],
        help=say("Visa de mappningar som följer med.", "Show the mappings that come with the program."),
        options_metavar=options.metavar(),
    )


def show_list(*, json: bool, plain: bool) -> None:
    """Name and title of each; templates after the others."""
    from ocds_sv.mapping import catalogue, templates  # noqa: PLC0415 # the engine is imported when it is needed

    click.get_current_context().color = console.wants_colour(plain=plain)
    shipped = [(it, False) for it in catalogue()] + [(it, True) for it in templates()]
    if json:
        rows = [
            {"name": it.name, "title": it.title, "description": it.description, "template": template}
            for it, template in shipped
        ]
        console.put_json_for_people(rows)
        return
    width = max((len(it.name) for it, _ in shipped), default=0)
    for it, template in shipped:
        console.put(f"{it.name:<{width}}  {it.title}" + (say(" (mall)", " (template)") if template else ""))


def _show() -> click.Command:
    return click.Command(
        "show",
        callback=show_one,
        params=[click.Argument(["name"], metavar=say("NAMN", "NAME")), *options.common()],
        help=say(
            "Skriv ut en mappnings YAML, att läsa eller börja från. Det den inkluderar hittas var den än sparas.",
            "Print a mapping's YAML, to read or to start from. What it includes is found wherever it is saved.",
        ),
        short_help=say("Skriv ut en mappning.", "Print a mapping."),
        options_metavar=options.metavar(),
    )


def show_one(name: str, *, plain: bool) -> None:
    """Print what a copy would hold; ``plain`` changes nothing here."""
    del plain
    from ocds_sv.mapping import find, portable  # noqa: PLC0415 # see show_list

    console.put(portable(find(name)).rstrip("\n"))


def _check() -> click.Command:
    return click.Command(
        "check",
        callback=check,
        params=[
            click.Argument(["mapping"], metavar=say("MAPPNING", "MAPPING")),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Granska en mappning utan att läsa några data: alla fel på en gång, med fil, rad och kolumn.",
            "Check a mapping without reading any data: every fault at once, with file, line and column.",
        ),
        short_help=say("Granska en mappning.", "Check a mapping."),
        options_metavar=options.metavar(),
    )


def check(mapping: str, *, json: bool, plain: bool) -> int:
    """Exit code 0, or 2 with all faults."""
    from ocds_sv.mapping import Mapping  # noqa: PLC0415 # see show_list

    click.get_current_context().color = console.wants_colour(plain=plain)
    try:
        loaded = Mapping.load(mapping)
    except MappingError as error:
        if json:
            console.put_json_for_people(_faults(error))
            return error.exit_code
        raise
    if json:
        console.put_json_for_people([])
    else:
        console.note(say(f"{mapping}: inga fel.", f"{mapping}: no faults."))
        _tell_slow(loaded)
    return 0


def _tell_slow(mapping: Mapping) -> None:
    """The XPaths that are right but have no fast way."""
    from ocds_sv.mapping.xmlplan import left_to_lxml  # noqa: PLC0415 # see show_list

    if mapping.source.format != "xml":
        return
    for xpath in left_to_lxml(mapping.fields, mapping.source.namespaces):
        console.note(
            say(
                f"  långsam XPath, som lxml besvarar var för sig: {xpath}",
                f"  slow XPath, which lxml answers by itself: {xpath}",
            )
        )


def _faults(error: MappingError) -> list[dict[str, object]]:
    return [
        {
            "file": fault.file,
            "line": fault.line,
            "column": fault.column,
            "path": fault.path,
            "message": fault.sv if current() == "sv" else fault.en,
        }
        for fault in error.faults
    ]


def _schema() -> click.Command:
    return click.Command(
        "schema",
        callback=show_schema,
        params=options.common(),
        help=say(
            "Skriv ut JSON-schemat för mappningar, som ger editorn komplettering och röda streck.",
            "Print the JSON Schema of mappings, which gives an editor completion and red marks.",
        ),
        short_help=say("Skriv ut JSON-schemat för editorer.", "Print the JSON Schema for editors."),
        options_metavar=options.metavar(),
    )


def show_schema(*, plain: bool) -> None:
    """Print the file that ships with the package; ``plain`` changes nothing here."""
    del plain
    console.put((SCHEMAS / "mapping.schema.json").read_text(encoding="utf-8").rstrip("\n"))
