"""Any wrapping in, one text for each process out: the same bytes whatever the memory, the workers and the runs."""

import gzip
import importlib.util
import json
import random
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocds_sv
from ocds_sv.errors import InputBroken, OutputError
from ocds_sv.jsonio import encode, scratch
from ocds_sv.merge import Options, compilation, compile_files, options, sorting

_spec = importlib.util.spec_from_file_location("releases", Path(__file__).parent / "releases.py")
_releases = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_releases)

PREFIX = "ocds-213czf-"


def release(process, number, date="2024-01-01T00:00:00Z", **fields):
    return {"ocid": f"{PREFIX}{process}", "id": str(number), "date": date, "tag": ["tender"], **fields}


def many(count=300):
    """Invented releases of a third as many processes, in no order."""
    chance = random.Random(7)
    for number in range(count):
        day, hour = chance.randint(1, 28), chance.randint(0, 23)
        date = f"2024-02-{day:02d}T{hour:02d}:{number % 60:02d}:{number // 60:02d}+0{number % 3}:00"
        title = "påhitt " * chance.randint(1, 40)
        yield release(chance.randrange(count // 3), number, date, tender={"id": "t", "title": title})


def lines(path, releases):
    path.write_bytes(b"".join(encode(one) + b"\n" for one in releases) or b"[]")
    return str(path)


def compiled(inputs, into, **given):
    target = into / "out.jsonl"
    account = compile_files([str(path) for path in inputs], str(target), Options(**given))
    return target.read_bytes(), account


@pytest.fixture
def source(tmp_path):
    return lines(tmp_path / "in.jsonl", many())


def test_releases_are_ordered_by_instant_and_not_by_text(tmp_path):
    later = release(1, "b", "2024-05-31T23:30:00Z", tender={"title": "newest"})
    earlier = release(1, "a", "2024-06-01T01:00:00+02:00", tender={"title": "older"})

    (one,) = ocds_sv.compile_releases([later, earlier])

    assert one["tender"]["title"] == "newest"
    assert one["id"] == f"{PREFIX}1-2024-05-31T23:30:00Z"
    assert one["date"] == later["date"]


def test_dates_of_mixed_offsets_are_where_the_reference_is_wrong(oracle):
    later = release(1, "b", "2024-05-31T23:30:00Z", tender={"title": "newest"})
    earlier = release(1, "a", "2024-06-01T01:00:00+02:00", tender={"title": "older"})

    assert oracle.compiled([later, earlier])["tender"]["title"] == "older"


def test_every_process_compiles_as_the_reference_has_it(oracle, tmp_path):
    given = [one | {"date": one["date"][:19] + "Z"} for one in many()]
    by_ocid = {}
    for one in given:
        by_ocid.setdefault(one["ocid"], []).append(one)

    text, account = compiled([lines(tmp_path / "in.jsonl", given)], tmp_path)

    ours = [orjson.loads(line) for line in text.splitlines()]
    assert ours == [oracle.compiled(by_ocid[ocid]) for ocid in sorted(by_ocid)]
    assert account.summary() == {
        "releases": 300, "rejected": 0, "merged": 300, "repeated": 0, "processes": len(by_ocid), "changed": 0,
        "errors": 0, "findings": 0,
    }  # fmt: skip


WRAPPINGS = {
    "releases.jsonl": lambda given: b"".join(encode(one) + b"\n" for one in given),
    "list.json": lambda given: json.dumps(given, indent=2).encode(),
    "package.json": lambda given: json.dumps({"uri": "https://example.org/p", "releases": given}, indent=1).encode(),
    "packages.jsonl": lambda given: b"".join(encode({"releases": [one]}) + b"\n" for one in given),
    "records.json": lambda given: encode({"records": [{"ocid": o["ocid"], "releases": [o]} for o in given]}),
    "packed.json.gz": lambda given: gzip.compress(encode({"releases": given})),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_the_wrapping_makes_no_difference(name, source, tmp_path):
    (tmp_path / name).write_bytes(WRAPPINGS[name](list(many())))

    assert compiled([tmp_path / name], tmp_path)[0] == compiled([source], tmp_path)[0]


@pytest.mark.parametrize("name", WRAPPINGS)
def test_amounts_keep_their_digits_through_any_wrapping(name, tmp_path):
    from decimal import Decimal

    given = [release(1, 1, tender={"value": {"amount": Decimal("1234567890123456.70")}})]
    if name.endswith(".json") and name.startswith(("list", "package")):
        text = WRAPPINGS[name]([release(1, 1, tender={"value": {"amount": "X"}})])
        (tmp_path / name).write_bytes(text.replace(b'"X"', b"1234567890123456.70"))
    else:
        (tmp_path / name).write_bytes(WRAPPINGS[name](given))

    for given in ({}, {"versioned": True}, {"records": True}):
        assert b":1234567890123456.70" in compiled([tmp_path / name], tmp_path, **given)[0]


@pytest.mark.parametrize("form", [{}, {"versioned": True}, {"records": True}, {"records": True, "linked": True}])
def test_memory_and_workers_make_no_difference(form, source, tmp_path, monkeypatch):
    expected, account = compiled([source], tmp_path, **form)
    monkeypatch.setattr(compilation, "room", lambda _memory: 20_000)
    monkeypatch.setattr(sorting, "FAN_IN", 3)

    on_disk, other = compiled([source], tmp_path, **form)
    several, third = compiled([source], tmp_path, workers=2, **form)

    assert on_disk == several == expected
    assert other.json() == third.json() == account.json()


def test_nothing_is_left_on_disk(source, tmp_path, monkeypatch):
    monkeypatch.setattr(compilation, "room", lambda _memory: 20_000)
    (tmp_path / "temp").mkdir()

    compiled([source], tmp_path, folder=tmp_path / "temp")

    assert not list((tmp_path / "temp").iterdir())


def test_runs_are_gone_before_the_output_is_written_to_the_disk(source, tmp_path, monkeypatch):
    monkeypatch.setattr(compilation, "room", lambda _memory: 20_000)
    (tmp_path / "temp").mkdir()

    with compilation.Compilation([source], Options(folder=tmp_path / "temp")).texts() as texts:
        before = len(list((tmp_path / "temp").rglob("*.run")))
        written = len(list(texts))

        assert (before > 1, written > 1) == (True, True)
        assert not list((tmp_path / "temp").rglob("*.run"))


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_holds_is_not(tmp_path):
    (tmp_path / f"{scratch.PREFIX}dead").mkdir()
    (tmp_path / f"{scratch.PREFIX}dead/lock").touch()

    with scratch.scratch(tmp_path) as living, scratch.scratch(tmp_path):
        assert not (tmp_path / f"{scratch.PREFIX}dead").exists()
        assert living.exists()

    assert not list(tmp_path.iterdir())


def findings(account):
    return dict(account.findings.counts)


def test_bad_releases_are_told_and_the_rest_is_compiled(tmp_path):
    good = release(1, 1, tender={"title": "a"})
    path = tmp_path / "in.jsonl"
    bad = [
        {**good, "ocid": 7},
        {**good, "date": None},
        {**good, "date": "i går"},
        {name: value for name, value in good.items() if name != "ocid"},
    ]
    path.write_bytes(b"".join(encode(one) + b"\n" for one in [*bad, good]) + b'{"broken\n')

    text, account = compiled([path], tmp_path)

    assert orjson.loads(text)["tender"] == {"title": "a"}
    assert findings(account) == {"release-without-ocid": 2, "release-without-date": 2, "text-is-no-json": 1}
    assert (account.read, account.rejected, account.merged) == (5, 4, 1)
    assert account.findings.examples["release-without-date"][1].place.row == 3
    (broken,) = account.findings.examples["text-is-no-json"]
    told = "kunde inte läsas: texten är ingen giltig JSON (rad 6, tecken 8 i objektet). Rätta eller exportera på nytt."
    assert broken.message("sv") == f"{path}, rad 6: {told}"


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_no_release_in_a_package_is_told_as_what_it_is(tmp_path, workers, monkeypatch):
    monkeypatch.setattr("ocds_sv.merge.shares.LEAST", 0)
    path = tmp_path / "in.json"
    path.write_bytes(b'{"releases": [' + encode(release(1, 1)) + b', null, 5, [1], {"ocid": "cut')

    _, account = compiled([path], tmp_path, workers=workers)

    told = [
        (one.message("sv").split(": ", 1)[1], one.message()) for one in account.findings.examples["text-is-no-json"]
    ]
    assert [sv.startswith("kunde inte läsas: ett objekt väntas här") for sv, _ in told[:3]] == [True] * 3
    assert all("character 0" not in en for _, en in told)
    assert account.read == 1


def test_equal_releases_count_once_and_different_ones_at_one_instant_are_told(tmp_path):
    one, two = release(1, 1, own=[{"name": "a"}]), release(1, 2, "2024-01-01T01:00:00+01:00", language="sv")

    text, account = compiled([lines(tmp_path / "in.jsonl", [one, two, one])], tmp_path)

    assert orjson.loads(text)["own"] == [{"name": "a"}]
    assert findings(account) == {"releases-at-one-instant": 1, "release-given-twice": 1}


def test_a_release_that_was_altered_under_its_id_is_told(tmp_path):
    one, two = release(1, 1), release(1, 1, "2024-01-02T00:00:00Z")

    _, account = compiled([lines(tmp_path / "in.jsonl", [one, two])], tmp_path)

    assert findings(account) == {"release-id-twice": 1}


def test_a_field_of_two_kinds_is_told_with_its_path(tmp_path):
    one, two = release(1, 1, own={"a": "x"}), release(1, 2, "2024-01-02", own={"a": {"b": 1}})

    text, account = compiled([lines(tmp_path / "in.jsonl", [one, two])], tmp_path)

    assert orjson.loads(text)["own"] == {"a": {"b": 1}}
    assert findings(account) == {"date-without-offset": 1, "kinds-differ": 1}
    assert "own/a" in account.findings.examples["kinds-differ"][0].message("sv")


def test_of_a_record_the_releases_count_and_else_what_they_compiled_to(tmp_path):
    whole = {"ocid": f"{PREFIX}1", "releases": [release(1, 1, language="sv")], "compiledRelease": release(1, 9)}
    linked = {"ocid": f"{PREFIX}2", "releases": [{"url": "https://example.org/#1"}], "compiledRelease": release(2, 9)}
    (tmp_path / "in.json").write_bytes(encode({"records": [whole, linked]}))

    text, account = compiled([tmp_path / "in.json"], tmp_path)

    first, second = map(orjson.loads, text.splitlines())
    assert first["language"] == "sv"
    assert second["ocid"] == f"{PREFIX}2"
    assert findings(account) == {"record-without-releases": 1}


def test_the_extensions_that_packages_declare_say_how_lists_merge(tmp_path):
    url = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
    given = [release(1, n, f"2024-01-0{n}T00:00:00Z", bids={"details": [{"id": str(n)}]}) for n in (1, 2)]
    (tmp_path / "in.json").write_bytes(encode({"extensions": [url, "https://example.org/own.json"], "releases": given}))

    text, account = compiled([tmp_path / "in.json"], tmp_path)

    assert account.extensions == ("bids",)
    assert orjson.loads(text)["bids"]["details"] == [{"id": "1"}, {"id": "2"}]
    assert findings(account) == {"extension-not-known": 1}


def test_records_hold_releases_from_old_to_new_and_links_lead_to_their_packages(tmp_path):
    given = [release(1, 2, "2024-01-02T00:00:00Z"), release(1, 1)]
    (tmp_path / "in.json").write_bytes(encode({"uri": "https://example.org/p.json", "releases": given}))
    lines(tmp_path / "more.jsonl", [release(2, 1)])

    embedded, _ = compiled([tmp_path / "in.json"], tmp_path, records=True, versioned=True)
    linked, account = compiled([tmp_path / "in.json", tmp_path / "more.jsonl"], tmp_path, records=True, linked=True)

    record = orjson.loads(embedded)
    assert [one["id"] for one in record["releases"]] == ["1", "2"]
    assert list(record) == ["ocid", "releases", "compiledRelease", "versionedRelease"]
    first, second = map(orjson.loads, linked.splitlines())
    assert first["releases"][0] == {
        "url": "https://example.org/p.json#1", "date": "2024-01-01T00:00:00Z", "tag": ["tender"]
    }  # fmt: skip
    assert second["releases"][0]["url"] == "#1"
    assert findings(account) == {"release-without-address": 1}


@pytest.mark.parametrize(("form", "items"), [({}, "releases"), ({"records": True}, "records")])
def test_a_package_is_what_the_schema_says(form, items, tmp_path):
    import jsonschema

    from ocds_sv.standard import Standard

    given = [release(1, 1, initiationType="tender"), release(2, 1, "2024-03-01T00:00:00Z", initiationType="tender")]
    target = tmp_path / "out.json"

    compile_files([lines(tmp_path / "in.jsonl", given)], str(target), Options(**form))

    package = orjson.loads(target.read_bytes())
    assert len(package[items]) == 2
    assert package["publishedDate"] == "2024-03-01T00:00:00Z"
    document = "record-package" if form else "release-package"
    jsonschema.Draft4Validator(Standard.load().schema(document)).validate(package)


RUNS = st.lists(st.integers(0, 3), min_size=1, max_size=12)


@settings(max_examples=25)
@given(st.data())
def test_any_split_into_runs_gives_the_bytes_of_all_at_once(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("split")
    bodies = data.draw(st.lists(_releases.RELEASE, min_size=1, max_size=8))
    days = st.integers(1, 3)
    given = [
        release(data.draw(days), data.draw(days), f"2024-01-0{data.draw(days)}T00:00:00Z", **body) for body in bodies
    ]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(given)), max_size=3)))
    parts = [given[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(given)], strict=True)]
    form = data.draw(st.sampled_from([{}, {"versioned": True}, {"records": True}]))
    expected, _ = compiled([lines(folder / "all.jsonl", given)], folder, **form)

    for part in parts:
        text, account = compiled([lines(folder / "part.jsonl", part)], folder, state=folder / "state", **form)
        assert account.changed <= len({one["ocid"] for one in part})

    assert text == expected


