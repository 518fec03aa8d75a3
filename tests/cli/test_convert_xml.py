"""XML made to do harm is refused with one sentence, and nothing is written."""

import re

import pytest

from ocds_sv.resources import MAPPINGS

MAPPING = """
title: Annonser
source: {format: xml, roots: [Notice]}
release: {ocid: "{$ocid_prefix}-{ID}", date: "{Date}", tag: tender, initiationType: tender}
"""
NOTICE = "<Notice><ID>A1</ID><Date>2024-05-06</Date>{}</Notice>"
BOMB = "<!DOCTYPE Notice [<!ENTITY a '{}'><!ENTITY b '{}'><!ENTITY c '{}'>]>".format(
    "x" * 10, "&a;" * 1_000, "&b;" * 1_000
)
HARMFUL = {
    "bomb": (BOMB + NOTICE.format("<T>&c;</T>"), "document type"),
    "outside": (
        "<!DOCTYPE Notice [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" + NOTICE.format("<T>&x;</T>"),
        "document type",
    ),
    "undeclared": (NOTICE.format("<T>&x;</T>"), "not valid XML"),
    "deep": (NOTICE.format("<T>" * 10_000 + "</T>" * 10_000), "more than 256 levels"),
    "long": (NOTICE.format("<T>" + "x" * 10_000_001 + "</T>"), "a text over 10 MB"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_would_do_harm_is_refused_with_one_sentence(tmp_path, name, call):
    text, said = HARMFUL[name]
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")

    code, out, err = call(
        "convert", tmp_path / "a.xml", "-m", tmp_path / "m.yaml", "-o", tmp_path / "out.jsonl", "--lang", "en"
    )

    assert (code, out) == (3, "")
    assert len(err.strip().splitlines()) <= 2
    assert len(err) < 500
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_broken_notice_among_good_ones_is_told_in_the_readers_language(tmp_path, call):
    folder = tmp_path / "Mina annonser åäö"
    folder.mkdir()
    notice = (MAPPINGS / "ted-xml" / "examples" / "F02-upphandling.xml").read_text(encoding="utf-8")
    (folder / "hel 1.xml").write_text(notice, encoding="utf-8")
    (folder / "trasig 2.xml").write_text(notice[: len(notice) // 2], encoding="utf-8")
    eforms = (MAPPINGS / "eforms" / "examples" / "upphandling.xml").read_text(encoding="utf-8")
    (folder / "ny 3.xml").write_text(eforms, encoding="utf-8")

    code, _, err = call("convert", str(folder), "-o", str(tmp_path / "ut å.jsonl"), "--lang", "sv")

    assert code == 4
    assert len((tmp_path / "ut å.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert re.search(r"trasig 2\.xml, rad \d+: filen", err)
    assert "ocds-sv inspect FIL säger vilken" in err
    assert ", row " not in err
