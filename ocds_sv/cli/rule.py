"""``ocds-sv rule``: what a rule of the check says, why, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import orjson

from ocds_sv.cli import console, options
from ocds_sv.cli.language import current, say
from ocds_sv.cli.names import near
from ocds_sv.errors import UsageError

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.checks.rule import Check

_SEVERITIES_SV = {
    "blocker": "stoppar",
    "error": "fel",
    "warning": "varning",
    "notice": "anmärkning",
    "info": "upplysning",
}


def command() -> click.Command:
    """The command ``rule``."""
    return click.Command(
        "rule",
        callback=show,
        params=[
            click.Argument(["name"], required=False, metavar=say("[NAMN]", "[NAME]")),
            *options.common(),
        ],
        help=say(
            "Förklara en regel i granskningen; utan namn: visa alla.",
            "Explain a rule of the check; without a name: list them all.",
        ),
        short_help=say("Förklara en regel i granskningen.", "Explain a rule of the check."),
        options_metavar=options.metavar(),
    )


def show(name: str | None, *, plain: bool) -> None:
    """One rule whole, or a line for each."""
    from ocds_sv.checks.choice import ALL  # noqa: PLC0415 # see convert.py

    click.get_current_context().color = console.wants_colour(plain=plain)
    if name is None:
        width, severities = max(map(len, ALL)), max(len(_severity(check)) for check in ALL.values())
        for check in ALL.values():
            console.put_line(f"{check.name:<{width}}  {_severity(check):<{severities}}  {check.title(current())}")
        return
    if name not in ALL:
        raise UsageError(
            reason=f"there is no rule '{name}'{near(name, ALL)}",
            reason_sv=f"regeln '{name}' finns inte{near(name, ALL)}",
        )
    for line in _told(ALL[name]):
        console.put_line(line)


def _severity(check: Check) -> str:
    return say(_SEVERITIES_SV[check.severity], str(check.severity))


def _told(check: Check) -> Iterator[str]:
    yield console.strong(f"{check.name} ({_severity(check)})")
    yield check.title(current())
    yield check.why(current())
    yield say("Så rättas det: ", "How to mend it: ") + check.fix(current())
    if check.pelican:
        yield f"Pelican: {', '.join(check.pelican)}"
    yield from check.sources
    for title, examples in (
        (say("Underkänns:", "Refused:"), check.refused),
        (say("Godkänns:", "Accepted:"), check.accepted),
    ):
        if examples:
            yield title
            yield from (f"    {orjson.dumps(example).decode()}" for example in examples)
