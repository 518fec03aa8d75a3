"""``demo``: from export to OCDS, the same every time."""

import json
import re

import pytest

from ocds_sv import cli


@pytest.mark.parametrize(("lang", "words"), [("sv", "Nästa tre kommandon:"), ("en", "The next three commands:")])
def test_it_converts_shows_findings_and_names_three_commands(tmp_path, call, lang, words):
    code, out, err = call("demo", tmp_path / "demo å", "--lang", lang)

    assert (code, err) == (0, "")
    commands = out.partition(words)[2].strip().splitlines()
    assert len(commands) == 3
    assert all(command.strip().startswith("ocds-sv ") for command in commands)
    assert "not-a-number" in out
    assert "row 10" in out or "rad 10" in out


def test_everything_is_written_and_nobody_is_named(tmp_path, call):
    call("demo", tmp_path)

    for file in tmp_path.iterdir():
        if file.suffix in {".jsonl", ".json"}:
            text = file.read_text(encoding="utf-8")
            assert "811228" not in text, file.name
            assert "Testa Testsson" not in text, file.name
    written = [file.read_text(encoding="utf-8") for file in tmp_path.glob("*.releases.jsonl")]
    releases = [json.loads(line) for text in written for line in text.splitlines()]
    assert len(releases) > 20
    assert all(release["ocid"].startswith("ocds-") for release in releases)


def test_a_second_run_writes_the_same_bytes(tmp_path, call):
    call("demo", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    call("demo", tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_json_tells_what_was_made(tmp_path, call):
    _, out, _ = call("demo", tmp_path, "--json")

    made = json.loads(out)
    assert [run["mapping"] for run in made] == ["leverantorsreskontra", "uhm-upphandlingar/procurements"]
    assert all(run["rows"] > 0 and run["complete"] for run in made)


def test_the_commands_it_names_work(tmp_path, call, quiet_environment):
    _, out, _ = call("demo", tmp_path, "--lang", "en")
    inspect, check, _ = re.findall(r"^ {2}ocds-sv (.*)$", out, re.MULTILINE)

    assert cli.run(["inspect", inspect.partition('"')[2].rstrip('"')]) == 0
    assert cli.run(["check", check.partition('"')[2].rstrip('"')]) == 0


def test_who_started_run_py_is_given_its_commands(tmp_path, call, monkeypatch):
    monkeypatch.setenv("OCDS_SV_COMMAND", "python run.py")

    _, out, _ = call("demo", tmp_path, "--lang", "en")

    commands = out.partition("The next three commands:")[2].strip().splitlines()
    assert [command.split()[:3] for command in commands] == [
        ["python", "run.py", word] for word in ("inspect", "check", "convert")
    ]


def test_a_folder_that_cannot_be_made_is_said(tmp_path, call):
    (tmp_path / "fil").write_bytes(b"")
    code, _, err = call("demo", tmp_path / "fil", "--lang", "en")

    assert code == 4
    assert str(tmp_path / "fil") in err
