"""``ocds-sv mapping export``: a mapping as a workbook in the shape of OCP's field-level mapping template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say
from ocds_sv.errors import UsageError

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.mapping import Mapping


def command() -> click.Command:
    """The command ``mapping export``."""
    return click.Command(
        "export",
        callback=export,
        params=[
            click.Argument(["mapping"], metavar=say("MAPPNING", "MAPPING")),
            click.Option(
                ["-o", "--output"],
                required=True,
                metavar=say("FÄLT.xlsx", "FIELDS.xlsx"),
                help=say("Arbetsboken som skrivs.", "The workbook to write."),
            ),
            click.Option(
                ["--data", "inputs"],
                multiple=True,
                metavar=say("FIL", "FILE"),
                help=say(
                    "Mät hur ifyllda fälten är i dessa filer; annars i mappningens egna exempel.",
                    "Measure how full the fields are in these files; otherwise in the mapping's own examples.",
                ),
            ),
            click.Option(
                ["--set", "params"],
                multiple=True,
                metavar=say("NAMN=VÄRDE", "NAME=VALUE"),
                help=say("En parameter till mappningen.", "A parameter of the mapping."),
            ),
            *options.common(),
        ],
        help=say(
            "Skriv en mappning som arbetsbok enligt OCP:s mall för fältmappning: fält, titlar, mappning, maskerade"
            " exempel och hur ifyllda fälten är.",
            "Write a mapping as a workbook after OCP's field-level mapping template: fields, titles, mapping, masked"
            " examples and how full the fields are.",
        ),
        short_help=say("Skriv en mappning som arbetsbok.", "Write a mapping as a workbook."),
        options_metavar=options.metavar(),
    )


def export(mapping: str, output: str, inputs: tuple[str, ...], params: tuple[str, ...], *, plain: bool) -> None:
    """Convert what is measured, without writing it, and write the workbook whole."""
    from ocds_sv.cli.convert import parameters  # noqa: PLC0415 # see convert.py
    from ocds_sv.fieldlevel import measured, workbook  # noqa: PLC0415 # the same
    from ocds_sv.jsonio import write_file  # noqa: PLC0415 # the same
    from ocds_sv.mapping import Mapping  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=plain)
    if not output.endswith(".xlsx"):
        raise UsageError(reason="the workbook's name ends in .xlsx", reason_sv="arbetsbokens namn slutar på .xlsx")
    loaded = Mapping.load(mapping)
    data = measured(loaded, _releases(loaded, list(inputs) or _examples(mapping), parameters(params)))
    write_file(output, workbook(loaded, data, current()))
    of = say(f"mätt i {data.releases} releaser", f"measured in {data.releases} releases")
    console.note(say("Skrivet: ", "Written: ") + f"{output} ({of})")


def _releases(mapping: Mapping, inputs: list[str], params: dict[str, str]) -> Iterator[dict[str, Any]]:
    from ocds_sv.conversion import Options, convert  # noqa: PLC0415 # see convert.py

    if inputs:
        yield from convert(inputs, mapping, options=Options(params=params))


def _examples(name: str) -> list[str]:
    """The examples of a shipped mapping that are recognised as its own."""
    from ocds_sv.detection import detect  # noqa: PLC0415 # see convert.py
    from ocds_sv.mapping.names import shipped_names  # noqa: PLC0415 # the same
    from ocds_sv.resources import MAPPINGS  # noqa: PLC0415 # the same
    from ocds_sv.sources import expand  # noqa: PLC0415 # the same

    if name not in shipped_names():
        return []
    folder = MAPPINGS / name.partition("/")[0] / "examples"
    found = [path for path in sorted(folder.glob("*")) if not path.name.endswith((".findings.json", ".releases.jsonl"))]
    listed = expand(found) if found else []
    return [str(path) for path in listed if (matches := detect(path)) and matches[0].name == name]
