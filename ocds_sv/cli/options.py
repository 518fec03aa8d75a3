"""The options that several commands share."""

from __future__ import annotations

import click

from ocds_sv.cli.language import LANGUAGES, say

Params = list[click.Parameter]


def language() -> click.Option:
    """``--lang``: read before click begins, by language.choose; here it is documented and checked."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=say("Språk i meddelanden; annars datorns.", "Language of messages; otherwise the computer's."),
    )


def common() -> Params:
    """``--lang`` and ``--plain``, which every command takes."""
    return [
        language(),
        click.Option(
            ["--plain"],
            is_flag=True,
            help=say("Varken färg eller rörelse, för skärmläsare.", "No colour and no movement, for screen readers."),
        ),
    ]


def as_json() -> click.Option:
    """``--json``."""
    return click.Option(
        ["--json"],
        is_flag=True,
        help=say("Svara med JSON, för program.", "Answer with JSON, for programs."),
    )


def metavar() -> str:
    """The word for options in a usage line."""
    return say("[FLAGGOR]", "[OPTIONS]")
