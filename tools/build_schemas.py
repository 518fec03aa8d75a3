"""
Writes ``schemas/ocds`` from the official OCDS files: structure and codes as they are, no titles and no prose.

    python tools/build_schemas.py SOURCE_DIR EXTENSIONS_DIR

What fields and codes are called and what they mean stands in ``schemas/ocds/texts``, kept by hand and in our own words.

``SOURCE_DIR`` holds the four schemas of OCDS 1.1.5 and their ``codelists``, ``EXTENSIONS_DIR`` one folder an extension.
Which extensions are shipped, and in which version, stands in ``schemas/ocds/extensions.csv``, kept by hand.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VERSION = "1.1.5"
SOURCE = "https://standard.open-contracting.org/schema/1__1__5/"
EXTENSIONS_HOME = "https://raw.githubusercontent.com/open-contracting-extensions"
TARGET = Path(__file__).resolve().parents[1] / "schemas" / "ocds"

SCHEMAS = (
    "release-schema.json",
    "release-package-schema.json",
    "record-package-schema.json",
    "versioned-release-validation-schema.json",
)
NAMED = ("properties", "definitions", "patternProperties")
"""Keywords whose keys are names, not keywords."""

CODE_FACTS = {"Code": "code", "Deprecated": "deprecated", "Valid Until": "valid_until", "Section": "section"}
"""Columns of the official codelists that hold facts, and what they are called here."""

Json = dict[str, Any]


def without_prose(schema: object) -> object:
    """``schema`` with titles and descriptions gone, and references between files by file name."""
    if isinstance(schema, list):
        return [without_prose(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    clean: Json = {}
    for key, value in schema.items():
        if key in NAMED:  # what stands here are names: a field may be called title or id
            clean[key] = {child: without_prose(below) for child, below in value.items()}
        elif key == "$ref":
            clean[key] = value.removeprefix(SOURCE)
        elif key == "deprecated":
            clean[key] = {"deprecatedVersion": value["deprecatedVersion"]}
        elif key not in ("title", "description", "id"):
            clean[key] = without_prose(value)
    return clean


def codes(source: Path) -> str:
    """The facts of an official codelist as CSV text; columns without any value are left out."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [column for column in CODE_FACTS if any(row.get(column) for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CODE_FACTS[column] for column in columns)
    writer.writerows([row[column] or "" for column in columns] for row in rows)
    return text.getvalue()


def fields_with_codes(schema: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str, bool]]:
    """Each field that takes codes: codelist, ``Tender.status``, open or not."""
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("codelist"), str):
        yield schema["codelist"].removesuffix(".csv"), ".".join(path), schema["openCodelist"]
    for key in NAMED:
        for name, below in schema.get(key, {}).items():
            yield from fields_with_codes(below, (*path, name))


def codelist_index(release: object) -> Json:
    """Codelist → open or closed, and the fields that use it."""
    index: Json = {}
    for name, field, is_open in fields_with_codes(release):
        entry = index.setdefault(name, {"open": is_open, "fields": []})
        if entry["open"] is not is_open:
            raise SystemExit(f"{name} is open in one field and closed in {field}")
        entry["fields"].append(field)
    return dict(sorted(index.items()))


def codelist_files(home: Path, official: Json) -> dict[str, Path]:
    """An extension's codelists by name; the one of 1_2_draft lies beside the folder of the others, unannounced."""
    announced = {name: home / "codelists" / name for name in official.get("codelists", ())}
    return dict(sorted({**announced, **{path.name: path for path in home.glob("*.csv")}}.items()))


def extension_facts(row: dict[str, str], official: Json) -> Json:
    """What the package says about an extension: id, public address, what was copied, what it needs."""
    needed = [str(url).split("/") for url in official.get("dependencies", ())]
    return {
        "id": row["id"],
        "url": f"{EXTENSIONS_HOME}/{row['repository']}/{row['version']}/extension.json",
        "copied": {"commit": row["commit"], "date": row["date"]},
        "dependencies": [parts[parts.index("open-contracting-extensions") + 1] for parts in needed],
    }


def built(source: Path, extensions: Path) -> Iterator[tuple[str, str]]:
    """Every file to write: path under ``schemas/ocds`` and its text."""
    for name in SCHEMAS:
        clean = without_prose(json.loads((source / name).read_text("utf-8")))
        yield f"{VERSION}/{name}", dumped(clean)
        if name == SCHEMAS[0]:
            yield f"{VERSION}/codelists.json", dumped(codelist_index(clean))
    for path in sorted((source / "codelists").glob("*.csv")):
        yield f"{VERSION}/codelists/{path.name}", codes(path)
    yield from built_extensions(extensions)


def built_extensions(extensions: Path) -> Iterator[tuple[str, str]]:
    """The files of the extensions listed in ``extensions.csv``."""
    with (TARGET / "extensions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = {row["repository"]: row["id"] for row in rows}
    for row in rows:
        home = extensions / row["id"]
        official = json.loads((home / "extension.json").read_text("utf-8"))
        lists = codelist_files(home, official)
        facts = {**extension_facts(row, official), "codelists": list(lists)}
        facts["dependencies"] = [ids[repository] for repository in facts["dependencies"]]
        yield f"extensions/{row['id']}/extension.json", dumped(facts)
        patch = json.loads((home / "release-schema.json").read_text("utf-8"))
        yield f"extensions/{row['id']}/release-schema.json", dumped(without_prose(patch))
        for name, path in lists.items():
            yield f"extensions/{row['id']}/codelists/{name}", codes(path)


def manifest(files: dict[str, str]) -> Json:
    """Where the facts come from, and the checksum of each file written."""
    return {
        "standard": "Open Contracting Data Standard",
        "version": VERSION,
        "source": SOURCE,
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())},
    }


def dumped(value: object) -> str:
    """JSON as it is kept in the repository."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write everything anew, so that nothing stale stays behind."""
    if len(sys.argv) != 3:  # noqa: PLR2004 - the two folders and the script's own name
        raise SystemExit(__doc__)
    files = dict(built(Path(sys.argv[1]), Path(sys.argv[2])))
    files[f"{VERSION}/manifest.json"] = dumped(manifest(files))
    for folder in (VERSION, "extensions"):
        shutil.rmtree(TARGET / folder, ignore_errors=True)
    for name, text in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files in {TARGET}")


if __name__ == "__main__":
    main()
