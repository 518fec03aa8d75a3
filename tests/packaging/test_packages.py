"""Packages of any size: nothing lost, nothing twice, valid by the schema, and amounts as they came."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import ocdskit.upgrade
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv import cli
from ocds_sv.errors import InputBroken, UsageError
from ocds_sv.jsonio import encode
from ocds_sv.packaging import Options, package_files, upgrade_files
from ocds_sv.packaging.options import metadata
from ocds_sv.standard import Standard

BASE = "https://example.org/ocds/"
URL = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"


def release(number, date="2024-01-01T00:00:00Z", **fields):
    return {
        "ocid": f"ocds-213czf-{number}",
        "id": str(number),
        "date": date,
        "tag": ["tender"],
        "initiationType": "tender",
        **fields,
    }


@pytest.fixture
def source(tmp_path):
    def write(*releases, name="in.jsonl"):
        path = tmp_path / name
        path.write_bytes(b"".join(encode(one) + b"\n" for one in releases))
        return str(path)

    return write


def read(path):
    content = path.read_bytes()
    return orjson.loads(gzip.decompress(content) if path.suffix == ".gz" else content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(number=st.integers(1, 12), size=st.integers(1, 5))
def test_split_and_combined_again_nothing_is_lost(source, tmp_path_factory, number, size):
    folder = tmp_path_factory.mktemp("packages")
    given = [release(n, tender={"id": "t", "value": {"amount": Decimal(f"{n}.50")}}) for n in range(number)]

    parts = package_files([source(*given)], str(folder / "parts"), Options(size=size)).packages
    account = package_files(parts, str(folder / "whole.json"), Options())

    assert all(1 <= len(read(folder / part)["releases"]) <= size for part in parts)
    assert len(parts) == -(-number // size)
    assert account.items == number
    assert read(folder / "whole.json")["releases"] == json.loads(encode(given))
    assert b'"amount":0.50' in (folder / "whole.json").read_bytes()


@pytest.mark.parametrize("items", ["releases", "records"])
@pytest.mark.parametrize("name", ["out.json", "out.json.gz"])
def test_a_package_is_what_the_schema_says(items, name, source, tmp_path):
    given = [release(1), release(2, "2024-02-01T00:00:00+01:00")]
    if items == "records":
        given = [
            {"ocid": one["ocid"], "releases": [one], "compiledRelease": {**one, "tag": ["compiled"]}} for one in given
        ]

    package_files([source(*given)], str(tmp_path / name), Options(base=BASE))

    package = read(tmp_path / name)
    assert package[items] == given
    assert package["publishedDate"] == "2024-02-01T00:00:00+01:00"
    assert package["uri"] == BASE + name
    document = "release-package" if items == "releases" else "record-package"
    jsonschema.Draft4Validator(Standard.load().schema(document)).validate(package)


def test_parts_by_date_follow_on_each_other(source, tmp_path):
    dates = ["2023-12-31T23:30:00-01:00", "2023-05-01T00:00:00Z", "2024-03-01T00:00:00Z", "2022-01-01T00:00:00Z", "?"]
    given = [release(n, date) for n, date in enumerate(dates)]

    account = package_files([source(*given)], str(tmp_path / "out"), Options(by="year", base=BASE))

    assert [path.rpartition("/")[2] for path in account.packages] == [
        "2022.json", "2023.json", "2024.json", "undated.json"
    ]  # fmt: skip
    assert [one["id"] for one in read(tmp_path / "out/2024.json")["releases"]] == ["0", "2"]
    assert read(tmp_path / "out/2022.json")["links"] == {"next": BASE + "2023.json"}
    assert read(tmp_path / "out/2023.json")["links"] == {"prev": BASE + "2022.json", "next": BASE + "2024.json"}
    assert read(tmp_path / "out/undated.json")["links"] == {"prev": BASE + "2024.json"}


def test_parts_by_month_and_size_are_linked_within_the_month(source, tmp_path):
    given = [release(n, f"2024-0{1 + n % 2}-01T00:00:00Z") for n in range(6)]

    package_files([source(*given)], str(tmp_path / "out"), Options(by="month", size=2, base=BASE))

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2024-01-0001.json", "2024-01-0002.json", "2024-02-0001.json", "2024-02-0002.json"
    ]  # fmt: skip
    assert read(tmp_path / "out/2024-01-0001.json")["links"] == {"next": BASE + "2024-01-0002.json"}
    assert read(tmp_path / "out/2024-02-0002.json")["links"] == {"prev": BASE + "2024-02-0001.json"}


def test_metadata_are_the_inputs_unless_the_user_says_otherwise(tmp_path):
    for name, published in (("a", "2024-02-01T00:00:00Z"), ("b", "2024-01-01T00:00:00Z")):
        package = {
            "uri": f"https://example.org/{name}",
            "publishedDate": published,
            "publisher": {"name": name},
            "extensions": [URL, f"https://example.org/{name}/extension.json"],
            "releases": [release(name)],
        }
        (tmp_path / f"{name}.json").write_bytes(encode(package))
    (tmp_path / "meta.yaml").write_text(
        "publisher: {name: Påhittade kommun}\nlicense: https://example.org/cc0\n", "utf-8"
    )
    inputs = [str(tmp_path / "a.json"), str(tmp_path / "b.json")]

    package_files(inputs, str(tmp_path / "kept.json"), Options())
    package_files(inputs, str(tmp_path / "said.json"), Options(metadata=metadata(str(tmp_path / "meta.yaml"))))

    kept, said = read(tmp_path / "kept.json"), read(tmp_path / "said.json")
    assert kept["publisher"] == {"name": "b"}
    assert len(kept["extensions"]) == 3
    assert len(kept["releases"]) == 2
    assert (said["publisher"], said["license"]) == ({"name": "Påhittade kommun"}, "https://example.org/cc0")


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("how", [{"size": 1}, {"by": "month"}, {"by": "year", "size": 2}])
def test_all_parts_bear_the_metadata_wherever_they_stand(first, how, indent, tmp_path):
    head = {
        "publisher": {"name": "Påhittade kommun"},
        "license": BASE,
        "extensions": [URL],
        "publishedDate": "2025-01-01T00:00:00Z",
    }
    items = {"releases": [release(n, f"2024-0{1 + n}-01T00:00:00Z") for n in range(3)]}
    whole = {**head, **items} if first else {**items, **head}
    (tmp_path / "in.json").write_text(json.dumps(whole, indent=indent), encoding="utf-8")

    account = package_files([str(tmp_path / "in.json")], str(tmp_path / "out"), Options(**how))

    parts = [read(tmp_path / "out" / path) for path in account.packages]
    assert [name for part in parts for name in head if part[name] != head[name]] == []
    assert [one["id"] for part in parts for one in part["releases"]] == ["0", "1", "2"]


@pytest.mark.parametrize("target", ["out.json", "out.json.gz", "-"])
@pytest.mark.parametrize("how", [{"size": 1}, {"by": "year"}])
def test_several_packages_go_into_no_file(target, how, source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="give a folder"):
        package_files([source(release(1), release(2))], target, Options(**how))


@pytest.mark.parametrize("target", ["out.jsonl", "out.NDJSON.gz"])
def test_lines_are_no_package(target, source, tmp_path):
    with pytest.raises(UsageError, match="is no package"):
        package_files([source(release(1))], str(tmp_path / target), Options())


def test_fewer_parts_than_before_leave_none_of_the_earlier(source, tmp_path):
    package_files([source(*map(release, range(5)))], str(tmp_path / "out"), Options(size=1))
    package_files([source(*map(release, range(2)))], str(tmp_path / "out"), Options(size=1))

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["releases-0001.json", "releases-0002.json"]


def test_no_part_appears_before_all_can(source, tmp_path):
    path = source(release(1), release(2))
    with Path(path).open("ab") as file:
        file.write(b"{cut")

    with pytest.raises(InputBroken):
        package_files([path], str(tmp_path / "out"), Options(size=1))

    assert list((tmp_path / "out").iterdir()) == []


def test_metadata_that_cannot_be_read_are_told(tmp_path):
    with pytest.raises(InputBroken):
        metadata(str(tmp_path))


@pytest.mark.parametrize("text", ["utgivare: x", "releases: []", "- a", "version: '1.0'"])
def test_metadata_that_no_package_has_are_refused(text, tmp_path):
    (tmp_path / "meta.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match="publisher"):
        metadata(str(tmp_path / "meta.yaml"))


def test_releases_and_records_do_not_mix(source, tmp_path):
    record = {"ocid": "ocds-213czf-1", "releases": [release(1)]}

    with pytest.raises(InputBroken, match="apart"):
        package_files([source(release(1), record)], str(tmp_path / "out.json"), Options())

    assert not (tmp_path / "out.json").exists()


def test_text_that_is_no_json_stops_it(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"ocid": "a"}\n{oj}\n', encoding="utf-8")

    with pytest.raises(InputBroken, match=r"in\.jsonl, row 2: the text is no valid JSON .* again\.$") as raised:
        package_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out.json"), Options())

    assert raised.value.text("sv").startswith(f"{tmp_path / 'in.jsonl'}, rad 2: texten är ingen giltig JSON")
    assert not (tmp_path / "out.json").exists()


def test_a_file_that_cannot_be_read_stops_it_and_is_named_once(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"ocid": "a"}\n', encoding="utf-8")
    (tmp_path / "b.json.gz").write_bytes(b"\x1f\x8b no gzip")

    with pytest.raises(InputBroken) as raised:
        package_files([str(tmp_path)], str(tmp_path / "out.json"), Options())

    assert raised.value.text() == f"{tmp_path / 'b.json.gz'}: the file is damaged (gzip). Fetch or export it again."


@pytest.mark.parametrize(
    "text", ["{}", '{"results": [{"ocid": "a"}]}', '{"releases": null}', '{"releases": [{"id": "1"}]}']
)
@pytest.mark.parametrize("make", [package_files, upgrade_files])
def test_what_is_no_ocds_stops_it(text, make, tmp_path):
    (tmp_path / "in.json").write_text(text, encoding="utf-8")

    with pytest.raises(InputBroken, match="row 1: this is neither a release nor a record") as error:
        make([str(tmp_path / "in.json")], str(tmp_path / "out.json"), Options())

    assert "in.json, rad 1: det här är varken en release" in error.value.text("sv")
    assert not (tmp_path / "out.json").exists()


OLD = {
    "ocid": "ocds-213czf-1",
    "id": "1",
    "date": "2016-01-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "buyer": {"identifier": {"scheme": "SE-ON", "id": "212000-9994"}, "name": "Påhittade kommun"},
    "tender": {"id": "t", "amendment": {"date": "2016-01-02T00:00:00Z"}},
    "contracts": [{"id": "c", "awardID": "a", "implementation": {"transactions": [
        {"id": "x", "amount": {"amount": Decimal("12.50"), "currency": "SEK"}}
    ]}}],
}  # fmt: skip


def test_old_releases_are_upgraded_as_ocdskit_does_and_keep_their_digits(source, tmp_path):
    upgrade_files([source(OLD, OLD)], str(tmp_path / "out.jsonl"), Options())

    first, second = (tmp_path / "out.jsonl").read_bytes().splitlines()
    theirs = json.loads(encode(OLD))
    ocdskit.upgrade.upgrade_release_10_11(theirs, reorder=False)
    assert orjson.loads(first) == theirs
    assert first == second
    assert b'"amount":12.50' in first


def test_an_old_package_becomes_a_new_one(tmp_path):
    old = {"uri": BASE, "publishedDate": "2016-01-01T00:00:00Z", "publisher": {"name": "x"}, "releases": [OLD]}
    (tmp_path / "in.json").write_bytes(encode(old))

    upgrade_files([str(tmp_path / "in.json")], str(tmp_path / "out.json"), Options())

    package = read(tmp_path / "out.json")
    assert package["version"] == "1.1"
    assert package["releases"][0]["parties"][0]["roles"] == ["buyer"]


def test_the_commands(source, tmp_path, capfd):
    path = source(release(1), release(2))

    assert cli.run(["package", path, "-o", str(tmp_path / "p.json"), "--lang", "sv"]) == 0
    assert cli.run(["split", str(tmp_path / "p.json"), "-o", str(tmp_path / "parts"), "--size", "1"]) == 0
    assert cli.run(["combine", str(tmp_path / "parts"), "-o", str(tmp_path / "c.json"), "--base-uri", BASE[:-1]]) == 0
    assert cli.run(["upgrade", path]) == 0
    assert read(tmp_path / "c.json")["uri"] == BASE + "c.json"
    assert len(read(tmp_path / "c.json")["releases"]) == 2
    assert "2 releaser eller poster i 1 filer." in capfd.readouterr().err
