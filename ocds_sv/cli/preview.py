"""``ocds-sv mapping preview``: the first rows beside the releases they become, and which column fed which field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.conversion.run import Run
    from ocds_sv.mapping import Mapping
    from ocds_sv.mapping.uses import Use

RELEASES = 3
VALUE = 40
FINDINGS = 5


def command() -> click.Command:
    """The command ``mapping preview``."""
    return click.Command(
        "preview",
        callback=show,
        params=[
            click.Argument(["mapping"], metavar=say("MAPPNING", "MAPPING")),
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("FIL...", "FILE...")),
            click.Option(
                ["--limit"],
                type=click.IntRange(min=1),
                default=RELEASES,
                show_default=True,
                help=say("Så många releaser.", "How many releases."),
            ),
            click.Option(
                ["--set", "params"],
                multiple=True,
                metavar=say("NAMN=VÄRDE", "NAME=VALUE"),
                help=say("En parameter till mappningen.", "A parameter of the mapping."),
            ),
            click.Option(["-v", "--verbose"], is_flag=True, help=say("Visa alla värden.", "Show every value.")),
            options.as_json(),
            *options.common(),
        ],
        help=say(
            "Visa de första raderna bredvid releaserna de blir, och vilken kolumn som gav vilket fält.",
            "Show the first rows beside the releases they become, and which column fed which field.",
        ),
        short_help=say("Visa vad en mappning gör med en fil.", "Show what a mapping does with a file."),
        options_metavar=options.metavar(),
    )


def show(
    mapping: str,
    inputs: tuple[str, ...],
    limit: int,
    params: tuple[str, ...],
    *,
    verbose: bool,
    json: bool,
    plain: bool,
) -> None:
    """Convert a few records through the privacy gate, as ``convert`` would."""
    from ocds_sv.cli.convert import parameters  # noqa: PLC0415 # see convert.py
    from ocds_sv.conversion import Options  # noqa: PLC0415 # the same
    from ocds_sv.conversion.pipeline import Pipeline  # noqa: PLC0415 # the same
    from ocds_sv.mapping import Mapping  # noqa: PLC0415 # the same
    from ocds_sv.mapping.uses import uses  # noqa: PLC0415 # the same

    click.get_current_context().color = console.wants_colour(plain=plain)
    loaded = Mapping.load(mapping)
    pipeline = Pipeline(inputs, loaded, Options(params=parameters(params), limit=limit), shared=False)
    of = uses(loaded)
    headers = _headers(inputs, loaded)
    for finished in pipeline.releases():
        facts = {"rows": finished.rows, "values": _values(finished.release, of, headers)}
        if json:
            console.put_json({**facts, "release": finished.release})
            continue
        for line in _told(finished.release, facts, verbose=verbose):
            console.put_line(line)
    for line in _rest(pipeline.run):
        console.note(line)


def _headers(inputs: tuple[str, ...], mapping: Mapping) -> dict[str, str] | None:
    """The headers of the first table by canonical name; ``None`` where any path may be a field."""
    from ocds_sv.findings import Findings  # noqa: PLC0415 # see convert.py
    from ocds_sv.sources import expand, open_streams  # noqa: PLC0415 # the same
    from ocds_sv.sources.columns import answers  # noqa: PLC0415 # the same

    spec = mapping.source
    if not spec.columns:
        return None
    # Whoever converts tells of what cannot be read.
    with closing(open_streams(expand(inputs), spec, Findings(), told=lambda *_: None)) as streams:
        first = next(streams, None)
    header = None if first is None else first.header
    names = {name: header[index] for name, index in answers(header, spec.columns).items()} if header else {}
    joined = {f"{join.name}.{column}" for join in spec.joins for column in join.source.columns}
    return names | {name: name for name in (joined if header else spec.columns)}


def _values(release: dict[str, Any], of: list[Use], headers: dict[str, str] | None) -> list[dict[str, object]]:
    from ocds_sv.mapping.uses import fed  # noqa: PLC0415 # see convert.py

    return [
        {
            "pointer": one.pointer,
            "value": one.value,
            "columns": [
                source if headers is None else headers[source]
                for source in one.sources
                if headers is None or source in headers
            ],
        }
        for one in fed(release, of)
    ]


def _told(release: dict[str, Any], facts: dict[str, Any], *, verbose: bool) -> Iterator[str]:
    rows = facts["rows"]
    several = len(rows) > 1
    numbers = f"{rows[0]}–{rows[-1]}" if several else f"{rows[0]}"
    yield console.strong(
        f"{say('rader' if several else 'rad', 'rows' if several else 'row')} {numbers} → {release['ocid']}"
    )
    shown = [one for one in facts["values"] if verbose or one["columns"]]
    width = max((len(one["pointer"]) for one in shown), default=0)
    for one in shown:
        value = str(one["value"]).replace("\n", " ")
        value = value if len(value) <= VALUE else value[: VALUE - 1] + "…"
        columns = ", ".join(one["columns"]) or say("från ingen kolumn", "from no column")
        yield f"  {one['pointer']:<{width}}  {value:<{VALUE}} ← {columns}"
    left = len(facts["values"]) - len(shown)
    if left:
        yield say(
            f"  och {left} värden som inte kommer från någon kolumn (-v)",
            f"  and {left} values that come from no column (-v)",
        )
    yield ""


def _rest(run: Run) -> Iterator[str]:
    """What the rows have beside: cells that nobody claims, and what is doubtful."""
    if run.unmapped:
        listed = ", ".join(f"{name} ({count})" for name, count in run.unmapped.most_common())
        yield say("Inte använda kolumner: ", "Columns not used: ") + listed
    for rule in run.findings.ordered()[:FINDINGS]:
        if rule.id not in {"example-prefix", "field-not-mapped"}:
            yield f"{rule.id}: {run.findings.examples[rule.id][0].message(current())}"
