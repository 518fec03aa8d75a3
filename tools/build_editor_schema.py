"""
Writes ``schemas/mapping.schema.json``, by which editors complete and check mappings.

    python tools/build_editor_schema.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ocds_sv.mapping.editor import editor_schema

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "schemas" / "mapping.schema.json"


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(editor_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")
