"""A dataset in a notebook: nothing is read before it is asked for, and amounts and moments stay what they are."""

from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest

import ocds_sv
from ocds_sv.errors import InputError, UnknownName, UsageError
from ocds_sv.jsonio import encode

OCID = "ocds-213czf-1"
FIRST = {
    "ocid": OCID,
    "id": "1",
    "date": "2024-06-01T01:30:00+02:00",
    "tag": ["tender"],
    "buyer": {"id": "x", "name": "Påhittade <kommun>"},
    "tender": {"id": "t", "title": "Städning", "value": {"amount": Decimal("1250.50"), "currency": "SEK"}},
}
SECOND = {
    **FIRST,
    "id": "2",
    "date": "2024-06-01T00:00:00Z",
    "tag": ["award"],
    "tender": {**FIRST["tender"], "title": "Städning av skolor"},
    "awards": [{"id": "a", "suppliers": [{"id": "s", "name": "Åkerbärets Städ AB"}]}],
}


@pytest.fixture
def ds(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(encode(SECOND) + b"\n" + encode(FIRST) + b"\n")
    return ocds_sv.open(tmp_path / "*.jsonl")


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    ds = ocds_sv.open(tmp_path / "absent.jsonl")

    with pytest.raises(InputError):
        repr(ds)


def test_it_shows_counts_period_buyers_and_stages(ds):
    shown = repr(ds)

    assert "releaser:         2\n" in shown
    assert "processer:        1\n" in shown
    assert "2024-05-31 – 2024-06-01" in shown
    assert "1: Påhittade <kommun> (2)" in shown
    assert "med tilldelning:  1\n" in shown


def test_html_has_row_headers_and_escapes_what_comes_from_data(ds):
    html = ds._repr_html_()

    class Reader(HTMLParser):
        headers = 0

        def handle_starttag(self, tag, attrs):
            self.headers += tag == "th" and ("scope", "row") in attrs
            assert tag != "kommun"

    reader = Reader()
    reader.feed(html)
    assert reader.headers == 8
    assert '<table lang="sv"><caption>' in html


def test_tables_keep_decimals_and_moments(ds):
    pytest.importorskip("pyarrow")

    tender = ds.tenders.arrow().to_pylist()[1]
    assert tender["tender_value_amount"] == Decimal("1250.50")
    assert ds.release.arrow().to_pylist()[1]["release_date"] == datetime(2024, 5, 31, 23, 30, tzinfo=UTC)
    assert ds.award_suppliers.arrow().num_rows == 1
    assert ds.table("bids_summary").arrow().num_rows == 0


def test_tables_become_frames_of_pandas(ds):
    pytest.importorskip("pyarrow")
    pytest.importorskip("pandas")

    frame = ds.tenders.df()

    assert list(frame["tender_value_amount"]) == [Decimal("1250.50")] * 2
    assert list(ds.release.df()["release_date"]) == [
        datetime(2024, 6, 1, tzinfo=UTC),
        datetime(2024, 5, 31, 23, 30, tzinfo=UTC),
    ]
    assert list(frame["tender_title"]) == ["Städning av skolor", "Städning"]


def test_tables_become_frames_of_polars(ds):
    pytest.importorskip("pyarrow")
    pytest.importorskip("polars")

    frame = ds.tenders.pl()

    assert frame["tender_value_amount"].to_list() == [Decimal("1250.50")] * 2
    assert ds.release.pl()["release_date"].to_list()[1] == datetime(2024, 5, 31, 23, 30, tzinfo=UTC)
    assert frame.columns == [field.name for field in ds.tenders.arrow().schema]


def test_sql_asks_all_tables(ds):
    pytest.importorskip("pyarrow")
    pytest.importorskip("duckdb")

    answer = ds.sql(
        "SELECT name, tender_title FROM award_suppliers_summary JOIN tender_summary USING (ocid, release_id)"
    )
    assert answer.fetchall() == [("Åkerbärets Städ AB", "Städning av skolor")]


@pytest.mark.parametrize("ask", [lambda ds: ds.tenders.arrow(), lambda ds: ds.sql("SELECT 1")])
def test_without_the_extra_it_is_one_sentence(ask, ds, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(UsageError, match=r"ocds-sv\[tables\]"):
        ask(ds)


def test_a_table_that_does_not_exist_is_told_with_those_that_do(ds):
    with pytest.raises(UnknownName, match="awards_summary"):
        ds.table("vinnare")
    with pytest.raises(AttributeError, match="awards_summary"):
        _ = ds.vinnare


def test_a_process_is_told_in_time_with_what_changed(ds):
    first, second = ds.process(OCID)

    assert (first["id"], second["id"]) == ("1", "2")
    assert second["changed"] == [
        "awards/a/id", "awards/a/suppliers/s/id", "awards/a/suppliers/s/name", "tender/title"
    ]  # fmt: skip


def test_a_process_is_shown_as_a_table(ds):
    history = ds.process(OCID)

    assert repr(history).splitlines()[1] == (
        "2024-06-01T00:00:00Z  award  2  awards/a/id, awards/a/suppliers/s/id, awards/a/suppliers/s/name, tender/title"
    )
    assert " och 1 till" in repr(history).splitlines()[0]
    html = history._repr_html_()
    assert html.count('<th scope="row">') == 2
    assert html.count('<th scope="col">') == 4
    assert f"<caption>Processen {OCID}</caption>" in html


def test_a_process_that_is_not_there_is_told(ds):
    with pytest.raises(UnknownName, match="There is no process 'ocds-213czf-9'"):
        ds.process("ocds-213czf-9")


def test_a_text_that_is_no_json_is_told_in_both_languages(tmp_path):
    (tmp_path / "in.jsonl").write_text("{cut", encoding="utf-8")

    with pytest.raises(InputError) as error:
        list(ocds_sv.open(tmp_path / "in.jsonl"))

    assert error.value.text("sv") != error.value.text("en")
    assert "mitt i ett objekt" in error.value.text("sv")


def test_tables_without_rows_have_their_columns(ds):
    pytest.importorskip("pyarrow")

    assert {"ocid", "release_id", "contract_title"} <= set(ds.contracts.arrow().column_names)


def test_sql_knows_the_names_of_the_attributes_and_tables_without_rows(ds):
    pytest.importorskip("pyarrow")
    pytest.importorskip("duckdb")

    assert ds.sql("SELECT count(*) FROM contracts").fetchall() == [(0,)]
    assert ds.sql("SELECT count(*) FROM tenders").fetchall() == [(2,)]
    assert ds.sql("SELECT count(contract_title) FROM contracts_summary").fetchall() == [(0,)]


def test_the_tables_can_be_completed(ds):
    assert {"tenders", "awards", "parties", "process", "sql"} <= set(dir(ds))


def test_coverage_is_a_share_of_releases(ds):
    paths = ["tender/value/amount", "awards/suppliers/name", "contracts/id"]

    assert ds.coverage(paths) == dict(zip(paths, [1.0, 0.5, 0.0], strict=True))


def test_of_a_record_the_compiled_release_counts_and_its_releases_are_its_history(tmp_path):
    compiled = {**SECOND, "tag": ["compiled"], "id": "c"}
    record = {"ocid": OCID, "releases": [FIRST, SECOND], "compiledRelease": compiled}
    linked = {
        "ocid": "ocds-213czf-2",
        "releases": [{"url": "https://a.org"}],
        "compiledRelease": {**compiled, "ocid": "ocds-213czf-2"},
    }
    (tmp_path / "in.json").write_bytes(encode({"records": [record, linked]}))
    ds = ocds_sv.open(tmp_path / "in.json")

    assert [release["id"] for release in ds] == ["c", "c"]
    assert "releaser:         2\n" in repr(ds)
    assert [one["id"] for one in ds.process(OCID)] == ["1", "2"]
    assert [one["id"] for one in ds.process("ocds-213czf-2")] == ["c"]


def test_tables_that_would_lack_releases_are_refused_as_the_releases_are(tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "in.jsonl").write_bytes(encode(FIRST) + b"\n{cut\n" + encode(SECOND) + b"\n")
    ds = ocds_sv.open(tmp_path / "in.jsonl")

    with pytest.raises(InputError) as of_tables:
        ds.tenders.arrow()
    with pytest.raises(InputError) as of_releases:
        list(ds)

    assert of_tables.value.text("sv") == of_releases.value.text("sv")
