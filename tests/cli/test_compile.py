"""``compile``: what people see, and what a pipeline is answered."""

import json

import pytest

ONE = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
}
TWO = {**ONE, "id": "2", "date": "2024-04-02T00:00:00+02:00", "tag": ["tenderUpdate"], "language": "sv"}


@pytest.fixture
def write(tmp_path):
    """A file of releases with a name that needs care."""

    def made(*releases, name="releaser från mars.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(one) + "\n" for one in releases), encoding="utf-8")
        return path

    return made


def test_compiled_releases_go_to_standard_output_and_the_rest_does_not(write, call):
    code, out, err = call("compile", write(TWO, ONE), "--lang", "en")

    assert code == 0
    assert json.loads(out)["language"] == "sv"
    assert "2 releases read, 0 rejected, 1 processes out." in err
    assert "No findings." in err


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("never", 0)])
def test_a_bad_release_is_told_in_swedish_and_the_exit_code_says_so(write, call, fail_on, code):
    found, out, err = call("compile", write(ONE, {**TWO, "date": "x"}), "--lang", "sv", "--fail-on", fail_on)

    assert found == code
    assert json.loads(out)["id"] == "ocds-a1b2c3-1-2024-04-01T00:00:00Z"
    assert "rad 2: releasens date saknas" in err
    assert "1 avvisade" in err


def test_quiet_says_only_why_the_answer_is_not_0(write, call):
    assert call("compile", write(ONE), "-q")[2] == ""
    assert "release-without-date" in call("compile", write({**ONE, "date": None}), "-q")[2]


def test_json_ends_with_a_summary_and_the_report_has_every_finding(write, call, tmp_path):
    report = tmp_path / "rapport.json"

    code, out, _ = call("compile", write(ONE, TWO), "-o", tmp_path / "ut.jsonl", "--json", "--report", report)

    summary = json.loads(out.splitlines()[-1])
    assert (code, summary["exit_code"], summary["processes"]) == (0, 0, 1)
    assert json.loads(report.read_text(encoding="utf-8"))["counts"]["merged"] == 2


def test_json_speaks_also_when_nothing_could_be_read(call, tmp_path):
    code, _, err = call("compile", tmp_path / "finns inte.jsonl", "--json")

    assert code == 3
    assert json.loads(err.splitlines()[-1])["error"] == "InputNotFound"


def test_a_package_says_who_publishes_it_where_and_when(write, call, tmp_path):
    target = tmp_path / "ut.json"

    call(
        *("compile", write(ONE, TWO), "-o", target, "--records", "--publisher", "Påhittade kommun"),
        *("--uri", "https://example.org/p.json", "--published-date", "2024-05-01T00:00:00Z"),
    )

    package = json.loads(target.read_text(encoding="utf-8"))
    assert package["publisher"] == {"name": "Påhittade kommun"}
    assert package["uri"] == "https://example.org/p.json"
    assert package["publishedDate"] == "2024-05-01T00:00:00Z"
    assert len(package["records"][0]["releases"]) == 2


def test_a_state_needs_only_what_is_new(write, call, tmp_path):
    call("compile", write(ONE), "-o", tmp_path / "ut.jsonl", "--state", tmp_path / "minne")
    _, _, err = call(
        *("compile", write(TWO, name="nytt.jsonl"), "-o", tmp_path / "ut.jsonl", "--state", tmp_path / "minne"),
        *("--lang", "sv"),
    )

    assert "1 processer har ändrats." in err
    assert json.loads((tmp_path / "ut.jsonl").read_text(encoding="utf-8"))["date"] == TWO["date"]


@pytest.mark.parametrize("size", ["64M", "256 MiB", "1,5g", "134217728", "2GB"])
def test_sizes_as_people_write_them(write, call, size):
    assert call("compile", write(ONE), "--memory", size)[0] == 0


@pytest.mark.parametrize("size", ["x", "", "1M", "-2G", "12 potatisar"])
def test_a_size_that_is_none_is_wrong_usage(write, call, size):
    code, _, err = call("compile", write(ONE), "--memory", size, "--lang", "sv")

    assert code == 2
    assert "512M" in err


def test_an_input_is_not_overwritten(write, call):
    path = write(ONE)

    assert call("compile", path, "-o", path)[0] == 2
    assert json.loads(path.read_text(encoding="utf-8")) == ONE
