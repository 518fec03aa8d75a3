"""``python -m ocds_sv`` is the command ``ocds-sv``, also where console scripts may not run."""

from __future__ import annotations

from ocds_sv.garbage import collect_seldom


def main() -> None:
    """What the console script calls."""
    # Nothing that is loaded or made ready becomes garbage.
    collect_seldom()
    # Other processes of a run begin with this module, too, and need no command line.
    from ocds_sv.cli import main as command  # noqa: PLC0415

    command()


if __name__ == "__main__":
    main()
