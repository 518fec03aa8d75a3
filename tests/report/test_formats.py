"""All renderings tell the same, of any report, and never let its texts become anything but text."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.report import FORMATS
from ocds_sv.report.labels import LABELS, label
from ocds_sv.report.reading import complete
from ocds_sv.resources import SCHEMAS

LANGUAGES = ("sv", "en")
SCHEMA = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))


def told(report):
    """Rule → findings, as the report has it."""
    return {one["rule"]: one["failed"] for one in report["results"] if one["outcome"] == "fail"}


def digits(text):
    return int(re.sub(r"\D", "", text))


class Page(HTMLParser):
    """What a browser would find in the page: tags, attributes, and the count of each rule."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.counts = [], [], {}
        self._in, self._count = "", 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        kind = dict(attrs).get("class", "")
        if tag == "details" and "rule" in kind:
            self._in = "rule"
        elif self._in and tag == "span" and kind == "count":
            self._in, self._count = "count", 0
        elif self._in == "named" and tag == "code":
            self._in = "code"

    def handle_data(self, data):
        if self._in == "count" and not self._count:
            self._count, self._in = digits(data), "named"
        elif self._in == "code":
            self.counts[data], self._in = self._count, ""


def parse_csv(content, lang):
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter={"sv": ";", "en": ","}[lang]))
    return {row[label("rule", lang)]: int(row[label("failed", lang)]) for row in rows}


def parse_xlsx(content, lang):
    sheet = openpyxl.load_workbook(io.BytesIO(content))[label("rules", lang)]
    head, *rows = sheet.iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    outcome = label("outcome", lang)
    return {
        one[label("rule", lang)]: one[label("failed", lang)] for one in found if one[outcome] == label("fail", lang)
    }


def parse_markdown(content, lang):
    table = content.decode().partition(f"## {label('findings', lang)}\n")[2].partition("\n#")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    return {row[1]: digits(row[2]) for row in rows}


def parse_sarif(content, _lang):
    rules = json.loads(content)["runs"][0]["tool"]["driver"]["rules"]
    return {one["id"]: one["properties"]["failed"] for one in rules if one["properties"]["outcome"] == "fail"}


def parse_junit(content, _lang):
    found = {}
    for case in ET.fromstring(content).iter("testcase"):
        properties = {one.get("name"): one.get("value") for one in case.iter("property")}
        if properties.get("outcome") == "fail":
            found[case.get("name")] = int(properties["failed"])
    return found


def parse_github(content, _lang):
    return {
        name: digits(count)
        for name, count in re.findall(r"title=([a-z-]+) \(([\d,\s]+) (?:of|av|in|i) ", content.decode())
    }


def parse_text(content, _lang):
    found = re.findall(r"^\S+ +([a-z-]+)  (\d+) ", content.decode(), re.MULTILINE)
    return {name: int(count) for name, count in found}


def parse_jsonl(content, _lang):
    return {one["rule"]: one["failed"] for one in map(json.loads, content.splitlines())}


PARSERS = {
    "text": parse_text,
    "json": lambda content, _lang: told(json.loads(content)),
    "jsonl": parse_jsonl,
    "html": lambda content, _lang: Page(content.decode()).counts,
    "md": parse_markdown,
    "xlsx": parse_xlsx,
    "csv": parse_csv,
    "sarif": parse_sarif,
    "junit": parse_junit,
    "github": parse_github,
}


def test_the_fixture_is_a_report(report):
    jsonschema.validate(report, SCHEMA)
    assert len(told(report)) >= 3


def test_every_format_has_a_reader_here():
    assert list(PARSERS) == list(FORMATS)
    assert len({form.suffix for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", ["text", "html", "md", "xlsx"])
@pytest.mark.parametrize(
    ("broken", "releases", "said"), [(0, 3, "clean"), (1, 3, "clean-partly"), (1, 0, "nothing-read")]
)
def test_what_could_not_be_read_is_not_said_to_be_without_findings(report, name, broken, releases, said):
    report["results"] = [{**one, "outcome": "pass", "failed": 0, "samples": []} for one in report["results"]]
    report["systemErrors"] = report["systemErrors"][:broken]
    report["scope"] |= {"releases": releases, "compiledReleases": 0}
    content = FORMATS[name].render(report, "sv")
    if name == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values for cell in row]
        text = "\n".join(map(str, cells))
    else:
        text = content.decode()

    assert [key for key in ("clean", "clean-partly", "nothing-read") if label(key, "sv") in text] == [said]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["text", "html", "md", "xlsx", "junit", "github", "sarif"])
