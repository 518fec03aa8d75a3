from __future__ import annotations

import pytest

from ocds_sv.errors import PrivacyError
from ocds_sv.privacy.proof import Proof
from ocds_sv.privacy.survey import Survey
from ocds_sv.sweden.masks import is_mask

SOURCE = {"parties": [{"id": "SE-ON-811228-9874", "name": "Tolvina Provdotter"}]}


def proof(**options):
    return Proof(Survey(SOURCE, is_mask), is_mask, (), "tokena", options.get("accept", {}))


@pytest.mark.parametrize(
    ("left", "path"),
    [
        ({"tender": {"title": "Tolvina Provdotter"}}, "tender/title"),
        ({"tender": {"title": "x8112289874123"}}, "tender/title"),
        ({"tender": {"title": "se 701063-2391"}}, "tender/title"),
        ({"tender": {"lots": [{"id": 8112289874}]}}, "tender/lots/id"),
        ({"tender": {"811228-9874": "a"}}, "tender/999999-9999"),
        ({"buyer": {"id": "1", "name": "*****"}}, "parties"),
        ({"buyer": {"id": "1", "identifier": {"id": "811328-9999"}}}, "parties"),
    ],
)
def test_what_is_left_stops_the_release_and_is_not_told(left, path):
    with pytest.raises(PrivacyError) as raised:
        proof().check(left)
    for text in (raised.value.text("sv"), raised.value.text("en")):
        assert f" {path};" in text or f" {path}; " in text
        assert "8112" not in text
        assert "Tolvina" not in text


def test_what_is_clean_passes():
    proof().check(
        {"parties": [{"id": "withheld-tokena-1", "name": "[innehåller personuppgifter]"}], "date": "2016-03-15"}
    )


def test_accepted_paths_pass_with_digits_in_a_row_only():
    accepted = proof(accept={"tender/id": "diary number"})
    accepted.check({"tender": {"id": "7010632391"}})
    with pytest.raises(PrivacyError):
        accepted.check({"tender": {"id": "701063-2391"}})
