"""``report``: a saved report again, in any form."""

import json

import pytest

RELEASE = {"ocid": "x", "id": "1", "date": "2024-04-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender"}


@pytest.fixture
def saved(tmp_path, call):
    """A report that check has written."""
    (tmp_path / "r.jsonl").write_text(json.dumps(RELEASE) + "\n", encoding="utf-8")
    path = tmp_path / "rapport från mars.json"
    call("check", tmp_path / "r.jsonl", "-o", path, "--as-of", "2024-05-01")
    return path


def test_a_saved_report_is_shown_as_check_showed_it(tmp_path, saved, call):
    _, checked, _ = call("check", tmp_path / "r.jsonl", "--as-of", "2024-05-01", "--lang", "sv")

    assert call("report", saved, "--lang", "sv") == (0, checked, "")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.html", b"<!DOCTYPE html>"),
        ("a.xlsx", b"PK"),
        ("a.xml", b"<?xml"),
        ("a.md", b"# "),
        ("a.csv", b"\xef\xbb\xbf"),
    ],
)
def test_the_ending_says_the_form(tmp_path, saved, call, name, start):
    assert call("report", saved, "-o", tmp_path / name)[0] == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_the_form_asked_for_wins_and_standard_input_is_read(saved, process):
    done = process("report", "-", "--format", "jsonl", "--lang", "en", stdin=saved.read_bytes())

    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[0])["rule"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_no_report_or_does_not_exist_is_one_sentence(tmp_path, call, lang):
    (tmp_path / "r.json").write_text('{"releases": []}', encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")

    for name in ("r.json", "broken.json", "finns inte.json"):
        code, _, err = call("report", tmp_path / name, "--lang", lang)
        assert code == 3
        assert name in err
        assert "Traceback" not in err


def test_a_misspelt_form_is_answered_with_the_nearest_and_the_report_is_never_overwritten(saved, call):
    assert call("report", saved, "--format", "htm", "--lang", "en")[0] == 2
    assert "html" in call("report", saved, "--format", "htm", "--lang", "en")[2]
    before = saved.read_bytes()
    assert call("report", saved, "-o", saved)[0] == 2
    assert saved.read_bytes() == before
