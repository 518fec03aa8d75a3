"""What is seen of a release from its first bytes is what reading it gives; where it is not, the release is read."""

import json

import pytest

from ocds_sv.merge import Options, compile_files, intake

OCID, LATER = "ocds-213czf-1", "2024-05-01T12:00:00Z"
FIRST = '{"ocid":"ocds-213czf-1","id":"1","date":"2024-03-01T12:00:00Z","tag":["tender"],"tender":{"id":"t"}}'
PLAIN = '{"ocid":"ocds-213czf-1","id":"2","date":"2024-04-01T12:00:00Z","tag":["award"],"language":"sv","n":{"a":1}}'
LINES = {
    "plain": PLAIN,
    "spaced": PLAIN.replace(":", " : ").replace(",", " , ").replace("12 : 00 : 00", "12:00:00"),
    "date after an object": PLAIN.replace('"date":"2024-04-01T12:00:00Z",', "").replace(
        "1}}", f'1}},"date":"{LATER}"}}'
    ),
    "ocid twice": PLAIN[:-1] + ',"ocid":"ocds-213czf-2"}',
    "ocid twice, once with escapes": PLAIN[:-1] + ',"\\u006fcid":"ocds-213czf-2"}',
    "ocid inside": PLAIN[:-1] + ',"own":{"ocid":"ocds-213czf-2"}}',
    "ocid in a list of texts": '{"x":["a],\\"ocid\\":\\"b"],' + PLAIN[1:],
    "escapes in a text": PLAIN.replace('"sv"', '"\\u0053\\u00e5"'),
    "date twice": PLAIN[:-1] + f',"date":"{LATER}"}}',
    "date twice, the same": PLAIN[:-1] + ',"date":"2024-04-01T12:00:00Z"}',
    "date twice, no date": PLAIN[:-1] + ',"date":7}',
    "a record": PLAIN[:-1] + f',"releases":[{FIRST}]}}',
    "a record, compiled": PLAIN[:-1] + ',"compiledRelease":' + PLAIN + "}",
    "a word like a record's": PLAIN[:-1] + ',"url":"https://example.org/releases"}',
    "cut off": PLAIN[:-3],
    "no number": PLAIN.replace('"a":1', '"a":NaN'),
    "two objects": PLAIN + PLAIN,
    "too deep": PLAIN[:-1] + ',"deep":' + "[" * 150 + "]" * 150 + "}",
    "date without offset": PLAIN.replace("00Z", "00"),
    "no date": PLAIN.replace("2024-04-01T12", "2024-13-01T12"),
    "amounts": PLAIN[:-1] + ',"value":{"amount":1.50,"other":1e3,"long":12345678901234567890}}',
    "an empty ocid": PLAIN.replace("ocds-213czf-1", ""),
    "not ascii": PLAIN.replace("ocds-213czf-1", "ocds-å"),
}


def compiled(path, into, name="out.jsonl", **given):
    target = into / name
    account = compile_files([str(path)], str(target), Options(**given))
    return target.read_bytes(), account


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("line", LINES.values(), ids=list(LINES))
def test_a_line_gives_what_reading_it_first_gives(line, encoding, tmp_path, monkeypatch):
    text = "\n".join([FIRST, FIRST.replace("czf-1", "czf-3"), line, FIRST.replace("czf-1", "czf-4"), '{"x":1}', ""])
    (tmp_path / "in.jsonl").write_bytes(text.encode(encoding))

    seen, account = compiled(tmp_path / "in.jsonl", tmp_path)
    kept, with_state = compiled(tmp_path / "in.jsonl", tmp_path, state=tmp_path / "state")
    package, packed = compiled(tmp_path / "in.jsonl", tmp_path, "out.json")
    monkeypatch.setattr(intake, "seen", lambda _text: None)
    read, wanted = compiled(tmp_path / "in.jsonl", tmp_path)
    read_package, _ = compiled(tmp_path / "in.jsonl", tmp_path, "out.json")

    assert seen == kept == read
    assert package == read_package
    assert account.summary() == packed.summary() == wanted.summary() == with_state.summary() | {"changed": 0}
    assert counts(account) == counts(packed) == counts(wanted) == counts(with_state)
    assert account.read == account.merged + account.rejected + account.repeated


def counts(account):
    return {rule["rule"]: rule["count"] for rule in account.json()["findings"]}


def test_a_process_of_which_nothing_can_be_used_is_not_written(tmp_path):
    lines = [FIRST, PLAIN[:-3].replace("czf-1", "czf-2"), FIRST.replace("czf-1", "czf-3")]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))

    out, account = compiled(tmp_path / "in.jsonl", tmp_path)
    several, _ = compiled(tmp_path / "in.jsonl", tmp_path, workers=2)

    assert [json.loads(line)["ocid"] for line in out.splitlines()] == ["ocds-213czf-1", "ocds-213czf-3"]
    assert out == several
    assert (account.read, account.processes, account.merged, account.rejected) == (2, 2, 2, 0)


def test_the_date_of_a_package_is_that_of_a_release_that_can_be_used(tmp_path):
    broken = PLAIN[:-3].replace("2024-04", "2025-04")
    (tmp_path / "in.jsonl").write_text("\n".join([FIRST, FIRST.replace("03-01T12", "03-01T13"), broken, PLAIN]))

    compile_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out.json"), Options())

    assert json.loads((tmp_path / "out.json").read_bytes())["publishedDate"] == "2024-04-01T12:00:00Z"


@pytest.mark.parametrize("bad", ["cut off", "date twice", "too deep"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_state_remembers_nothing_of_what_cannot_be_used(bad, workers, tmp_path, monkeypatch):
    monkeypatch.setattr("ocds_sv.merge.crew.LEAST", 1)
    (tmp_path / "good.jsonl").write_text(f"{FIRST}\n{PLAIN}")
    (tmp_path / "bad.jsonl").write_text(LINES[bad].replace("2024-04-01", "2025-04-01"))
    state, options = tmp_path / "state", {"state": tmp_path / "state", "workers": workers}

    compiled(tmp_path / "*d.jsonl", tmp_path, **options)
    kept = {path.name: path.stat().st_size for path in state.glob("releases-*.run")}
    _, again = compiled(tmp_path / "bad.jsonl", tmp_path, **options)
    _, all_again = compiled(tmp_path / "*d.jsonl", tmp_path, **options)
    compile_files([str(tmp_path / "good.jsonl")], str(tmp_path / "out.json"), Options(**options))

    compiled(tmp_path / "good.jsonl", tmp_path, state=tmp_path / "other")
    assert list(kept.values()) == [path.stat().st_size for path in (tmp_path / "other").glob("releases-*.run")]
    assert {path.name: path.stat().st_size for path in state.glob("*es-*.run")} == kept
    assert len(list(state.glob("*.run"))) == 2
    assert (again.changed, all_again.changed) == (0, 0)
    assert counts(again) == counts(all_again)
    assert set(counts(again)) & {"text-is-no-json", "release-with-two-dates"}
    assert json.loads((tmp_path / "out.json").read_bytes())["publishedDate"] == "2024-04-01T12:00:00Z"
