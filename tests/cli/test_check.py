"""``check`` and ``rule``: what people see, and what a pipeline is answered."""

import json

import pytest

from ocds_sv.checks.choice import ALL

CLEAN = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "tender": {"id": "1", "title": "Städning"},
}


@pytest.fixture
def write(tmp_path):
    """A file of releases with a name that needs care."""

    def made(*releases):
        path = tmp_path / "releaser från mars.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in releases), encoding="utf-8")
        return path

    return made


@pytest.mark.parametrize(
    ("change", "fail_on", "code"),
    [
        ({}, "error", 0),
        ({"ocid": "x"}, "error", 1),
        ({"ocid": "x"}, "never", 0),
        ({"ocid": "ocds-213czf-1"}, "error", 0),
        ({"ocid": "ocds-213czf-1"}, "warning", 1),
        ({"titel": "x"}, "warning", 0),
        ({"titel": "x"}, "notice", 1),
        ({"tender": {"id": "1", "title": "811228-9874"}}, "never", 5),
    ],
)
def test_the_exit_code_says_how_bad_it_is(write, call, change, fail_on, code):
    assert call("check", write({**CLEAN, **change}), "--fail-on", fail_on)[0] == code


@pytest.mark.parametrize(("most", "code"), [("0", 1), ("1", 1), ("2", 0)])
def test_more_warnings_than_are_allowed_are_findings(write, call, most, code):
    example = {**CLEAN, "ocid": "ocds-213czf-1"}

    assert (
        call("check", write(example, example), "--max-warnings", most, "--select", "ocid-with-the-example-prefix")[0]
        == code
    )


def test_of_a_baseline_only_new_warnings_are_counted(write, call, tmp_path):
    path = write({**CLEAN, "ocid": "ocds-213czf-1"})
    call("check", path, "-o", tmp_path / "förr.json", "--as-of", "2024-05-01")

    assert call("check", path, "--max-warnings", "0", "--as-of", "2024-05-01")[0] == 1
    again = call("check", path, "--max-warnings", "0", "--as-of", "2024-05-01", "--baseline", tmp_path / "förr.json")
    assert again[0] == 0


def test_text_that_is_no_json_is_told_with_its_line_and_answers_4(write, call):
    path = write(CLEAN)
    path.write_text(path.read_text(encoding="utf-8") + "{oj}\n", encoding="utf-8")

    code, out, _ = call("check", path, "--lang", "sv")

    assert code == 4
    assert "rad 2: kunde inte läsas" in out


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_cannot_be_read_or_does_not_exist_is_one_sentence(tmp_path, write, call, lang):
    missing = call("check", tmp_path / "finns inte.json", "--lang", lang)
    wrong = call("check", write(CLEAN), "--select", "finns-inte", "--lang", lang)

    assert (missing[0], wrong[0]) == (3, 2)
    assert "finns inte.json" in missing[2]
    assert "finns-inte" in wrong[2]
    assert "Traceback" not in missing[2] + wrong[2]


def test_the_report_is_a_file_and_the_same_on_the_screen(tmp_path, write, call):
    path = write({**CLEAN, "ocid": "x"})

    _, told, _ = call("check", path, "-o", tmp_path / "r.json", "--as-of", "2024-05-01", "--lang", "en")
    _, out, _ = call("check", path, "--format", "json", "--as-of", "2024-05-01")

    assert "NOT ACCEPTABLE" in told
    assert json.loads(out) == json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert json.loads(out)["run"]["asOf"] == "2024-05-01"
    assert call("check", path, "-o", "-", "--as-of", "2024-05-01")[1] == out


