"""The encoding is found by rule, for every encoding that Swedish exports come in."""

from __future__ import annotations

import codecs
import os
import re
import threading

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from ocds_sv.errors import UnknownName
from ocds_sv.sources.encoding import Decider, decide
from ocds_sv.sources.survey import declared_encoding

LETTERS = "åäöÅÄÖ"
WORDS = [
    "Förvaltning",
    "Leverantör",
    "Miljönämnden",
    "Gröna Ängar AB",
    "Ånge",
    "Örebro",
    "ÄLVSBYN",
    "Café Blå",
    "måleri",
]
TEXT = st.lists(st.sampled_from([*WORDS, "konto", "12345", "belopp"]), min_size=1, max_size=60).map("; ".join)
SINGLE = ["cp1252", "mac_roman", "cp850"]


@pytest.mark.parametrize("page", SINGLE)
@forall(text=TEXT)
def test_swedish_text_comes_back_from_every_code_page(page, text):
    decision = decide(text.encode(page), whole=True)

    assert text.encode(page).decode(decision.name) == text


@pytest.mark.parametrize("page", SINGLE)
@pytest.mark.parametrize("letter", LETTERS)
def test_a_single_swedish_letter_is_enough(page, letter):
    content = f"namn;belopp\nS{letter}derby;12\n".encode(page)

    assert content.decode(decide(content, whole=True).name) == content.decode(page)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]
)
def test_all_swedish_letters_reach_the_cells_in_every_encoding(given, codec):
    content = f"namn;belopp\n{LETTERS};1\nBlå Ängen;2\n".encode(codec)

    read = given(content)

    assert read.header == ("namn", "belopp")
    assert read.records == [[LETTERS, "1"], ["Blå Ängen", "2"]]
    assert ("encoding-not-utf8" in read.rules) == (not codec.startswith("utf-8"))


def test_the_choice_is_reported_by_the_name_people_know(given):
    assert given("å;b\nö;1\n".encode("cp1252")).facts["encoding"] == "Windows-1252"
    assert given("å;b\nö;1\n".encode()).facts["encoding"] == "UTF-8"


def test_the_euro_sign_tells_latin_9_from_windows_1252():
    assert decide("Södra €5".encode("iso8859-15"), whole=True).name == "iso8859-15"
    assert decide("Södra €5".encode("cp1252"), whole=True).name == "cp1252"
    # Both bytes: 0xA4 is then the currency sign of Windows-1252.
    assert decide("Södra Sjöängen €5 ¤".encode("cp1252"), whole=True).name == "cp1252"


def test_a_sample_cut_in_mid_character_is_still_utf8():
    content = "Åäö".encode()

    assert decide(content[:-1]).name == "utf-8"
    assert decide(content[:-1], whole=True).name != "utf-8"


@forall(text=st.text(min_size=1), cuts=st.lists(st.integers(1, 20), max_size=10))
def test_pieces_decide_as_the_whole_does(text, cuts):
    content = text.encode("utf-8", "replace")
    whole, pieces, at = Decider(), Decider(), 0
    whole.feed(content)
    whole.count(content)
    pieces.count(content)
    pieces.feed(content[:8])
    at = 8
    for cut in cuts:
        pieces.feed(content[at : at + cut])
        at += cut
    pieces.feed(content[at:])

    # Marks and NULs are looked for in the first piece, which real reading makes large.
    if whole.marked is None and pieces.marked is None:
        assert whole.is_utf8(whole=True) == pieces.is_utf8(whole=True)
        assert whole.decision().name == pieces.decision().name


def test_a_file_that_stops_being_utf8_far_into_it_is_decided_on_the_whole(given):
    content = b"namn;belopp\n" + b"abc;1\n" * 40_000 + "Ångström;2\n".encode("cp1252")

    read = given(content)

    assert read.records[-1] == ["Ångström", "2"]
    assert read.facts["encoding"] == "Windows-1252"


def test_bytes_without_meaning_are_replaced_and_counted(given):
    read = given("å;b\nö\x00;1\n".encode("cp1252").replace(b"\x00", b"\x81"))

    assert read.records == [["ö�", "1"]]
    assert read.findings.counts["undecodable-bytes"] == 1


def test_a_declared_encoding_is_believed_over_the_rule(given):
    read = given("å;b\nö;1\n".encode("mac_roman"), encoding="mac_roman")

    assert read.records == [["ö", "1"]]
    assert "encoding-not-utf8" not in read.rules


@pytest.mark.parametrize("name", ["utf8", "UTF-8", "utf-8-sig"])
def test_declared_utf8_takes_a_byte_order_mark_too(name):
    assert declared_encoding(name) == "utf-8-sig"


@pytest.mark.parametrize("name", ["utf-99", "base64", "cp125", "", "\0"])
def test_an_encoding_that_does_not_exist_is_refused_with_what_is_near(name):
    with pytest.raises(UnknownName) as caught:
        declared_encoding(name)

    assert caught.value.exit_code == 2
    told = caught.value.text("sv")
    assert told.startswith("Teckenkodningen")
    words = re.findall(r"[a-z]+-?[0-9]+(?:-[0-9]+)?", told.partition("finns inte.")[2])
    assert len(words) == len(set(words)) >= 1


def test_a_declared_encoding_that_does_not_fit_stops_at_the_row(reading, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 20_000 + "ö;3\n".encode("cp1252"))

    read = reading(path, encoding="utf-8")

    assert read.error.facts["key"] == "encoding"
    assert read.error.facts["row"] > 2
    assert read.records


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_that_turns_out_mixed_is_mended_line_by_line(reading, tmp_path):
    fifo = tmp_path / "pipe.csv"
    os.mkfifo(fifo)
    content = b"namn;belopp\n" + b"abc;1\n" * 30_000 + "Ångström;2\n".encode("cp1252") + "Önnestad;3\n".encode()
    writer = threading.Thread(target=fifo.write_bytes, args=(content,))
    writer.start()
    read = reading(fifo)
    writer.join()

    assert read.records[-2:] == [["Ångström", "2"], ["Önnestad", "3"]]
    assert read.findings.counts["encoding-mixed"] == 1
    assert read.files[0].size == len(content)


def test_utf16_without_a_mark_shows_by_its_nuls():
    text = "förvaltning;belopp\r\n"

    assert decide(text.encode("utf-16-le")).name == "utf-16-le"
    assert decide(text.encode("utf-16-be")).name == "utf-16-be"
    assert decide(codecs.BOM_UTF32_LE + text.encode("utf-32-le")).name == "utf-32"
