"""The whole way: every row accounted for, the same bytes every time, nothing partial, nothing personal."""

import json
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ocds_sv
from ocds_sv.conversion import Options, convert_files
from ocds_sv.conversion.pipeline import Pipeline
from ocds_sv.errors import InputError, PrivacyError, UnknownName, UsageError
from ocds_sv.mapping import Mapping
from ocds_sv.provenance import provenance_path
from ocds_sv.standard import Standard

HEADER = "kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,konto_nr,konto_text,belopp,datum"
ROW = "2120009994,Påhittade kommun,V{n},{name},{number},4600,Köp,{amount},{day}"


@pytest.fixture
def ledger(tmp_path):
    """A ledger of rows given as (name, number, amount, day)."""

    def write(rows, name="reskontra å ä ö.csv"):
        lines = [ROW.format(n=n, name=a, number=b, amount=c, day=d) for n, (a, b, c, d) in enumerate(rows)]
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def run(tmp_path):
    """Convert to files in a folder of their own."""

    def convert(*inputs, to="out.jsonl", **options):
        folder = tmp_path / "out"
        folder.mkdir(exist_ok=True)
        given = Options(
            mapping="leverantorsreskontra", output=str(folder / to), report=str(folder / "r.json"), **options
        )
        account = convert_files(list(inputs), given)
        return account, {path.name: path.read_bytes() for path in folder.iterdir()}

    return convert


GOOD = ("Bygg AB", "5560912148", "100.00", "2024-01-01")
SOLE = ("Anna Andersson", "811228-9874", "250.50", "2024-01-02")
BAD = ("Bygg AB", "5560912148", "12 kr st", "2024-01-03")
LOST = ("Bygg AB", "5560912148", "100.00", "2024-02-30")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(rows=st.lists(st.sampled_from([GOOD, SOLE, BAD, LOST]), min_size=1, max_size=12))
def test_rows_in_are_releases_and_rejects(ledger, rows):
    conversion = ocds_sv.convert(ledger(rows), "leverantorsreskontra")

    releases = list(conversion)

    account = conversion.run
    assert account.rows == len(rows) == account.converted + account.rejected
    assert account.rejected == rows.count(LOST)
    assert account.findings.counts["record-rejected"] == rows.count(LOST)
    assert account.findings.counts["not-a-number"] == rows.count(BAD)
    assert len(releases) == account.releases


def test_any_number_of_workers_gives_the_same_bytes(ledger, run):
    source = ledger([GOOD, SOLE, BAD, LOST] * 150)

    _, one = run(source)
    _, three = run(source, workers=3)

    assert one == three


def test_nothing_personal_leaves_in_any_file(ledger, run):
    account, files = run(ledger([GOOD, SOLE, BAD]))

    everything = b"".join(files.values()) + json.dumps(account.json("sv"), default=str).encode()
    for trace in (b"811228", b"8112289874", b"Anna Andersson"):
        assert trace not in everything
    assert account.withheld["party-withheld"] == 1
    assert account.reconciliation["SEK"]["before"] == account.reconciliation["SEK"]["after"]


def test_provenance_leads_from_every_release_and_reject_to_its_row(ledger, run):
    _, files = run(ledger([GOOD, LOST, SOLE]))

    releases = [json.loads(line) for line in files["out.jsonl"].splitlines()]
    head, *rows, tail = [json.loads(line) for line in files["out.provenance.jsonl"].splitlines()]

    assert head["mapping"] == "leverantorsreskontra"
    assert {row["id"] for row in rows if "id" in row} == {release["id"] for release in releases}
    assert sorted(number for row in rows for number in row["rows"]) == [2, 3, 4]
    assert [row["rows"] for row in rows if "rejected" in row] == [[3]]
    assert len(tail["inputs"][0]["sha256"]) == 64


def test_a_package_follows_the_official_package_schema(ledger, run):
    _, files = run(
        ledger([GOOD, SOLE]), to="out.json", as_of=date(2024, 5, 1), publisher="P", uri="https://example.org/p"
    )

    package = json.loads(files["out.json"])

    assert list(jsonschema_rs.Draft4Validator(Standard.load().schema("release-package")).iter_errors(package)) == []
    assert package["publishedDate"] == "2024-05-01T00:00:00Z"