def test_only_the_processes_that_changed_are_merged_anew(source, tmp_path, monkeypatch):
    first, _ = compiled([source], tmp_path, state=tmp_path / "state")
    added = [release(5, "new", "2025-01-01T00:00:00Z"), release(7, "new", "2025-01-01T00:00:00Z")]

    second, account = compiled([lines(tmp_path / "new.jsonl", added)], tmp_path, state=tmp_path / "state")

    assert account.changed == 2
    assert first != second
    assert len(first.splitlines()) == len(second.splitlines()) == account.processes
    again, account = compiled([source, tmp_path / "new.jsonl"], tmp_path, state=tmp_path / "state")
    assert again == second
    assert (account.changed, account.repeated) == (0, 302)


def test_another_form_out_of_the_same_state(source, tmp_path):
    compiled([source], tmp_path, state=tmp_path / "state")
    nothing = lines(tmp_path / "none.jsonl", [])

    text, account = compiled([nothing], tmp_path, state=tmp_path / "state", versioned=True)

    assert text == compiled([source], tmp_path, versioned=True)[0]
    assert account.changed == account.processes


def test_many_runs_become_one(tmp_path):
    given = list(many(30))
    for one in given:
        text, _ = compiled([lines(tmp_path / "one.jsonl", [one])], tmp_path, state=tmp_path / "state", workers=1)

    assert text == compiled([lines(tmp_path / "all.jsonl", given)], tmp_path)[0]
    assert len(list((tmp_path / "state").glob("*.run"))) < 12


