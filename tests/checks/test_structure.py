# ruff: noqa: E501 - one case a line
"""Fields and codes beyond the standard are told with where they may come from."""

from datetime import date
from typing import Any

import pytest

from ocds_sv.checks.rule import Context
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard

OWN = "https://example.org/own/extension.json"


def told(release: dict[str, Any], extensions: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> list[str]:
    standard = Standard.load(extensions)
    walk = Walk(standard, structure=Structure(standard, unknown))
    found = walk.release(release, Context(release, date(2026, 1, 1))).found
    return [f"/{'/'.join(map(str, place))} {check.says('en', fault.facts)}" for check, place, fault in found]


@pytest.mark.parametrize(
    ("release", "extensions", "unknown", "expected"),
    [
        ({"tender": {"titel": "x"}}, (), (), ["/tender/titel the standard has no field 'titel' here (did you mean 'title'?)"]),
        ({"tender": {"lots": []}}, (), (), ["/tender/lots the standard has no field 'lots' here (the extension 'lots' has it, which is not declared)"]),
        ({"tender": {"lots": [{"id": "1", "titel": 1}]}}, ("lots",), (OWN,), ["/tender/lots/0/titel the standard has no field 'titel' here (did you mean 'title'?)"]),
        ({"tender": {"zzz": 1}}, (), (), ["/tender/zzz the standard has no field 'zzz' here"]),
        ({"tender": {"zzz": 1}}, (), (OWN,), [f"/tender/zzz the standard has no field 'zzz' here (it may belong to an extension that is not shipped: {OWN})"]),
        ({"tender": {"title_sv": "x", "title_en": ""}}, (), (), ["/tender/title_en the value is empty"]),
        ({"parties": [{"roles": ["byer", " "]}]}, (), (), ["/parties/0/roles/0 'byer' is a code of your own (did you mean 'buyer'?)", "/parties/0/roles/1 the value is empty"]),
        ({"awards": [{"id": 1}, {"id": "1"}, {}, []]}, (), (), ["/awards/1/id another object of the list has the id '1'", "/awards/2 the value is empty", "/awards/3 the value is empty"]),
        ({"tender": None, "language": " ", "planning": {}}, (), (), ["/tender null removes the field when releases are merged", "/language the value is empty", "/planning the value is empty"]),
        ({"tender": {"amendment": {"rationale": "x"}}}, (), (), ["/tender/amendment the field is deprecated"]),
        ({"tender": {"title": 7, "items": "x", "value": [1]}}, (), (), []),
    ],
)  # fmt: skip
def test_what_is_told(release: Any, extensions: Any, unknown: Any, expected: list[str]) -> None:
    assert told(release, extensions, unknown) == expected
