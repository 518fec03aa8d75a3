"""Converting XML beside parsing it and no more; memory over many documents in one archive and in one file."""

import itertools
import re
import sys
import zipfile
from pathlib import Path

import pytest

from ocds_sv.resources import MAPPINGS

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
LOTS, ORGANISATIONS = 8, 10

PARSE = """
import sys, zipfile
from lxml import etree
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        with archive.open(name) as member:
            etree.parse(member)
"""


def notice(number):
    """An invented notice of about 5 KB."""
    organisations = "".join(
        f"<Org><ID>ORG-{one}</ID><Name>Företaget {one} AB</Name><Number>556012-{one:04d}</Number>"
        f"<Address><Street>Gatan {one}</Street><City>Åmål</City></Address>"
        f'<Role kind="open">{"buyer" if one == 0 else "tenderer"}</Role><Role kind="other">x</Role></Org>\n'
        for one in range(ORGANISATIONS)
    )
    lots = "".join(
        f'<Lot><ID kind="Lot">LOT-{one}</ID><Text>{"Städning av lokaler, del " * 4}{one}</Text>'
        f'<Code list="cpv">90910000</Code><Code list="other">x</Code>'
        f'<Value cur="SEK">{number}{one}00.50</Value><Winner>ORG-{one + 1}</Winner></Lot>\n'
        for one in range(LOTS)
    )
    return (
        f'<x:Notice xmlns:x="urn:example:notice" xmlns="urn:example:parts">\n<ID>N{number}</ID>'
        f"<Version>01</Version><Date>2024-05-06</Date><Buyer>ORG-0</Buyer><Title>Städning {number}</Title>\n"
        f"<Organisations>{organisations}</Organisations>\n{lots}</x:Notice>"
    )


def archive(path, count):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(count):
            made.writestr(f"{number}.xml", notice(number))


def test_against_parsing_alone(tmp_path, measure, ours, short, tell):
    count = 500 if short else 5_000
    archive(tmp_path / "notices.zip", count)
    (tmp_path / "parse.py").write_text(PARSE, encoding="utf-8")

    parsed = measure(sys.executable, "parse.py", "notices.zip")
    engine = ours("notices.zip", HERE / "notices.yaml", "ours.jsonl")
    several = ours("notices.zip", HERE / "notices.yaml", "several.jsonl", "--workers", "2")

    assert (tmp_path / "ours.jsonl").read_bytes().count(b"\n") == count
    assert (tmp_path / "several.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    tell(
        parsed.line("lxml, parse only"),
        engine.line("ocds-sv, one process"),
        several.line("ocds-sv, two workers"),
        f"{parsed.cpu / engine.cpu:.0%} of the speed of parsing (10 % wanted), {count / engine.cpu:.0f} notices/s",
    )


def test_ted_xml_against_parsing_alone(tmp_path, measure, ours, short, tell):
    """The examples of all forms again and again, each time with numbers of their own."""
    count = 440 if short else 4_400
    texts = [path.read_text("utf-8") for path in sorted((MAPPINGS / "ted-xml" / "examples").glob("*.xml"))]
    with zipfile.ZipFile(tmp_path / "notices.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for number, text in zip(range(count), itertools.cycle(texts), strict=False):
            mine = re.sub(r"<NO_DOC_OJS>(\d{4}/S \d+)-\d+", rf"<NO_DOC_OJS>\1-{number + 1}", text, count=1)
            made.writestr(f"{number}.xml", mine)
    (tmp_path / "parse.py").write_text(PARSE, encoding="utf-8")

    parsed = measure(sys.executable, "parse.py", "notices.zip")
    engine = ours("notices.zip", "ted-xml", "ours.jsonl")

    assert (tmp_path / "ours.jsonl").read_bytes().count(b"\n") == count
    tell(
        parsed.line("lxml, parse only"),
        engine.line("ocds-sv, ted-xml"),
        f"{parsed.cpu / engine.cpu:.0%} of the speed of parsing (15 % wanted), {count / engine.cpu:.0f} notices/s",
    )


@pytest.mark.parametrize("real", [False, True], ids=["examples", "real"])
def test_eforms_against_parsing_alone_and_a_parse_for_each_field(tmp_path, measure, ours, short, tell, request, real):
    """The whole mapping; the examples again and again, each with a number of its own, or published notices."""
    if real:
        found = sorted((request.getfixturevalue("shared") / "eforms" / "real").rglob("*.xml"))
        texts = [path.read_bytes() for path in (found[::20] if short else found)]
    else:
        texts = [path.read_bytes() for path in sorted((MAPPINGS / "eforms" / "examples").glob("*.xml"))]
        texts = [
            re.sub(rb"(notice-id\">\d{8}-\d{4})-\d{4}", rb"\1-%04d" % number, text, count=1)
            for number in range(10 if short else 250)
            for text in texts
        ]
    few = texts[:: max(1, len(texts) // 40)]
    for name, members in ("notices.zip", texts), ("few.zip", few):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as made:
            for number, text in enumerate(members):
                made.writestr(f"{number:04}.xml", text)
    (tmp_path / "parse.py").write_text(PARSE, encoding="utf-8")

    parsed = measure(sys.executable, "parse.py", "notices.zip")
    by_field = measure(sys.executable, HERE / "parse_per_field.py", "few.zip")
    engine = ours("notices.zip", "eforms", "ours.jsonl", "--workers", "1", "--fail-on", "never")
    several = ours("notices.zip", "eforms", "several.jsonl", "--workers", "2", "--fail-on", "never")

    assert (tmp_path / "several.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    # A notice without its date is left out, and told.
    assert (tmp_path / "ours.jsonl").read_bytes().count(b"\n") > 0.99 * len(texts)
    times = by_field.cpu / len(few) * len(texts) / engine.cpu
    tell(
        f"{len(texts):,} notices, {sum(map(len, texts)) / len(texts) / 1e3:.0f} KB each",
        parsed.line("lxml, parse only"),
        by_field.line(f"the same for each field, {len(few)} notices"),
        engine.line("ocds-sv, eforms"),
        several.line("ocds-sv, eforms, two workers"),
        f"{parsed.cpu / engine.cpu:.1%} of the speed of parsing (10 % wanted), {len(texts) / engine.cpu:.0f} notices/s",
        f"{times:.0f} times faster than a parse for each of 615 fields (100 wanted)",
        f"two workers: {engine.wall / several.wall:.1f} times faster than one (1.7 wanted; two idle processors)",
    )


def test_memory_does_not_grow_with_the_documents(tmp_path, ours, short, tell):
    lines, peaks = [], []
    for count in (200, 1_000) if short else (1_000, 10_000):
        archive(tmp_path / "notices.zip", count)
        with (tmp_path / "wrapper.xml").open("w", encoding="utf-8") as wrapper:
            wrapper.write("<feed>\n")
            wrapper.writelines(notice(number) for number in range(count))
            wrapper.write("</feed>\n")
        for name in ("notices.zip", "wrapper.xml"):
            found = ours(name, HERE / "notices.yaml", "ours.jsonl")
            assert (tmp_path / "ours.jsonl").read_bytes().count(b"\n") == count
            lines.append(found.line(f"{name}, {count:,} notices"))
            peaks.append(found.memory)

    tell(*lines)
    assert max(peaks[2:]) < min(peaks[:2]) + 60