def test_a_folder_that_is_no_state_is_refused(source, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state/manifest.json").write_text("{}")

    with pytest.raises(InputBroken, match="no state"):
        compiled([source], tmp_path, state=tmp_path / "state")


def test_a_run_that_fails_leaves_the_state_as_it_was(source, tmp_path, monkeypatch):
    expected, _ = compiled([source], tmp_path, state=tmp_path / "state")
    before = sorted(path.name for path in (tmp_path / "state").iterdir())
    new = lines(tmp_path / "new.jsonl", [release(5, "new", "2025-01-01T00:00:00Z")])

    with pytest.raises(OutputError):
        compile_files([new], str(tmp_path / "absent/out.jsonl"), Options(state=tmp_path / "state"))
    text, account = compiled([lines(tmp_path / "none.jsonl", [])], tmp_path, state=tmp_path / "state")

    assert text == expected
    assert account.changed == 0
    assert before


def test_a_reader_that_stops_early_leaves_the_state_as_it_was(source, tmp_path):
    given = replace(Options(), state=tmp_path / "state")
    next(ocds_sv.compile_releases(source, options=given))

    assert not (tmp_path / "state/manifest.json").exists()


def test_the_least_memory_is_enough_for_something():
    assert compilation.room(options.LEAST_MEMORY) >= 8 * options.MIB
