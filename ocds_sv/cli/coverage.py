"""``ocds-sv mapping coverage``: which fields a mapping fills, and which questions its data can answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.claimed import Claimed
    from ocds_sv.coverage import Coverage

PATH, GROUP = 52, 34
INCOMPLETE = 4
MAPPED = "mapped"
"""The status of the fields that need no further word."""

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
            click.Argument(["inputs"], nargs=-1, metavar=say("[INDATA]…", "[INPUT]…")),
            click.Option(
                ["-v", "--verbose"],
                is_flag=True,
                help=say(
                    "Visa varje indikator, och varje fält i källan som inte är mappat.",
                    "Show every indicator, and every field of the source that is not mapped.",
                ),
            ),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Visa vilka OCDS-fält en mappning fyller, steg för steg, och vilka av de 71 indikatorerna de ger. Med "
            "indata i XML också vad i dem som mappningen inte svarar för.",
            "Show which OCDS fields a mapping fills, stage by stage, and which of the 71 indicators can be calculated. "
            "With input in XML, also what in it the mapping does not answer for.",
        ),
        short_help=say("Visa vilka fält en mappning fyller.", "Show which fields a mapping fills."),
        options_metavar=options.metavar(),
    )


def show(mapping: str, inputs: tuple[str, ...], *, verbose: bool, json: bool, plain: bool) -> None:
    """Read the mapping, and of the data only whether it is named."""
    from ocds_sv.claimed import claimed  # noqa: PLC0415 # see convert.py
    from ocds_sv.coverage import coverage  # noqa: PLC0415 # see convert.py
    from ocds_sv.mapping import Mapping  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=plain)
    loaded = Mapping.load(mapping)
    found = coverage(loaded)
    values = claimed(loaded, inputs) if inputs else None
    unread = [one.text(current()) for one in values.unread] if values else []
    if json:
        of_data = {"values": values.json(), "unread": unread} if values else {}
        console.put_json_for_people({**found.json(current()), **of_data})
    else:
        listed = _listed(found.listed, verbose=verbose)
        for line in (*_fields(found), *_indicators(found, verbose=verbose), *listed, *_values(values)):
            console.put_line(line)
    for line in unread:
        console.note(line)
    if unread:
        click.get_current_context().exit(INCOMPLETE)


def _listed(fields: dict[str, str], *, verbose: bool) -> Iterator[str]:
    """The fields of the source by what becomes of them, most first."""
    if not fields:
        return
    yield console.strong(say(f"Fält i källan: {len(fields)}", f"Fields of the source: {len(fields)}"))
    for status, count in Counter(fields.values()).most_common():
        yield f"  {status:<{GROUP}} {count:>4}"
        if verbose and status != MAPPED:
            yield from (f"    {name}" for name, its in fields.items() if its == status)


def _values(found: Claimed | None) -> Iterator[str]:
    """What of the data is claimed, and what is not, most first."""
    if found is None:
        return
    yield console.strong(
        say(
            f"Värden i {found.records} poster: {found.values}, varav {found.share:.1%} mappade eller utelämnade med "
            "skäl",
            f"Values in {found.records} records: {found.values}, of which {found.share:.1%} mapped or left out with a "
            "reason",
        )
    )
    yield f"  {say('utelämnade med skäl', 'left out with a reason'):<{GROUP}} {found.left:>4}"
    yield f"  {say('varken eller', 'neither'):<{GROUP}} {found.unclaimed.total():>4}"
    yield from (f"  {count:>6} {path}" for path, count in found.unclaimed.most_common())


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
