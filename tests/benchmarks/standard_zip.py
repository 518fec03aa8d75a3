"""The shipped schemas as the archive of the standard's repository that ``libcoveocds --standard-zip`` reads."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

CORE = Path(__file__).resolve().parents[2] / "schemas" / "ocds" / "1.1.5"
HOME = "https://standard.open-contracting.org/schema/1__1__5/"


def written(value: Any) -> Any:
    """With the addresses and the texts that the peer asks for, the texts empty."""
    if isinstance(value, list):
        return [written(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: written(inner) for name, inner in value.items()}
    if isinstance(value.get("$ref"), str) and not value["$ref"].startswith("#"):
        made["$ref"] = HOME + value["$ref"]
    if isinstance(value.get("deprecated"), dict):
        made["deprecated"] = {**value["deprecated"], "description": ""}
    return made


def write(path: Path) -> None:
    """The archive, at ``path``."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("standard/", "")
        for schema in CORE.glob("*-schema.json"):
            content = {**written(json.loads(schema.read_text(encoding="utf-8"))), "id": HOME + schema.name}
            archive.writestr(f"standard/schema/{schema.name}", json.dumps(content))
        for codes in (CORE / "codelists").glob("*.csv"):
            text = codes.read_text(encoding="utf-8").replace("code", "Code", 1)
            archive.writestr(f"standard/schema/codelists/{codes.name}", text)
