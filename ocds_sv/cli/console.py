"""What reaches people: plain text that no console can choke on, a progress line, and colours where they are wanted."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click
import orjson

from ocds_sv.cli.language import say
from ocds_sv.jsonio import encode

SIGNAL_EXIT = 128
"""A run ended by a signal answers 128 + its number, as shells do."""


class Terminated(BaseException):
    """Somebody ended the run with SIGTERM; unwinding removes the temporary files."""


def prepare() -> None:
    """Make the streams bear every character, and a polite ``kill`` clean up."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in cp1252 or cp850 must not end a run because of an arrow in a message.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def note(text: str = "") -> None:
    """A line for people, on standard error: standard output belongs to data."""
    click.echo(text, err=True)


def put(text: str) -> None:
    """The text that was asked for, on standard output, as UTF-8 also into a file on Windows."""
    click.echo(text.encode(errors="replace"))


def put_line(text: str = "") -> None:
    """A line for people that is the command's whole answer, on standard output; colours go when it is a file."""
    click.echo(text)


def put_json(value: object, *, err: bool = False) -> None:
    """One JSON object on one line."""
    click.echo(encode(value), err=err)


def put_json_for_people(value: object) -> None:
    """A JSON object, indented."""
    click.echo(orjson.dumps(orjson.Fragment(encode(value)), option=orjson.OPT_INDENT_2))


def strong(text: str) -> str:
    """A heading."""
    return click.style(text, bold=True)


def number(value: int) -> str:
    """12 345, with a space that does not break the line."""
    return f"{value:,}".replace(",", "\u00a0")


def is_plain(*, asked: bool) -> bool:
    """Whether to do without movement and colour: asked for, or the terminal can do neither."""
    return asked or os.environ.get("TERM") == "dumb"


def wants_colour(*, plain: bool) -> bool | None:
    """``False`` never (https://no-color.org), ``None`` if there is a terminal."""
    return False if plain or os.environ.get("NO_COLOR") else None


@contextmanager
def progress(*, wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    """
    A line that counts rows and releases while the block runs; ``None`` where nobody looks.

    ``wanted`` is a wish: without a terminal there is never a line.
    """
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 # rich takes 100 ms to import
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 # the same

    text = say("{0} rader in, {1} releaser ut", "{0} rows in, {1} releases out")
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text.format(0, 0))

        def step(rows: int, releases: int) -> None:
            bar.update(task, description=text.format(number(rows), number(releases)))

        yield step
