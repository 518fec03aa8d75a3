"""SIE 4: tags, quotes, object lists, what belongs to a voucher, and every encoding that such files come in."""

import pytest

from ocds_sv.errors import InputBroken
from ocds_sv.findings import Findings
from ocds_sv.sources import SourceSpec, open_streams, sniff
from ocds_sv.sources.sie import COLUMNS, fields

LEDGER = """#FLAGGA 0
#FORMAT PC8
#FNAMN "Påhittade kommun"
#ORGNR 212000-9994
#KONTO 5060 "Städning"
#IB 0 1930 1000.00
#VER L 1 20240315 "Åkerbäret, \\"städ\\"" 20240316 PP
{
#TRANS 2440 {} -1000.50
#BTRANS 5460 {} 99.00
#RTRANS 5460 {} 1.00
\t#trans 5060 {1 "47" 6 "P 1"} 1000.50 20240314 "Text" 2
}

#VER "" "" 20240402
{
#TRANS 1930 {} 0
}
"""


def records(tmp_path, content):
    path = tmp_path / "bok.se"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings, found = Findings(), []
    for stream in open_streams([path], SourceSpec(format="sie"), findings):
        found += [(row, dict(zip(COLUMNS, cells, strict=True))) for row, cells in stream.records]
    return found, findings


@pytest.mark.parametrize("encoding", ["cp437", "latin-1", "utf-8", "utf-8-sig"])
def test_a_line_of_a_voucher_is_a_record_in_any_encoding(tmp_path, encoding):
    found, _ = records(tmp_path, LEDGER.encode(encoding))

    assert [row for row, _ in found] == [9, 12, 17]
    assert found[1][1] == {
        "foretag": "Påhittade kommun",
        "orgnr": "212000-9994",
        "valuta": "SEK",
        "serie": "L",
        "verifikationsnummer": "1",
        "verifikationsdatum": "20240315",
        "verifikationstext": 'Åkerbäret, "städ"',
        "konto_nr": "5060",
        "konto_klass": "5",
        "konto_text": "Städning",
        "objekt": '1 "47" 6 "P 1"',
        "belopp": "1000.50",
        "transaktionsdatum": "20240314",
        "transaktionstext": "Text",
        "kvantitet": "2",
    }
    assert (found[2][1]["serie"], found[2][1]["verifikationstext"]) == ("", "")


def test_a_line_outside_a_voucher_and_a_line_without_a_tag_are_told(tmp_path):
    found, findings = records(
        tmp_path, "#FLAGGA 0\n#TRANS 5060 {} 1\nskräp\n#VER A 1 20240101\n{\n#TRANS 5060 {} 2\n}\n"
    )

    assert [cells["belopp"] for _, cells in found] == ["2"]
    assert [finding.place.row for finding in findings.examples["unknown-line-type"]] == [2, 3]


@pytest.mark.parametrize("whole", [LEDGER.index("#TRANS 2440"), LEDGER.rindex("}")])
def test_a_file_that_ends_inside_a_voucher_is_broken(tmp_path, whole):
    with pytest.raises(InputBroken):
        records(tmp_path, LEDGER[:whole])


def test_line_breaks_of_dos_and_its_end_of_file(tmp_path):
    found, findings = records(tmp_path, LEDGER.replace("\n", "\r\n").encode() + b"\x1a")

    assert len(found) == 3
    assert not findings.examples.get("unknown-line-type")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#TRANS 5060 {} 10", ["#TRANS", "5060", "", "10"]),
        ('#VER "" 1 "a b"', ["#VER", "", "1", "a b"]),
        ('#FNAMN "a \\\\ b"', ["#FNAMN", "a \\ b"]),
        ('#FNAMN "aldrig slut', ["#FNAMN", "aldrig", "slut"]),
        ("#", ["#"]),
        ("", []),
    ],
)
def test_fields_of_a_line(line, expected):
    assert fields(line) == expected


def test_the_content_tells_what_it_is_whatever_the_name(tmp_path):
    for name in ("bok.se", "bok.si", "bok.txt"):
        path = tmp_path / name
        path.write_bytes(LEDGER.encode("cp437"))

        assert sniff(path).format == "sie"
        assert sniff(path).tables[0].header == COLUMNS
