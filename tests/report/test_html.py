"""The page: small, silent, in two languages, and deaf to what suppliers call themselves."""

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from ocds_sv.report import FORMATS
from ocds_sv.report.html import LARGEST, column, width


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def page(report):
    return FORMATS["html"].render(report, "sv").decode()


def test_the_page_requests_nothing_and_runs_nothing(page):
    elements = Elements(page).found

    assert not {tag for tag, _ in elements} & {"script", "link", "img", "iframe", "object", "embed", "base", "source"}
    names = {name for _, attributes in elements for name in attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"src", "srcset", "style", "action"})
    assert all(attributes["href"].startswith("#") for _, attributes in elements if "href" in attributes)
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_lets_in_the_style_sheet_of_the_page_and_nothing_else(page):
    policy = re.search(r"Content-Security-Policy\" content=\"([^\"]+)\"", page)[1].replace("&#39;", "'")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_names_with_html_are_text(page, hostile):
    assert "onerror" in page  # It is shown …
    assert "<img" not in page  # … and is no element.
    assert "</script" not in page
    assert hostile not in page


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_both_languages_are_there_and_the_one_asked_for_comes_first(report, lang):
    elements = Elements(FORMATS["html"].render(report, lang).decode()).found
    checked = {attributes["id"] for tag, attributes in elements if tag == "input" and "checked" in attributes}
    spans = [attributes["lang"] for tag, attributes in elements if tag == "span" and "lang" in attributes]

    assert checked == {f"lang-{lang}", "view-publisher", "theme-auto"}
    assert spans.count("sv") == spans.count("en") > 100
    assert elements[0] == ("html", {"lang": lang})


def test_every_id_is_one_and_every_link_leads_to_one(page):
    elements = [attributes for _, attributes in Elements(page).found]
    ids = [one["id"] for one in elements if "id" in one]

    assert len(ids) == len(set(ids))
    assert {one["href"][1:] for one in elements if "href" in one} <= set(ids)
    assert {one["aria-labelledby"] for one in elements if "aria-labelledby" in one} <= set(ids)


def test_the_banner_says_which_files_and_the_actions_say_what_is_wrong(report, page):
    told = unescape(page)
    banner = told[: told.index("h-actions")]
    steps = told[told.index('<ol class="steps">') : told.index("</ol>")]
    titles = {rule["name"]: rule["title"]["sv"] for rule in report["rules"]}
    first = report["assessment"]["recommendations"][0]

    assert report["run"]["inputs"][0]["path"] in banner
    assert titles[first["subject"]] in steps
    assert first["text"]["sv"] in steps


@pytest.mark.parametrize(
    ("files", "words"), [(2, "a0.json, a1.json ·"), (3, "och 1 fil till"), (9, "och 7 filer till")]
)
def test_of_many_files_the_banner_names_the_first(report, files, words):
    one = report["run"]["inputs"][0]
    inputs = [{**one, "path": f"a{number}.json"} for number in range(files)]
    page = FORMATS["html"].render({**report, "run": {**report["run"], "inputs": inputs}}, "sv").decode()

    banner = page[: page.index("h-actions")]
    assert words in re.sub("<[^>]+>", "", banner)
    assert len(re.findall(r"a\d\.json", banner)) == 2


@pytest.mark.parametrize(
    ("unit", "words"),
    [("release", "7 i 5 av 10 releaser"), ("package", "7 i 5 av 10 paket"), ("record", "7 i 5 av 10 poster"),
     ("object", "7 av 10"), ("data", "7 av 10")],
)  # fmt: skip
def test_what_was_counted_is_said(report, unit, words):
    failed = next(one for one in report["results"] if one["outcome"] == "fail")
    failed |= {"unit": unit, "failed": 7, "releases": 5, "checked": 10, "rate": "0.5"}
    told = unescape(FORMATS["html"].render(report, "sv").decode())

    assert f"{words} (50\N{NO-BREAK SPACE}%)" in told


