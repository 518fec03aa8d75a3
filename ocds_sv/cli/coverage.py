"""``ocds-sv mapping coverage``: which fields a mapping fills, and which questions its data can answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.coverage import Coverage

PATH, GROUP = 52, 34

_STAGES_SV = {
    "general": "allmänt",
    "planning": "planering",
    "tender": "upphandling",
    "award": "tilldelning",
    "contract": "kontrakt",
    "implementation": "genomförande",
}
_GROUPS_SV = {
    "market": "marknaden",
    "competition": "konkurrens",
    "suppliers": "leverantörer",
    "integrity": "integritet och datakvalitet",
    "efficiency": "effektivitet",
    "money": "pris och budget",
    "delivery": "leverans",
}


def command() -> click.Command:
    """The command ``mapping coverage``."""
    return click.Command(
        "coverage",
        callback=show,
        params=[
            click.Argument(["mapping"], metavar=say("MAPPNING", "MAPPING")),
            click.Option(["-v", "--verbose"], is_flag=True, help=say("Visa varje indikator.", "Show every indicator.")),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Visa vilka OCDS-fält en mappning fyller, steg för steg, och vilka av de 71 indikatorerna de ger.",
            "Show which OCDS fields a mapping fills, stage by stage, and which of the 71 indicators can be calculated.",
        ),
        short_help=say("Visa vilka fält en mappning fyller.", "Show which fields a mapping fills."),
        options_metavar=options.metavar(),
    )


def show(mapping: str, *, verbose: bool, json: bool, plain: bool) -> None:
    """Read the mapping, no data."""
    from ocds_sv.coverage import coverage  # noqa: PLC0415 # see convert.py
    from ocds_sv.mapping import Mapping  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=plain)
    found = coverage(Mapping.load(mapping))
    if json:
        console.put_json_for_people(found.json(current()))
        return
    for line in (*_fields(found), *_indicators(found, verbose=verbose)):
        console.put_line(line)


def _fields(found: Coverage) -> Iterator[str]:
    for stage, total in found.fields.items():
        filled = found.filled(stage)
        name = say(_STAGES_SV[stage], stage)
        of = say(f"{len(filled)} av {total} fält", f"{len(filled)} of {total} fields")
        yield console.strong(f"{name}: {of}")
        for path in filled:
            sources = dict.fromkeys(source for use in found.uses[path] for source in use.sources)
            constant = all(use.constant for use in found.uses[path])
            yield f"  {path:<{PATH}} {', '.join(sources) or (say('fast', 'constant') if constant else '–')}"
    yield ""


def _indicators(found: Coverage, *, verbose: bool) -> Iterator[str]:
    from ocds_sv.standard.indicators import GROUPS, indicators, with_parents  # noqa: PLC0415 # see convert.py

    able = set(found.possible)
    everything = indicators()
    count = f"{len(able)}/{len(everything)}"
    yield console.strong(
        say(f"Indikatorer som går att räkna ut: {count}", f"Indicators that can be calculated: {count}")
    )
    filled = with_parents(found.uses)
    for group in GROUPS:
        of_group = [one for one in everything if one.group == group]
        done = sum(one in able for one in of_group)
        yield f"  {say(_GROUPS_SV[group], group):<{GROUP}} {done:>2}/{len(of_group)}"
        for one in of_group if verbose else ():
            missing = ", ".join(" | ".join(sorted(need)) for need in one.missing(filled))
            lacks = say(" – saknar ", " – lacks ") + missing if missing else ""
            yield f"    {'✓' if one in able else '·'} {one.id} {one.title(current())}{lacks}"
    if found.next_fields:
        yield say("Nästa fält som ger mest:", "The next fields that give most:")
        for field, more in found.next_fields:
            yield f"  {field:<{PATH}} +{more}"
