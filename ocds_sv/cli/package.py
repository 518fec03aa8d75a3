"""``ocds-sv package``, ``split`` and ``combine``: releases or records in packages, as many and as large as wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ocds_sv.cli import console, options
from ocds_sv.cli.language import say

HELP = {
    "package": (
        ("Lägg releaser eller poster i paket.", "Put releases or records into packages."),
        (
            "Målet är ett paket (.json, .json.gz, -) eller en mapp med flera (--size, --by).",
            "The target is one package (.json, .json.gz, -) or a folder of several (--size, --by).",
        ),
    ),
    "split": (
        ("Dela paket i mindre.", "Split packages into smaller ones."),
        ("Målet är en mapp; metadata följer med.", "The target is a folder; metadata are kept."),
    ),
    "combine": (
        ("Slå ihop paket till ett.", "Combine packages to one."),
        (
            "Det sista paketets metadata och allas tillägg följer med.",
            "The last package's metadata and the extensions of all are kept.",
        ),
    ),
    "upgrade": (
        ("Gör OCDS 1.0 till 1.1.", "Upgrade OCDS 1.0 to 1.1."),
        (
            "Målet är rader (.jsonl, -) eller ett paket (.json), med .gz eller utan.",
            "The target is lines (.jsonl, -) or one package (.json), with .gz or without.",
        ),
    ),
}


def command() -> click.Command:
    """The command ``package``."""
    return made("package", size(required=False), by())


def made(name: str, *own: click.Parameter) -> click.Command:
    """One of the commands that write packages."""
    swedish, english = zip(*HELP[name], strict=True)
    return click.Command(
        name,
        callback=_runner(name),
        params=[
            click.Argument(["inputs"], nargs=-1, required=True, metavar=say("INDATA...", "INPUT...")),
            click.Option(
                ["-o", "--output"],
                default="-" if name != "split" else None,
                required=name == "split",
                metavar=say("MÅL", "TARGET"),
                help=say(swedish[1], english[1]),
            ),
            *own,
            click.Option(
                ["--metadata"],
                metavar=say("FIL.yaml", "FILE.yaml"),
                help=say("Utgivare, licens, policy med mera.", "Publisher, licence, policy and the like."),
            ),
            click.Option(
                ["--base-uri", "base"],
                default="",
                metavar="URI/",
                help=say(
                    "Mappen där paketen publiceras; ger uri och länkar mellan dem.",
                    "The folder where the packages will be published; gives uri and links between them.",
                ),
            ),
            *options.common(),
        ],
        help=say("\n\n".join(swedish), "\n\n".join(english)),
        short_help=say(swedish[0], english[0]),
        options_metavar=options.metavar(),
    )


def size(*, required: bool) -> click.Option:
    """``--size``."""
    return click.Option(
        ["--size"],
        type=click.IntRange(min=1),
        required=required,
        metavar="N",
        help=say("Högst så många i varje paket.", "So many in each package at most."),
    )


def by() -> click.Option:
    """``--by``."""
    return click.Option(
        ["--by"],
        type=click.Choice(["year", "month"]),
        help=say(
            "Ett paket för varje år eller månad som releaserna är daterade.",
            "A package for each year or month of the releases' dates.",
        ),
    )


def _runner(name: str) -> Callable[..., int]:
    def run(inputs: tuple[str, ...], output: str, metadata: str | None, base: str, **given: Any) -> int:  # noqa: ANN401
        from ocds_sv.packaging import Options, package_files, upgrade_files  # noqa: PLC0415 # see convert.py
        from ocds_sv.packaging.options import metadata as read  # noqa: PLC0415 # the same

        click.get_current_context().color = console.wants_colour(plain=given.pop("plain"))
        if base and not base.endswith(("/", "=")):
            base += "/"
        chosen = Options(base=base, metadata=read(metadata) if metadata is not None else {}, **given)
        account = (upgrade_files if name == "upgrade" else package_files)(inputs, output, chosen)
        items, files = console.number(account.items), console.number(len(account.packages))
        console.note(
            say(f"{items} releaser eller poster i {files} filer.", f"{items} releases or records in {files} files.")
        )
        if account.differing:
            differing = console.number(account.differing)
            console.note(
                say(
                    f"{differing} parter har olika uppgifter på olika ställen; de som stod först gäller.",
                    f"{differing} parties have different particulars in different places; those that stood first hold.",
                )
            )
        return 0

    return run
