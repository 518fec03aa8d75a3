"""A check of what a conversion wrote knows what the conversion knew."""

import json

from ocds_sv.review import Asked, Review

RELEASE = {"ocid": "ocds-a1b2c3-1", "id": "1", "tag": ["tender"], "tender": {"id": "1", "lots": [{"id": "1"}]}}
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"


def _unknown(path, workers):
    report = Review(Asked(workers=workers)).files([path])
    return report["run"]["extensions"], [
        one["groups"] for one in report["results"] if one["rule"] == "additional-field" and one["failed"]
    ]


def test_extensions_of_a_conversion_are_known_though_lines_cannot_declare_them(tmp_path):
    path = tmp_path / "avtal å.jsonl"
    path.write_text(json.dumps(RELEASE) + "\n", encoding="utf-8")

    assert _unknown(path, 1) == ([], [[{"path": "tender/lots", "failed": 1}]])

    head = {"mapping": "min", "extensions": [LOTS], "fields": []}
    (tmp_path / "avtal å.provenance.jsonl").write_text(json.dumps(head) + "\n", encoding="utf-8")
    assert _unknown(path, 1) == _unknown(path, 2) == (["lots"], [])


def test_a_damaged_way_to_the_source_says_nothing(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(RELEASE) + "\n", encoding="utf-8")
    (tmp_path / "a.provenance.jsonl").write_text("{", encoding="utf-8")

    assert _unknown(path, 1)[0] == []
