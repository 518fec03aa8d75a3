"""What a person's YAML can have wrong is told in Swedish, with what to do."""

from __future__ import annotations

import pytest

from ocds_sv.errors import MappingError
from ocds_sv.mapping import Mapping


@pytest.fixture
def refusal(tmp_path):
    """What is said of a mapping of these bytes, in Swedish."""

    def of(content: bytes) -> str:
        (tmp_path / "m.yaml").write_bytes(content)
        with pytest.raises(MappingError) as caught:
            Mapping.load(tmp_path / "m.yaml")
        return caught.value.text("sv")

    return of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b\n\tc: d\n", "m.yaml:2:1: ogiltig YAML: indrag görs med mellanslag, inte med tabb"),
        ('title: "x\n', "ett citattecken fattas"),
        ("title: Avtal: 2024\n", "ett kolon får inte stå här; sätt texten inom citattecken"),
        ("title: @x\n", "tecknet får inte börja en text"),
        ("title: *x\n", "namnet efter *"),
        ("a: {b: c\nd: [e}\n", "här väntas ett komma eller"),
        ("a: [b\n", "här väntas ett komma eller ]"),
        ("a: b\n c: d\n", "ett kolon får inte stå här"),
        ("a:\n  - b\n  c: d\n", "här väntas ett bindestreck"),
        ("a: b\nc\n", "här väntas ett kolon efter nyckeln"),
        ("  a: b\nc: d\n", "här börjar något som inte hör till det ovanför"),
        ('a: "C:\\mapp"\n', "omvänt snedstreck"),
    ],
)
def test_what_is_wrong_is_said_in_swedish(refusal, text: str, said: str) -> None:
    assert said in refusal(text.encode())


@pytest.mark.parametrize(
    "content", ["title: Åäö\n".encode("cp1252"), "title: Åäö\n".encode("utf-16"), b"PK\x03\x04\xff\xfe", b"a: \x01\n"]
)
def test_what_is_not_utf_8_is_to_be_saved_as_it(refusal, content: bytes) -> None:
    assert "spara den som UTF-8" in refusal(content)