def test_the_gate_is_off_only_with_a_decision_that_the_report_keeps(ledger, run):
    source = ledger([SOLE])

    with pytest.raises(PrivacyError):
        run(source, privacy=False)
    _, files = run(source, privacy=False, decision="nämnden 2024-05-01")

    assert json.loads(files["r.json"])["privacy"]["decision"] == "nämnden 2024-05-01"
    head = json.loads(files["out.provenance.jsonl"].splitlines()[0])
    assert (head["privacy"], head["decision"]) == ("off", "nämnden 2024-05-01")


def test_a_broken_input_is_told_and_the_others_are_converted(ledger, run, tmp_path):
    broken = tmp_path / "trasig.csv"
    broken.write_bytes(b"")

    account, files = run(ledger([GOOD]), str(broken))

    assert account.releases == 1
    assert not account.complete
    assert account.findings.counts["input-broken"] == 1
    assert files["out.jsonl"]
    with pytest.raises(InputError):
        run(str(broken), to="nothing.jsonl")
    assert not (tmp_path / "out" / "nothing.jsonl").exists()


def test_a_limit_stops_and_a_dry_run_writes_nothing(ledger, run):
    source = ledger([GOOD] * 5)

    account, files = run(source, limit=2)
    dry, after = run(source, to="dry.jsonl", dry_run=True)

    assert account.limited
    assert len(files["out.jsonl"].splitlines()) == account.releases == 2
    assert dry.releases == 5
    assert "dry.jsonl" not in after


@pytest.fixture
def plain(tmp_path):
    """A mapping of one row to one release, and a file for it."""

    def write(*rows):
        mapping = tmp_path / "rad.yaml"
        mapping.write_text(
            "source: {columns: {a: [a], b: [b]}}\n"
            "release:\n"
            "  {ocid: '{$ocid_prefix}-{a}', date: 2024-01-01, tag: [tender], initiationType: tender,\n"
            "   tender: {id: t, value: {amount: '{b}'}}}\n",
            encoding="utf-8",
        )
        path = tmp_path / "rader.csv"
        path.write_text("\n".join(["a;b", *rows]) + "\n", encoding="utf-8")
        return mapping, path

    return write


@pytest.mark.parametrize("workers", [1, 2])
def test_a_limit_counts_what_was_converted_and_nothing_else(plain, workers):
    mapping, rows = plain(*["1;kr", ";2", "3;3", "4;x", ";5"] * 100)

    account = convert_files([str(rows)], Options(mapping=str(mapping), limit=3, workers=workers))

    assert account.limited
    assert account.releases == 3
    assert (account.rows, account.converted, account.rejected) == (4, 3, 1)
    assert account.findings.counts["not-a-number"] == 2
    assert account.findings.counts["record-rejected"] == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_equal_rows_that_become_equal_releases_are_told_at_each_row_but_the_first(plain, workers):
    mapping, rows = plain("1;1", "2;1", "1;1", "3;1", "1;1")

    account = convert_files([str(rows)], Options(mapping=str(mapping), workers=workers))
    lazily = ocds_sv.convert(rows, mapping)

    assert len(list(lazily)) == account.releases == 5
    for findings in (account.findings, lazily.run.findings):
        assert [finding.place.row for finding in findings.examples["release-repeated"]] == [4, 6]


def test_nested_json_goes_through_workers_unchanged(tmp_path):
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "source: {format: json, records: r}\n"
        "release: {ocid: '{$ocid_prefix}-{n}', date: 2024-01-01, tag: [tender], initiationType: tender,\n"
        "          tender: {id: '{o.a}'}}\n",
        encoding="utf-8",
    )
    source = tmp_path / "r.json"
    source.write_text(json.dumps({"r": [{"n": str(n), "o": {"a": n}} for n in range(900)]}), encoding="utf-8")

    for workers in (1, 2):
        convert_files(
            [str(source)], Options(mapping=str(mapping), output=str(tmp_path / f"{workers}.jsonl"), workers=workers)
        )

    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes() != b""


