"""What glances are shown of releases that were laid side by side by the walk is what stands in them."""

import copy
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.checks import walk as module
from ocds_sv.checks.abreast import Abreast
from ocds_sv.checks.glances.dates import STAGES
from ocds_sv.checks.rule import Context
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard

STANDARD = Standard.load(())
RELEASE: dict[str, Any] = {
    "ocid": "1",
    "tender": {"id": "1", "title": "x", "value": {"amount": 1}, "documents": [{"id": "1"}, {"id": "2"}]},
    "awards": [{"id": "1", "value": {"amount": 2}, "suppliers": [{"id": "A"}], "documents": [{"id": "1"}]}],
    "contracts": [{"id": "1", "implementation": {"transactions": [{"id": "1", "payer": {"id": "A"}}]}}],
    "more": {"inner": [[{"id": "1"}], {"id": "2"}]},
}
OTHERS = (None, "", 5, {}, [], [None], [[{"id": "1"}]], [{"id": "3"}], {"id": "4"}, [{"id": "5"}, {"title": "6"}])
PATHS = [
    *("", *STAGES, "more", "more/inner[]", "awards[]/suppliers[]", "contracts[]/implementation/transactions[]"),
    *("contracts[]/implementation/transactions[]/payer", "tender/value", "awards[]/value"),
    *(f"{stage}/documents[]" for stage in STAGES),
]


def spots(value: Any) -> list[tuple[Any, Any]]:
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [one for key, inner in held for one in ((value, key), *spots(inner))]


def changed(seed: int) -> dict[str, Any]:
    chance, release = random.Random(seed), copy.deepcopy(RELEASE)
    for _ in range(seed % 4):
        holder, key = chance.choice(spots(release))
        if isinstance(holder, dict) and chance.random() < 0.3:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(chance.choice(OTHERS))
        if not release:
            break
    return release


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 400).map(changed), min_size=1, max_size=6))
def test_what_was_laid_out_is_what_is_found_by_looking(releases: list[dict[str, Any]]) -> None:
    contexts = [Context(one, date(2026, 1, 1)) for one in releases]
    shown: list[Abreast] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "glance", lambda _, abreast, __: shown.append(abreast))
        list(Walk(STANDARD).releases(releases, contexts))
    looked = Abreast(contexts)

    for path in PATHS:
        for name in ("id", "title", "value", "documents", "nothing"):
            assert shown[0].values(path, name) == looked.values(path, name)
        assert list(shown[0].at(path).releases) == list(looked.at(path).releases)
    assert shown[0].odd == looked.odd


def test_an_object_without_fields_puts_none_out_of_its_place() -> None:
    releases = [copy.deepcopy(RELEASE), {**copy.deepcopy(RELEASE), "tender": {}}, copy.deepcopy(RELEASE)]
    releases[2]["tender"]["id"] = "2"
    contexts = [Context(one, date(2026, 1, 1)) for one in releases]
    shown: list[Abreast] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "glance", lambda _, abreast, __: shown.append(abreast))
        list(Walk(STANDARD).releases(releases, contexts))

    assert shown[0].values("tender", "id") == ["1", None, "2"]
    assert list(shown[0].at("tender/documents[]").releases) == [0, 0, 2, 2]


def test_releases_with_the_same_fields_are_not_looked_into_again() -> None:
    releases = [copy.deepcopy(RELEASE) for _ in range(3)]
    shown: list[Abreast] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "glance", lambda _, abreast, __: shown.append(abreast))
        list(Walk(STANDARD).releases(releases, [Context(one, date(2026, 1, 1)) for one in releases]))

    assert {"", "tender", "tender/documents[]", "awards[]/suppliers[]", "contracts[]/implementation"} <= set(
        shown[0]._laid
    )
