"""Models against what others have published: whatever the schema accepts goes in and comes out valid."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ocds_sv.models import RecordPackage, ReleasePackage
from ocds_sv.standard import Standard

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ocds"
MODELS = {"release-package": ReleasePackage, "record-package": RecordPackage}


def packages() -> Iterator[tuple[Path, str, Any]]:
    for path in sorted(SHARED.rglob("*.json")):
        try:
            value = json.loads(path.read_text("utf-8"))
        except ValueError:  # other encodings and concatenated JSON are not meant here
            continue
        kind = "release-package" if "releases" in value else "record-package" if "records" in value else ""
        if kind and jsonschema_rs.Draft4Validator(Standard.load().schema(kind)).is_valid(value):
            yield path, kind, value


def meaning(value: Any) -> Any:
    """``value`` without nulls, moments as such: the same instant may be written in several ways."""
    if isinstance(value, dict):
        return {key: meaning(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [meaning(item) for item in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", value):
        return datetime.fromisoformat(value)
    return value


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published OCDS examples are not beside the repo")
def test_valid_packages_come_out_valid_and_with_the_same_meaning() -> None:
    seen = 0
    for path, kind, value in packages():
        dumped = json.loads(MODELS[kind].model_validate(value).model_dump_json())

        assert jsonschema_rs.Draft4Validator(Standard.load().schema(kind)).is_valid(dumped), path
        assert meaning(dumped) == meaning(value), path
        seen += 1
    assert seen >= 20
