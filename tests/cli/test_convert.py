"""``convert``: what goes in comes out, what is wrong is said, and the exit code tells a pipeline which."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ocds_sv.cli import summary
from ocds_sv.resources import MAPPINGS

ROOT = Path(__file__).resolve().parents[2]
MAPPING = """\
title: Avtal
source:
  columns:
    nr: [Nr]
    titel: [Titel]
    belopp: [Belopp]
    datum: [Datum]
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: "{datum}"
  tag: [contract]
  initiationType: tender
  contracts:
    - id: "{nr}"
      awardID: "{nr}"
      title: "{titel}"
      value: {amount: "{belopp}", currency: SEK}
"""
HEADER = "Nr;Titel;Belopp;Datum\n"
GOOD = "A1;Städ;1234,50;2024-03-01\nA2;Färg & penslar;99,00;2024-03-02\n"
BAD = "A3;Önskemål;12 kr st;2024-03-03\n"
PREFIX = ("--set", "ocid_prefix=ocds-abc123")


@pytest.fixture
def folder(tmp_path):
    """A folder with å, ä, ö and spaces in its name, a mapping and two exports."""
    place = tmp_path / "Upphandling å ä ö"
    place.mkdir()
    (place / "avtal.yaml").write_text(MAPPING, encoding="utf-8")
    (place / "avtal från mars.csv").write_bytes((HEADER + GOOD).encode("cp1252"))
    (place / "fel i mars.csv").write_bytes((HEADER + GOOD + BAD).encode("cp1252"))
    return place


@pytest.fixture
def convert(folder, call):
    """Convert a file of the folder with its mapping."""

    def run(name, *args):
        return call("convert", folder / name, "-m", folder / "avtal.yaml", *PREFIX, "--lang", "en", *args)

    return run


def _lines(content):
    return [json.loads(line) for line in content.splitlines()]


def test_a_file_becomes_a_file_and_the_summary_stays_on_standard_error(folder, convert):
    code, out, err = convert("avtal från mars.csv", "-o", folder / "ut.jsonl")

    releases = _lines((folder / "ut.jsonl").read_text(encoding="utf-8"))
    assert (code, out) == (0, "")
    assert [release["ocid"] for release in releases] == ["ocds-abc123-A1", "ocds-abc123-A2"]
    assert releases[1]["contracts"][0]["title"] == "Färg & penslar"
    assert '"amount":1234.50' in (folder / "ut.jsonl").read_text(encoding="utf-8")
    assert "rows in" in err
    assert "releases out" in err


@pytest.mark.parametrize(("lang", "words"), [("sv", ("rader in", "releaser ut")), ("en", ("rows in", "releases out"))])
def test_the_summary_is_in_one_language(folder, call, lang, words):
    _, _, err = call(
        "convert", folder / "fel i mars.csv", "-m", folder / "avtal.yaml", "-o", folder / "u.jsonl", "--lang", lang
    )

    for word in words:
        assert word in err
    assert ("Fynd:" in err) == (lang == "sv")
    assert ("Findings:" in err) == (lang == "en")
    assert "not-a-number" in err


def test_a_bad_cell_is_named_with_its_place_and_without_its_value(folder, convert):
    code, _, err = convert("fel i mars.csv", "-o", folder / "ut.jsonl")

    assert code == 1
    assert "row 4, column Belopp" in err
    assert "12 kr st" not in err
    assert len(_lines((folder / "ut.jsonl").read_text(encoding="utf-8"))) == 3


@pytest.mark.parametrize(("fail_on", "expected"), [("error", 1), ("warning", 1), ("never", 0)])
def test_the_threshold_decides_what_a_finding_answers(folder, convert, fail_on, expected):
    assert convert("fel i mars.csv", "-o", folder / "ut.jsonl", "--fail-on", fail_on)[0] == expected


def test_json_is_the_last_line_on_standard_output(folder, convert):
    code, out, err = convert("fel i mars.csv", "-o", folder / "ut.jsonl", "--json")

    summary = json.loads(out.splitlines()[-1])
    assert len(out.splitlines()) == 1
    assert (summary["rows"], summary["releases"], summary["exit_code"]) == (3, 3, code)
    assert "rows in" in err


def test_json_goes_to_standard_error_when_the_data_go_to_standard_output(convert):
    code, out, err = convert("avtal från mars.csv", "--json")

    assert code == 0
    assert len(_lines(out)) == 2
    assert json.loads(err.splitlines()[-1])["releases"] == 2


def test_json_speaks_also_when_nothing_could_be_read(folder, convert):
    code, out, err = convert("finns inte.csv", "-o", folder / "ut.jsonl", "--json")

    answer = json.loads(out.splitlines()[-1])
    assert code == answer["exit_code"] == 3
    assert "finns inte.csv" in answer["message"]
    assert "finns inte.csv" in err
    assert not (folder / "ut.jsonl").exists()


def test_quiet_says_nothing(folder, convert):
    assert convert("avtal från mars.csv", "-o", folder / "ut.jsonl", "--quiet") == (0, "", "")


def test_quiet_says_errors_and_nothing_else(folder, convert):
    (folder / "tom.csv").write_bytes(b"")

    code, out, err = convert("fel i mars.csv", folder / "tom.csv", "-o", folder / "ut.jsonl", "--quiet")

    assert (code, out) == (4, "")
    assert "input-broken" in err
    assert "tom.csv" in err
    assert "not-a-number" in err
    assert "left incomplete" in err
    assert "rows in" not in err
    assert "Written" not in err


def test_every_file_that_was_not_read_is_named(folder, convert):
    for number in range(9):
        (folder / f"bild {number}.csv").write_bytes(b"\x89PNG\r\n\x1a\n")

    code, _, err = convert("avtal från mars.csv", *folder.glob("bild*.csv"), "-o", folder / "ut.jsonl")

    assert code == 4
    assert sum(f"bild {number}.csv" in err for number in range(9)) == 8
    assert "… and 1 more" in err


def test_with_a_state_it_is_said_what_was_written_and_why_not_the_rest(folder, convert):
    given = ("avtal från mars.csv", "--state", folder / "minne", "-o", folder / "ut.jsonl", "--json")
    convert(*given)

    code, out, err = convert(*given)

    told = {line[:24].strip(): line[24:].split() for line in err.splitlines()}
    assert code == 0
    assert told["releases written"] == ["0", "unchanged", "2"]
    assert (json.loads(out)["releases"], json.loads(out)["written"]) == (2, 0)


def test_a_file_in_place_of_a_folder_is_told(folder, convert):
    code, _, err = convert("avtal från mars.csv", "--state", folder / "avtal.yaml", "-o", folder / "ut.jsonl")
    at_folder = convert("avtal från mars.csv", "-o", ".")

    assert code == 4
    assert "there is a file, and a folder is to be written" in err
    assert (at_folder[0], "the output '.' must end in" in at_folder[2]) == (2, True)


def test_every_reason_to_pass_over_a_row_has_a_word_in_swedish():
    pattern = re.compile(r'skipped\[\s*"([a-z-]+)"(?: if [^]]* else "([a-z-]+)")?')
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "ocds_sv").rglob("*.py"))
    reasons = {reason for text in texts for match in pattern.findall(text) for reason in match if reason}

    assert reasons == set(summary._SKIPPED_SV)


def test_quiet_says_nothing_of_findings_that_fail_nothing(folder, convert):
    assert convert("fel i mars.csv", "-o", folder / "ut.jsonl", "--quiet", "--fail-on", "never") == (0, "", "")


def test_dry_run_writes_nothing_and_says_so(folder, convert):
    before = sorted(folder.iterdir())
    code, out, err = convert(
        "fel i mars.csv", "-o", folder / "ut.jsonl", "--report", folder / "r.json", "--dry-run", "--json"
    )

    assert code == 1
    assert json.loads(out)["rows"] == 3
    assert "--dry-run" in err
    assert sorted(folder.iterdir()) == before


def test_the_report_has_every_finding_with_its_place(folder, convert):
    convert("fel i mars.csv", "-o", folder / "ut.jsonl", "--report", folder / "rapport.json")

    report = json.loads((folder / "rapport.json").read_bytes())
    found = {finding["rule"]: finding for finding in report["findings"]}
    assert found["not-a-number"]["examples"][0]["place"]["row"] == 4
    assert report["counts"]["rows"] == 3


def test_a_package_is_one_document_with_its_publisher(folder, convert):
    convert(
        "avtal från mars.csv",
        "-o",
        folder / "paket.json",
        "--publisher",
        "Påhittade kommun",
        "--uri",
        "https://a.example/",
    )

    package = json.loads((folder / "paket.json").read_bytes())
    assert package["publisher"]["name"] == "Påhittade kommun"
    assert package["uri"] == "https://a.example/"
    assert len(package["releases"]) == 2


def test_compressed_output_is_compressed(folder, convert):
    convert("avtal från mars.csv", "-o", folder / "ut.jsonl.gz")

    assert len(_lines(gzip.decompress((folder / "ut.jsonl.gz").read_bytes()))) == 2


def test_a_limit_is_a_whole_run(folder, convert):
    code, out, _ = convert("avtal från mars.csv", "--limit", "1")

    assert code == 0
    assert len(_lines(out)) == 1


def test_standard_input_and_output_are_utf_8_also_on_an_old_console(folder, process):
    done = process(
        *("convert", "-", "-m", folder / "avtal.yaml", *PREFIX, "--lang", "sv"),
        stdin=(HEADER + GOOD).encode(),
        env={"PYTHONIOENCODING": "cp1252"},
    )

    assert done.returncode == 0
    assert [release["contracts"][0]["title"] for release in _lines(done.stdout.decode())] == ["Städ", "Färg & penslar"]
    assert b"Traceback" not in done.stderr


def test_a_pipe_shows_no_progress_and_no_colour(folder, process):
    done = process("convert", folder / "fel i mars.csv", "-m", folder / "avtal.yaml", *PREFIX, "--lang", "sv")

    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stderr.replace(b"\r\n", b"\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("args", "env", "colour"),
    [((), {}, True), (("--plain",), {}, False), ((), {"NO_COLOR": "1"}, False), (("--quiet",), {}, True)],
)
def test_a_terminal_gets_colour_unless_it_is_told_not_to(folder, args, env, colour, quiet_environment):
    command = [
        *(sys.executable, "-m", "ocds_sv", "convert", str(folder / "fel i mars.csv"), "-m", str(folder / "avtal.yaml")),
        *("-o", str(folder / "ut.jsonl"), *args),
    ]
    seen = _on_a_terminal(command, {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT), **env})

    assert (b"\x1b[31m" in seen or b"\x1b[33m" in seen) == colour


def _on_a_terminal(command, env):
    """What ``command`` shows when its standard error is a terminal."""
    reader, terminal = os.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal, env=env) as running:
        os.close(terminal)
        seen = b""
        while piece := _read(reader):
            seen += piece
        running.wait(timeout=60)
    os.close(reader)
    return seen


def _read(reader):
    try:
        return os.read(reader, 65536)
    except OSError:  # Linux answers EIO when the other end is closed.
        return b""


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
def test_a_reader_that_goes_away_ends_the_run_without_a_word(folder, quiet_environment):
    rows = "".join(f"B{number};Städ;1,00;2024-03-01\n" for number in range(20_000))
    (folder / "stor.csv").write_text(HEADER + rows, encoding="utf-8")
    shell = (
        f'"{sys.executable}" -m ocds_sv convert "{folder}/stor.csv" -m "{folder}/avtal.yaml" -q | head -n 1;'
        "echo ${PIPESTATUS[0]}"
    )
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, capture_output=True, check=False, timeout=60)

    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == b"141"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_stopped_leaves_the_old_file_and_nothing_else(folder, number, code, quiet_environment):
    (folder / "ut.jsonl").write_bytes(b"old")
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "ocds_sv", "convert", "-", "-m", str(folder / "avtal.yaml")),
            *("-o", str(folder / "ut.jsonl"), "--lang", "en"),
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as running:
        running.stdin.write((HEADER + GOOD).encode())
        running.stdin.flush()
        _wait_for(lambda: list(folder.glob(".ocds-sv-*.part")))
        running.send_signal(number)
        _, err = running.communicate(timeout=60)

    assert running.returncode == code
    assert b"Traceback" not in err
    assert (folder / "ut.jsonl").read_bytes() == b"old"
    assert list(folder.glob(".ocds-sv-*")) == []


def _wait_for(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("{folder}/finns inte.csv",), 3, "finns inte.csv"),
        (("{good}", "-m", "finns-inte"), 2, "finns-inte"),
        (("{good}", "--set", "utan"), 2, "--set"),
        (("{good}", "--set", "a=1", "--set", "a=2"), 2, "--set a"),
        (("{good}", "--set", "okänd=1"), 2, "okänd"),
        (("{good}", "-o", "{folder}/ut.xlsx"), 2, "ut.xlsx"),
        (("{good}", "-o", "{good}"), 2, "avtal"),
        (("{good}", "-o", "{folder}/ut.jsonl", "--report", "{folder}/ut.jsonl"), 2, "ut.jsonl"),
        (("{good}", "--privacy", "off"), 2, "--decision"),
        (("{good}", "--as-of", "i går"), 2, "i går"),
        (("{good}", "--limit", "0"), 2, "--limit"),
        (("{good}", "--workers", "många"), 2, "--workers"),
        (("{good}", "-o", "{folder}/saknas/ut.jsonl"), 4, "saknas"),
        ((), 2, "INPUT"),
    ],
)
def test_every_fault_is_a_sentence_with_its_code_in_both_languages(folder, call, args, code, word, lang):
    names = {"folder": folder, "good": folder / "avtal från mars.csv"}
    given = [arg.format(**names) for arg in args]
    mapping = () if "-m" in given or not given else ("-m", folder / "avtal.yaml")
    before = sorted(folder.iterdir())

    answer, out, err = call("convert", *given, *mapping, "--lang", lang)

    assert (answer, out) == (code, "")
    assert word in err or (word == "INPUT" and "INDATA" in err)
    assert "Traceback" not in err
    assert sorted(folder.iterdir()) == before


def test_switching_the_gate_off_stands_in_the_report(folder, convert):
    code, _, _ = convert(
        *("avtal från mars.csv", "-o", folder / "ut.jsonl", "--report", folder / "r.json"),
        *("--privacy", "off", "--decision", "KS 2024/17"),
    )

    privacy = json.loads((folder / "r.json").read_bytes())["privacy"]
    assert code == 0
    assert (privacy["gate"], privacy["decision"]) == ("off", "KS 2024/17")


def test_options_can_stand_in_the_environment(folder, process):
    env = {"OCDS_SV_CONVERT_MAPPING": str(folder / "avtal.yaml"), "OCDS_SV_CONVERT_SET": "ocid_prefix=ocds-abc123"}
    done = process("convert", folder / "avtal från mars.csv", env={**env, "OCDS_SV_LANG": "sv"})

    assert done.returncode == 0
    assert _lines(done.stdout)[0]["ocid"] == "ocds-abc123-A1"
    assert "rader in" in done.stderr.decode()


def test_without_a_mapping_the_fitting_one_is_found_and_named(tmp_path, process):
    process("demo", tmp_path / "demo")
    done = process("convert", next((tmp_path / "demo").glob("*.csv")), "-o", tmp_path / "ut.jsonl", "--lang", "en")

    assert "leverantorsreskontra (recognised by the headers)" in done.stderr.decode()
    assert done.returncode == 1


def test_a_mapping_of_xml_is_found_by_the_root_element_and_told_so(tmp_path, process):
    example = next((MAPPINGS / "svefaktura-1.0" / "examples").glob("*.xml"))
    done = process("convert", example, "-o", tmp_path / "ut.jsonl", "--lang", "sv")

    assert "svefaktura-1.0 (igenkänd på rotelementet)" in done.stderr.decode()


@pytest.mark.parametrize(("name", "code", "told"), [("a.xlsx", 3, "cannot be read"), ("a.csv", 2, "no mapping")])
def test_what_is_called_a_workbook_and_is_none_is_broken_and_not_just_unknown(tmp_path, process, name, code, told):
    (tmp_path / name).write_bytes(b"this is no workbook\n")
    done = process("convert", tmp_path / name, "-o", tmp_path / "ut.jsonl", "--lang", "en")

    assert done.returncode == code
    assert told in done.stderr.decode()


def test_workers_change_nothing_but_the_time(folder, process):
    (folder / "stor.csv").write_text(
        HEADER + "".join(f"B{number};Städ;{number},00;2024-03-01\n" for number in range(900)), encoding="utf-8"
    )
    one, two = (
        process("convert", folder / "stor.csv", "-m", folder / "avtal.yaml", *PREFIX, "--workers", count).stdout
        for count in (1, 2)
    )

    assert len(one.splitlines()) == 900
    assert one == two
