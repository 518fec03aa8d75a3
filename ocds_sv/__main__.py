"""``python -m ocds_sv`` is the command ``ocds-sv``, also where console scripts may not run."""

from __future__ import annotations

from ocds_sv.cli import main

if __name__ == "__main__":
    main()
