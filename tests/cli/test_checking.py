"""``convert --check``: one pass, and the findings of a check of the output."""

import json
import tempfile

import pytest

LEDGER = (
    "kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,belopp,datum,fakturanummer\n"
    "212000-1355,Påhittade kommun,1,Städ AB,556091-2148,100.00,2024-01-05,F1\n"
    "212000-1355,Påhittade kommun,2,Snö AB,556012-5790,-5.50,2024-01-06,F2\n"
    "212000-1355,Påhittade kommun,3,Is AB,556091-2148,0.00,2024-02-06,F3\n"
)


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "reskontra å.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def convert(call, ledger, target, *options):
    return call("convert", ledger, "-m", "leverantorsreskontra", "-o", target, "--as-of", "2024-05-01", *options)


@pytest.mark.parametrize("name", ["ut.jsonl", "ut.json", "ut.jsonl.gz"])
def test_it_finds_what_a_check_of_the_output_finds(tmp_path, ledger, call, name):
    target, one, other = tmp_path / name, tmp_path / "a.json", tmp_path / "b.json"

    convert(call, ledger, target, "--check-report", one)
    extensions = json.loads(one.read_text(encoding="utf-8"))["run"]["extensions"]
    known = [part for extension in extensions for part in ("--extension", extension)]
    call("check", target, "-o", other, "--as-of", "2024-05-01", *known)

    reports = [json.loads(path.read_text(encoding="utf-8")) for path in (one, other)]
    assert reports[0] == reports[1]
    assert any(sample["cells"] for result in reports[0]["results"] for sample in result["samples"])


def test_without_it_nothing_is_checked_and_with_it_the_screen_tells(tmp_path, ledger, call):
    _, _, quiet = convert(call, ledger, tmp_path / "a.jsonl", "--lang", "en")
    _, _, told = convert(call, ledger, tmp_path / "b.jsonl", "--lang", "en", "--check")

    assert "Indicators that the data can answer" not in quiet
    assert "Indicators that the data can answer" in told
    assert "source: " in told


def test_a_profile_can_make_a_conversion_fail(tmp_path, ledger, call):
    profile = tmp_path / "p.yaml"
    profile.write_text("coverage: {tender/value/amount: 100 %, awards/date: 50 %}\n", encoding="utf-8")

    assert convert(call, ledger, tmp_path / "a.jsonl", "--check")[0] == 0
    assert convert(call, ledger, tmp_path / "b.jsonl", "--profile", profile)[0] == 1


def test_a_faulty_profile_is_refused_before_anything_is_written(tmp_path, ledger, call):
    assert convert(call, ledger, tmp_path / "a.jsonl", "--profile", "finns-inte")[0] == 2
    assert not (tmp_path / "a.jsonl").exists()


def test_a_dry_run_checks_and_writes_nothing(tmp_path, ledger, call):
    code, _, told = convert(
        call, ledger, tmp_path / "a.jsonl", "--dry-run", "--check-report", tmp_path / "r.json", "--lang", "en"
    )

    assert code == 0
    assert "releases" in told
    assert [path.name for path in tmp_path.iterdir()] == [ledger.name]


def cells(path):
    report = json.loads(path.read_text(encoding="utf-8"))
    return [(result["rule"], [one["cells"] for one in result["samples"]]) for result in report["results"]]


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    place = tmp_path / "temp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_the_cells_are_known_of_what_goes_to_standard_output_too(tmp_path, temporary, ledger, call):
    convert(call, ledger, tmp_path / "a.jsonl", "--check-report", tmp_path / "file.json")
    convert(call, ledger, "-", "--check-report", tmp_path / "stdout.json", "--quiet")

    found = cells(tmp_path / "file.json")
    assert found == cells(tmp_path / "stdout.json")
    assert any(cell["row"] for _, samples in found for cells_of in samples for cell in cells_of)
    report = json.loads((tmp_path / "stdout.json").read_text(encoding="utf-8"))
    assert report["run"]["provenance"] == []
    assert list(temporary.iterdir()) == []


def test_a_dry_run_knows_its_own_cells_and_not_those_of_the_last_run(tmp_path, temporary, ledger, call):
    convert(call, ledger, tmp_path / "a.jsonl")
    moved = LEDGER.splitlines()
    ledger.write_text("\n".join([moved[0], moved[2], moved[1], moved[3]]) + "\n", encoding="utf-8")

    _, _, told = convert(call, ledger, tmp_path / "a.jsonl", "--dry-run", "--check", "--lang", "en")

    lines = told.splitlines()
    second = next(number for number, line in enumerate(lines) if "a.jsonl, line 2," in line)
    assert "reskontra å.csv, row 2," in lines[second + 1]
    assert list(temporary.iterdir()) == []