def test_no_two_outputs_share_their_provenance():
    names = ["a.jsonl", "a.json", "a.ndjson", "a.jsonl.gz", "a.json.gz", "a"]

    assert len({provenance_path(name) for name in names} - {"a"}) == len(names) - 1
    assert provenance_path("a.jsonl") == provenance_path("a") == "a.provenance.jsonl"
    assert provenance_path("a.json.gz") == "a.json.provenance.jsonl.gz"


def test_a_rejected_record_is_one_fault_and_its_rejection(ledger, run):
    account, _ = run(ledger([LOST]))

    assert {rule for rule in account.findings.counts if rule != "example-prefix"} == {"not-a-date", "record-rejected"}


def test_the_mapping_is_detected_and_an_unknown_file_is_refused(ledger, tmp_path):
    found = convert_files([ledger([GOOD])], Options())
    (tmp_path / "okänd.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    assert found.mapping_detected
    assert found.mapping == "leverantorsreskontra"
    with pytest.raises(UsageError):
        convert_files([str(tmp_path / "okänd.csv")], Options())


def test_a_parameter_may_be_a_number_and_none_is_not_given(ledger, tmp_path):
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "source: {columns: {nr: [verifikationsnummer]}, partial: true}\n"
        "params: {year: {required: true}, part: {default: x}}\n"
        'release: {ocid: "{$ocid_prefix}-{$year}-{$part}-{nr}", date: "2024-01-01", tag: [contract], '
        "initiationType: tender}\n",
        encoding="utf-8",
    )

    [release] = ocds_sv.convert(ledger([GOOD]), mapping, year=2024, part=None)

    assert release["ocid"] == "ocds-213czf-2024-x-V0"
    with pytest.raises(UsageError, match="'year' must be given"):
        ocds_sv.convert(ledger([GOOD]), mapping, year=None)


def test_an_unknown_parameter_is_refused_with_the_nearest(ledger):
    with pytest.raises(UnknownName, match="ocid_prefix"):
        ocds_sv.convert(ledger([GOOD]), "leverantorsreskontra", ocid_prefx="ocds-abc123")


def test_files_of_the_same_name_in_folders_of_the_same_name_share_no_withheld_id(tmp_path):
    sources = []
    for year, number in (("2024", "811228-9874"), ("2025", "701063-2391")):
        folder = tmp_path / year / "03"
        folder.mkdir(parents=True)
        line = ROW.format(n=1, name="Anna Andersson", number=number, amount="1.50", day=f"{year}-03-01")
        (folder / "export.csv").write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
        sources.append(folder / "export.csv")

    ids = [
        party["id"]
        for release in ocds_sv.convert(sources, "leverantorsreskontra")
        for party in release["parties"]
        if party["id"].startswith("withheld-")
    ]

    assert len(ids) == len(set(ids)) == 2


def test_small_files_share_a_batch_and_what_nobody_names_is_counted_in_all(ledger):
    files = [ledger([GOOD] * (number + 1), f"{number}.csv") for number in range(5)]
    for file in files:
        path = Path(file)
        text = path.read_text(encoding="utf-8")
        head, *rows = text.splitlines()
        path.write_text("\n".join([f"{head},extra", *(f"{row},x" for row in rows)]) + "\n", encoding="utf-8")
    pipeline = Pipeline(files, Mapping.load("leverantorsreskontra"), Options(workers=1))

    batches = list(pipeline.batches())

    assert [len(batch.finished) for batch in batches] == [15]
    assert pipeline.run.unmapped == {"extra": 15}
    assert pipeline.run.rows == pipeline.run.releases == 15


def test_a_limit_ends_among_small_files(ledger):
    files = [ledger([GOOD, GOOD], f"{number}.csv") for number in range(5)]
    pipeline = Pipeline(files, Mapping.load("leverantorsreskontra"), Options(workers=1, limit=3))

    assert sum(len(batch.finished) for batch in pipeline.batches()) == 3
    assert pipeline.run.releases == 3
