"""What is taken together is, one by one, what is taken one by one."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks import cutting, documents, sections
from ocds_sv.checks.cutting import Buffer
from ocds_sv.checks.documents import Piece, Section

ITEM = st.sampled_from(['{"ocid": "a"}', '{"ocid":"a","x":[{"y":"}, {\\"ocid\\""}]}', '{"b": {}}', "[7]", "7", "{"])
LINE = st.sampled_from(['{"ocid": "a"}', '{"ocid": b}', ' {"ocid": "c"}', "", "7", '{"x":', "1}", "{"])


def read(text: str, chunk: int, *, grouped: bool, path: Path | None = None) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (cutting, sections):
            patch.setattr(module, "CHUNK", chunk)
        stream = io.BytesIO(text.encode()) if path is None else path.open("rb")
        buffer = Buffer(stream, unparsed=True, grouped=grouped, path=path)
        with stream:
            return [one for found in documents._documents(buffer, "f", None) for one in apart(found)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    path = tmp_path_factory.mktemp("sections") / "in.json"

    def write(text: str) -> Path:
        path.write_bytes(text.encode())
        return path

    return write


def apart(found: object) -> list[object]:
    if not isinstance(found, Section):
        return [found]
    if found.origin is not None:
        arrived = pickle.loads(pickle.dumps(found))
        assert found.texts[0] not in pickle.dumps(found) or len(found.texts[0]) < 10
        assert arrived == found
        found = arrived
    places = [
        (*found.place[:-1], found.place[-1] + number) if found.place else () for number in range(len(found.texts))
    ]
    return [
        Piece(text, found.file, line, place) for text, line, place in zip(found.texts, found.lines, places, strict=True)
    ]


@given(st.lists(LINE, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n"]), st.sampled_from([4, 20, 10_000]))
def test_lines(written: Callable[[str], Path], lines: list[str], end: str, chunk: int) -> None:
    alone = read(end.join(lines), chunk, grouped=False)

    assert read(end.join(lines), chunk, grouped=True) == alone
    assert read(end.join(lines), chunk, grouped=True, path=written(end.join(lines))) == alone


@given(
    st.lists(ITEM, max_size=12),
    st.sampled_from([",", ", ", ",\n  "]),
    st.sampled_from(['{"releases":[%s]}', '{"records": [\n%s], "uri": "x"}', "[%s]", '{"releases":[%s']),
    st.sampled_from([4, 20, 10_000]),
)
def test_items_of_a_list(
    written: Callable[[str], Path], items: list[str], between: str, around: str, chunk: int
) -> None:
    text = around % between.join(items)

    alone = read(text, chunk, grouped=False)

    assert read(text, chunk, grouped=True) == alone
    assert read(text, chunk, grouped=True, path=written(text)) == alone


def test_neighbours_come_together() -> None:
    lines = [json.dumps({"ocid": str(number)}) for number in range(9)]

    by_line = list(documents._documents(Buffer(io.BytesIO("\n".join(lines).encode()), grouped=True), "f", None))
    package = Buffer(io.BytesIO(b'{"releases":[' + ",".join(lines).encode() + b"]}"), grouped=True, unparsed=True)
    by_item = list(documents._documents(package, "f", None))

    assert [len(one.texts) for one in by_line if isinstance(one, Section)] == [7]
    assert [(len(one.texts), one.place) for one in by_item if isinstance(one, Section)] == [(7, ("releases", 1))]