def test_a_file_that_could_not_be_read_is_named_once_and_without_a_line(report, name, lang):
    message = {"sv": "filen är skadad (gzip). Hämta den på nytt.", "en": "the file is damaged (gzip). Fetch it again."}
    report["systemErrors"] = [{"file": "mapp/e.json.gz", "line": 0, "message": message}]
    jsonschema.validate(report, SCHEMA)
    content = FORMATS[name].render(report, lang)
    if name == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values for cell in row]
        (told,) = [str(cell) for cell in cells if "gzip" in str(cell)]
    else:
        (told,) = [line for line in content.decode().replace("><", ">\n<").splitlines() if "e.json.gz" in line]

    assert told.count("e.json.gz") == 1
    assert not re.search(r"(rad|line|row|gz[:,]) ?\W{0,3}0", told)
    if name in {"text", "xlsx", "github"}:
        assert message[lang] in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_all_renderings_show_the_same_counts(report, name, lang):
    assert PARSERS[name](FORMATS[name].render(report, lang), lang) == told(report)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(report, name):
    assert FORMATS[name].render(report, "sv") == FORMATS[name].render(report, "sv")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_without_findings_is_rendered(report, name, lang):
    report["results"] = [one for one in report["results"] if one["outcome"] != "fail"]

    assert PARSERS[name](FORMATS[name].render(report, lang), lang) == {}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("part", [*SCHEMA["required"], "everything"])
def test_a_part_that_is_missing_is_left_out(report, name, part):
    kept = {} if part == "everything" else {key: value for key, value in report.items() if key != part}

    assert isinstance(FORMATS[name].render(kept, "sv"), bytes)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_before_is_rendered(name):
    old = {
        "schemaVersion": "1.0",
        "rules": [{"name": "x", "severity": "error", "title": "One language", "fix": {"sv": "Rätta", "en": "Mend"}}],
        "results": [{"rule": "x", "severity": "error", "outcome": "fail", "failed": 7, "checked": 9, "releases": 1}],
    }

    assert PARSERS[name](FORMATS[name].render(old, "en"), "en") == {"x": 7}


def test_a_whole_report_is_complete_as_it_is(report):
    assert complete(report) == report


def test_what_is_completed_follows_the_schema_but_for_what_only_the_check_can_know():
    for fault in jsonschema.Draft202012Validator(SCHEMA).iter_errors(complete({"results": 1, "rules": [{}]})):
        assert fault.validator in {"pattern", "minItems", "format", "minLength"}


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside, max_size=3),
    max_leaves=6,
)


def cut(value):
    """The report with no more than two members in each list: as strange, and quick to render."""
    if isinstance(value, dict):
        return {key: cut(one) for key, one in value.items()}
    return [cut(one) for one in value[:2]] if isinstance(value, list) else value


def paths(value, path=()):
    """The way to every value of the report."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from paths(one, (*path, key))


def replace(report, path, value):
    """Put ``value`` in the place, unless an earlier one took it away."""
    *way, last = path
    for part in way:
        report = report[part] if isinstance(report, dict | list) and holds(report, part) else None
    if isinstance(report, dict | list) and holds(report, last):
        report[last] = value


def holds(value, part):
    return part in value if isinstance(value, dict) else isinstance(part, int) and part < len(value)


@pytest.mark.hypothesis
@given(data=st.data())
def test_no_report_however_strange_is_a_crash(made, data):
    report = made()
    report["results"].sort(key=lambda one: one["outcome"] != "fail")
    report = cut(report)
    places = st.sampled_from(list(paths(report)))
    for path, value in data.draw(st.lists(st.tuples(places, ANY), min_size=1, max_size=4)):
        replace(report, path, value)
    for form in FORMATS.values():
        form.render(report, data.draw(st.sampled_from(LANGUAGES)))


def test_every_word_is_there_in_both_languages():
    assert all(set(words) == {"sv", "en"} and all(words.values()) for words in LABELS.values())


def test_the_json_is_the_report(report):
    assert orjson.loads(FORMATS["json"].render(report, "sv")) == report
