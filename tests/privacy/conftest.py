from __future__ import annotations

import copy
import json
from decimal import Decimal

import pytest

from ocds_sv.jsonio.encoding import encode
from ocds_sv.privacy import Gate, Policy


def _release() -> dict:
    return {
        "ocid": "ocds-213czf-212000-1454-V100",
        "id": "d3b07384d113edec49eaa6238ad5ff00",
        "date": "2016-03-15T00:00:00+01:00",
        "tag": ["implementation"],
        "language": "sv",
        "buyer": {"id": "SE-ON-212000-1454", "name": "Exempelstads kommun"},
        "parties": [
            {
                "id": "SE-ON-212000-1454",
                "name": "Exempelstads kommun",
                "identifier": {"scheme": "SE-ON", "id": "212000-1454"},
                "contactPoint": {"name": "Inköp", "email": "inkop@example.org"},
                "roles": ["buyer", "payer"],
            },
            {
                "id": "SE-ON-556016-0680",
                "name": "Exempelbolaget AB",
                "identifier": {"scheme": "SE-ON", "id": "556016-0680"},
                "roles": ["supplier", "payee"],
            },
        ],
        "tender": {
            "id": "t1",
            "title": "Målning av skolor",
            "description": "Väggar och tak",
            "documents": [{"id": "d1", "title": "Avtal", "url": "https://example.org/avtal"}],
            "lots": [{"id": "1", "title": "Norr"}],
            "items": [{"id": "1", "quantity": 4, "relatedLot": "1", "unit": {"name": "-", "id": "HUR"}}],
        },
        "awards": [{"id": "a1", "suppliers": [{"id": "SE-ON-556016-0680", "name": "Exempelbolaget AB"}]}],
        "contracts": [
            {
                "id": "c1",
                "awardID": "a1",
                "title": "Målning",
                "implementation": {
                    "transactions": [
                        {
                            "id": "V100-1",
                            "value": {"amount": Decimal("12500.50"), "currency": "SEK"},
                            "payee": {"id": "SE-ON-556016-0680", "name": "Exempelbolaget AB"},
                        },
                        {"id": "V100-2", "value": {"amount": Decimal("-0.01"), "currency": "EUR"}},
                    ]
                },
            }
        ],
    }


@pytest.fixture
def release():
    """A release without anything personal; made anew for each test."""
    return _release()


@pytest.fixture
def make_release():
    """What makes such a release, for tests that need many."""
    return _release


@pytest.fixture
def passed():
    """Send a release through a gate and return what may be written, checked for what always holds."""

    def send(release, *, token="tokena", persons=(), gate=None):
        gate = gate or Gate(Policy())
        untouched = copy.deepcopy(release)
        new = gate.release(release, encode(release), token, persons)
        assert release == untouched
        if new is None:
            return release
        assert gate.reconciliation()["equal"]
        assert Gate(gate.policy).release(new, encode(new), token, persons) is None
        return new

    return send


@pytest.fixture
def written():
    """The text that would be published."""
    return lambda release: json.dumps(json.loads(encode(release)), ensure_ascii=False)