def test_several_formats_come_of_one_run(tmp_path, write, call):
    path = write({**CLEAN, "ocid": "x"})

    call("check", path, "-o", tmp_path / "r.json", "--format", "jsonl", "--format", f"text={tmp_path / 'å.txt'}")

    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [one["rule"] for one in lines] == [one["rule"] for one in report["results"] for _ in range(one["shown"])]
    assert "ocid-without-prefix" in (tmp_path / "å.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "htlm"], "htlm"),
        (["--format", "json", "--format", "jsonl"], "FORM"),
        (["--format", "json=r", "--format", "jsonl=r"], "'r'"),
        (["--stages", "award,x"], "'x'"),
        (["--profile", "se-publikation"], "se-publication"),
        (["-o", "SELF"], "releaser från mars.jsonl"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(write, call, lang, options, told):
    path = write(CLEAN)

    code, _, err = call("check", path, *(str(path) if one == "SELF" else one for one in options), "--lang", lang)

    assert code == 2
    assert told in err


def test_stages_limit_what_is_told(write, call):
    path = write({**CLEAN, "ocid": "x", "tender": {"id": "1", "titel": "x"}, "awards": [{"id": "1", "titel": "x"}]})

    out = call("check", path, "--stages", "award,contract", "--format", "json")[1]

    report = json.loads(out)
    paths = {group["path"] for one in report["results"] for group in one["groups"]}
    assert "awards/titel" in paths
    assert "ocid" in paths
    assert "tender/titel" not in paths
    assert report["run"]["stages"] == ["award", "contract"]


def test_with_a_baseline_only_what_is_new_makes_it_fail(tmp_path, write, call):
    path = write({**CLEAN, "ocid": "x"})
    call("check", path, "-o", tmp_path / "old.json")

    same = call("check", path, "--baseline", tmp_path / "old.json", "--lang", "en")
    path = write({**CLEAN, "ocid": "x"}, {**CLEAN, "ocid": "y"})
    worse = call("check", path, "--baseline", tmp_path / "old.json", "--format", "json")
    path = write(CLEAN)
    mended = call("check", path, "--baseline", tmp_path / "old.json", "--lang", "sv")

    assert (same[0], worse[0], mended[0]) == (0, 1, 0)
    assert "[0 new, 1 persisting, 0 fixed]" in same[1]
    (result,) = [one for one in json.loads(worse[1])["results"] if one["rule"] == "ocid-without-prefix"]
    assert result["status"] == {"new": 1, "persisting": 1, "fixed": 0, "waived": 0, "exact": True}
    assert [one["status"] for one in result["samples"]] == ["persisting", "new"]
    assert "0 nya, 0 kvar, 1 åtgärdade" in mended[1]


def test_a_baseline_that_is_no_report_is_refused(tmp_path, write, call):
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")

    assert call("check", write(CLEAN), "--baseline", tmp_path / "x.json")[0] == 2
    assert call("check", write(CLEAN), "--baseline", tmp_path / "finns inte.json")[0] == 3


def test_waivers_except_findings_until_their_day(tmp_path, write, call):
    path = write({**CLEAN, "ocid": "x"})
    waivers = tmp_path / "undantag.yaml"
    waivers.write_text(
        "waivers:\n  - {rule: ocid-without-prefix, ocid: 'x*', reason: prefix ordered, name: Eva, until: 2024-06-01}\n",
        encoding="utf-8",
    )

    within = call("check", path, "--waivers", waivers, "--as-of", "2024-06-01", "--lang", "en")
    after = call("check", path, "--waivers", waivers, "--as-of", "2024-06-02", "--lang", "en")

    assert (within[0], after[0]) == (0, 1)
    assert "ended on 2024-06-01 (Eva)" in after[1]


def test_the_reference_engine_finds_the_same(write, call):
    path = write({**CLEAN, "tag": ["x"], "date": "2024"})

    fast, slow = (
        json.loads(call("check", path, "--format", "json", "--as-of", "2024-05-01", "--validator", engine)[1])[
            "results"
        ]
        for engine in ("fast", "reference")
    )

    assert fast == slow


def test_standard_input_is_checked(process):
    result = process("check", "-", "--lang", "en", stdin=json.dumps(CLEAN).encode())

    assert result.returncode == 0
    assert b"ACCEPTABLE" in result.stdout


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", ALL)
def test_every_rule_is_explained(call, name, lang):
    code, out, _ = call("rule", name, "--lang", lang)

    assert code == 0
    assert out.startswith(name)
    assert ALL[name].fix(lang) in out


def test_all_rules_are_listed_and_a_misspelt_one_is_answered_with_the_nearest(call):
    assert [line.split()[0] for line in call("rule")[1].splitlines()] == list(ALL)
    assert "negative-value" in call("rule", "negativ-value", "--lang", "en")[2]


def test_an_earlier_edition_tells_what_is_gone(tmp_path, write, call):
    earlier = write(CLEAN, {**CLEAN, "ocid": "ocds-a1b2c3-gone"}).rename(tmp_path / "förra.jsonl")
    path = write(CLEAN)

    report = json.loads(call("check", path, "--previous", earlier, "--format", "json")[1])
    alone = json.loads(call("check", path, "--format", "json")[1])

    outcomes = [{one["rule"]: one["outcome"] for one in each["results"]} for each in (report, alone)]
    assert [each["process-that-is-gone"] for each in outcomes] == ["fail", "na"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [("sv", "Bara schemat är granskat: inte personnummer"), ("en", "The schema alone was asked: not personal numbers")],
)
@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_of_the_schema_alone_nothing_is_told_that_nobody_looked_at(write, call, lang, told, form):
    person = {**CLEAN, "tender": {"id": "1", "title": "811228-9874"}}
    path = write(person)

    code, printed, _ = call("check", path, "--schema-only", "--format", form, "--lang", lang)

    assert code == 0
    assert told in printed
    # The folder that the tests write to has a number, too.
    assert "71" not in printed.partition("<main")[2].replace(str(path), "") or form != "html"
    assert "Inget hindrar att uppgifterna publiceras" not in printed
    # What was looked at is said, and not more.
    shown = (printed.partition("<main")[2] or printed).casefold()
    assert {"sv": "följer schemat", "en": "fits the schema"}[lang] in shown
    assert "godtagbar" not in shown
    assert "acceptable" not in shown
