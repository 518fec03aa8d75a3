"""A proposed mapping loads, converts its own file to valid releases, and is as right as its documentation says."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest

import ocds_sv
from ocds_sv.conversion import Options
from ocds_sv.detection import detect
from ocds_sv.findings import Findings
from ocds_sv.inspection import Column, Table, profile
from ocds_sv.mapping import Mapping
from ocds_sv.proposal import propose
from ocds_sv.proposal.columns import guessed
from ocds_sv.proposal.recognition import SURE, Guess, guesses, knowledge, known_of
from ocds_sv.proposal.text import yaml_lines
from ocds_sv.resources import MAPPINGS
from ocds_sv.sources import SourceSpec, open_streams
from ocds_sv.sources.columns import answers

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = (".findings.json", ".releases.jsonl", ".params.json", ".answers.json")
EXAMPLES = [
    path
    for path in sorted(MAPPINGS.glob("[!_]*/examples/*"))
    # Elements of XML are no columns: there is nothing to guess from.
    if path.is_file() and not path.name.endswith((*GOLDEN, ".xml", ".sie", ".se"))
]


def tables(path: Path, spec: SourceSpec | None = None) -> Iterator[Table]:
    for stream in open_streams([path], spec or SourceSpec(), Findings()):
        yield profile(stream)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.relative_to(MAPPINGS).as_posix())
def test_the_proposal_for_an_unknown_file_loads_and_gives_valid_releases(example: Path, tmp_path: Path) -> None:
    own = example.parts[len(MAPPINGS.parts)]
    others = [known for known in knowledge() if not known.mapping.startswith(own)]
    table = next(tables(example))
    path = tmp_path / "ny.yaml"
    path.write_text("\n".join(yaml_lines(table, others, "sv")) + "\n", encoding="utf-8")

    mapping = Mapping.load(path)
    given = {name: value for name, value in GIVEN.items() if name in mapping.params}
    conversion = ocds_sv.convert(example, mapping, options=Options(params=given))
    releases = list(conversion)

    schema = jsonschema_rs.Draft4Validator(mapping.standard.schema("release"))
    assert [error.message for release in releases for error in schema.iter_errors(release)] == []
    assert conversion.run.accounted
    assert not conversion.run.unmapped


GIVEN = {
    "buyer_id": "212000-9994",
    "buyer_name": "Påhittade kommun",
    "date": "2024-01-31",
    "ocid_prefix": "ocds-abc123",
}


def wraps(folder: str) -> str:
    """The folder whose mapping this folder's includes, with the same columns in another wrapping; empty if none."""
    found = re.search(
        r"^include: \.\./(?!_)([^/]+)/", (MAPPINGS / folder / "mapping.yaml").read_text("utf-8"), re.MULTILINE
    )
    return found[1] if found else ""


def held_out() -> Iterator[tuple[str, str, list[Guess], tuple[str, ...]]]:
    """Mapping, header, guesses from all other mappings, and what the column means in its own; each header once."""
    seen = set()
    for example in EXAMPLES:
        matches = detect(example)
        if not matches:
            continue
        name = matches[0].name
        if wraps(name.partition("/")[0]):
            continue
        mapping = Mapping.load(name)
        others = [
            known for known in knowledge() if known.mapping != name and not wraps(known.mapping.partition("/")[0])
        ]
        meanings = {known.column: known.meanings for known in known_of(mapping)}
        for table in tables(example, mapping.source):
            headers = [column.name for column in table.columns]
            for column, position in answers(headers, mapping.source.columns).items():
                header = headers[position]
                if column in meanings and (name, header) not in seen:
                    seen.add((name, header))
                    yield name, header, guesses(table.columns[position], others), meanings[column]


def test_first_guesses_are_as_right_as_the_documentation_says() -> None:
    told = [(found and found[0].meaning in meanings, found) for _, _, found, meanings in held_out()]
    share = sum(bool(right) for right, _ in told) / len(told)
    docs = (ROOT / "docs" / "unknown-file.md").read_text(encoding="utf-8")
    documented = re.search(r"(\d+) % of (\d+) columns", docs)

    assert share >= 0.8
    assert documented is not None
    assert (int(documented[1]), int(documented[2])) == (math.floor(share * 100), len(told))
    assert all(len(found) > 1 for right, found in told if not right)


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Avtalsstart", "contracts/period/startDate"),
        ("Gäller från", "contracts/period/startDate"),
        ("Avtalsslut", "contracts/period/endDate"),
        ("Gäller till", "contracts/period/endDate"),
        ("Slut efter förlängning", "contracts/period/maxExtentDate"),
        ("Max till", "contracts/period/maxExtentDate"),
        ("Undertecknat", "contracts/dateSigned"),
    ],
)
def test_which_end_of_a_period_a_date_is_the_header_s_words_say(header: str, meaning: str) -> None:
    column = Column(header)
    for cell in ("2024-01-31", "2025-12-31", "tills vidare"):
        column.see(cell)

    found = guesses(column, [])

    assert found[0].meaning == meaning
    assert len(found) > 1


def test_a_column_of_cpv_codes_becomes_a_classification_with_its_scheme(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nr;Leverantör;CPV\nA-1;Åkerbärets Städ AB;90910000-9\n", encoding="utf-8")

    text = propose(next(tables(path)))

    assert re.search(r'scheme: CPV\s+id: "\{cpv\|cpv\}"', text)


def test_a_column_is_known_by_its_header_or_else_by_its_values() -> None:
    column = Column("Lev. org.nr")
    for cell in ("556091-2148", "556012-5790"):
        column.see(cell)
    nameless = Column("X17")
    nameless.see("556091-2148")

    assert guesses(column, knowledge())[0].meaning == "parties[supplier]/identifier/id"
    assert (guesses(nameless, knowledge())[0].meaning, guesses(nameless, knowledge())[0].confidence) == (
        "parties[supplier]/identifier/id",
        SURE,
    )


def test_no_meaning_is_given_twice_and_the_surest_column_has_it() -> None:
    table = Table("f", None, {}, 1, 1, Counter(), [Column("Leverantörens fulla namn"), Column("Leverantör")])

    first, second = guessed(table, knowledge())

    assert second.guess is not None
    assert second.guess.meaning == "parties[supplier]/name"
    assert first.guess is None or first.guess.meaning != second.guess.meaning


@pytest.mark.parametrize("header", ["Ansvarig", "Avtalstecknare", "Kontaktperson", "E-post", "Handläggare inköp"])
def test_a_column_that_may_name_a_person_is_left_out_with_that_reason(header: str) -> None:
    table = Table("f", None, {}, 1, 1, Counter(), [Column(header), Column("Leverantör")])

    assert guessed(table, knowledge())[0].guess is None
    assert "may name a person" in propose(table)


def test_nothing_of_the_values_is_shown_and_nested_objects_are_questions(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"rader": [{"Hemligt": "Anna Andersson 811228-9874", "inre": {"djup": 1}, "b.c": 2}]}', encoding="utf-8"
    )

    text = propose(next(tables(path)))

    assert "Anna" not in text
    assert "811228" not in text
    assert '"inre": "QUESTION' in text
    assert "djup" not in text


@pytest.mark.parametrize("header", ['"citat"', "back\\slash", "a: b", "#", "- x", "{hål}", "å*", "123", "ja", "null"])
def test_any_header_can_be_written(header: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        propose(Table("f", None, {}, 0, 0, Counter(), [Column(header), Column("Belopp")])), encoding="utf-8"
    )

    assert header in Mapping.load(path).unmapped