def test_what_one_more_field_would_answer_is_counted_by_group(report):
    for one in report["assessment"]["indicators"]:
        one |= {"computable": one["group"] != "market", "missing": ["tender/title"] if one["group"] == "market" else []}
    first, second, *_ = (one for one in report["assessment"]["indicators"] if one["group"] == "market")
    first["missing"] = ["tender/title", "awards/date"]
    page = FORMATS["html"].render(report, "sv").decode()

    market = sum(one["group"] == "market" for one in report["assessment"]["indicators"])
    row = re.sub("<[^>]+>", " ", next(row for row in page.split("<tr>") if ">Marknaden<" in row))
    assert f"0 / {market}" in row
    assert f"+{market - 1} med ett fält till" in row
    assert second["missing"] == ["tender/title"]


def test_what_joins_the_data_is_shown(report):
    report["assessment"]["linking"] |= {
        "references": [{"path": "contracts/awardID", "references": 40, "orphans": 10, "rate": "0.75"}],
        "identifiers": [
            {"role": "funder", "parties": 2, "identified": 1, "rate": "0.5"},
            {"role": "buyer", "parties": 40, "identified": 38, "rate": "0.95"},
        ],
        "inputs": [{"path": f"fil {name}.json", "ocids": 4, "joined": 1, "rate": "0.25"} for name in "ab"],
    }
    report["assessment"]["legacyLevels"] = [{"level": "basic", "filled": 5, "missing": ["tender/id"]}]
    page = FORMATS["html"].render(report, "sv").decode()
    rows = [re.sub("<[^>]+>", "", row) for row in re.findall(r"<tr>.*?</tr>", page[page.index("h-criteria") :])]

    assert any(row.startswith("contracts/awardID 30 / 40") for row in rows)
    assert any(row.startswith("fil a.json 1 / 4") for row in rows)
    parties = [row for row in rows if "38 / 40" in row or "1 / 2" in row]
    assert [row.split()[0] for row in parties] == ["KöpareBuyer", "funder"]
    assert "5 / 6" in page


def test_the_cell_of_the_source_comes_before_the_place_in_the_release(page):
    place = re.search(r"avtal å 2024\.xlsx.{0,900}?<code>/", page, re.DOTALL)

    assert place is not None
    assert "Leverantör (D)" in page


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_huge_report_is_a_page_that_says_what_it_left_out(huge, lang):
    page = FORMATS["html"].render(huge, lang)

    assert len(page) < LARGEST
    assert page.rstrip().endswith(b"</html>")
    assert b"utel\xc3\xa4mnade h\xc3\xa4r" in page
    left = [int(re.sub(r"\D", "", one)) for one in re.findall(r"and ([\d,]+) more, left out here", page.decode())]
    assert 2_990 <= max(left) < 3_100


def test_the_page_of_an_ordinary_report_leaves_nothing_of_its_rules_out(report, page):
    failed = [one["rule"] for one in report["results"] if one["outcome"] == "fail"]

    assert page.count('<details class="rule ') == len(failed)
    assert len(page.encode()) < LARGEST


def test_bars_are_as_long_as_the_share():
    assert (width("0.25"), width(""), width(1, 4), width(1, 0), width(9, 3)) == ("25.0", "0", "25.0", "0", "100.0")
    assert (column(1, 1_000), column(500, 1_000), column(0, 0)) == (4, 50, 0)


def test_a_rule_says_what_is_wrong_why_and_how_it_is_mended_in_both_languages(report, page):
    told = unescape(page)
    known = {rule["name"]: rule for rule in report["rules"]}
    failed = [one["rule"] for one in report["results"] if one["outcome"] == "fail"]

    for name in failed:
        for part in ("title", "why", "fix"):
            for lang in ("sv", "en"):
                assert known[name][part][lang] in told, (name, part)
