"""Every template asks in one place for all it does not know; answered with invented headers it gives valid releases."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ocds_sv.conversion import Options, Run, convert_files
from ocds_sv.detection import detect
from ocds_sv.errors import MappingError
from ocds_sv.mapping import Mapping, find, portable, templates
from ocds_sv.mapping.names import shipped_names
from ocds_sv.proposal.recognition import knowledge

TEMPLATES = [shipped.name for shipped in templates()]
BUYER = {"buyer_id": "212000-9994", "buyer_name": "Påhittade kommun"}
PROCUREMENT = {
    "referens": "Vårt nummer",
    "titel": "Det vi köper",
    "publicerad": "Ut på webben",
    "leverantor": "Vem vann",
    "leverantor_orgnr": "Vinnarens nummer",
    "avtalsvarde": "Pris",
    "sista_anbudsdag": "Senast",
    "cpv": "Koder",
    "status": "Läge",
    "forfarande": "Hur",
    "ramavtal": "Ram",
    "organisation": "Vem",
}
LEDGER = {
    "forvaltning": "Vem",
    "leverantor": "Till vem",
    "leverantor_id": "Nr",
    "verifikationsnummer": "Löp",
    "konto_nr": "Konto och text",
    "belopp": "Kr",
}

Answer = Callable[..., Path]
Convert = Callable[..., tuple[Run, list[dict[str, Any]]]]


@pytest.fixture
def answered(tmp_path: Path, answered_copy: Callable[..., Path]) -> Answer:
    """A copy of a template with answers by column, and ``saknas`` where there is none."""
    return lambda name, answers: answered_copy(name, answers, tmp_path / "min.yaml")


@pytest.fixture
def converted(
    answered: Answer,
    tmp_path: Path,
    schema_of: Callable[..., Any],
    read_releases: Callable[..., Any],
    unresolved: Callable[..., Any],
) -> Convert:
    """The run and the releases of a file, checked against the standard, and nothing of the file unsaid."""

    def run(name: str, answers: dict[str, str], content: str, file: str = "a.csv", **params: str) -> Any:
        source, output = tmp_path / file, tmp_path / "out.jsonl"
        source.write_bytes(content.encode("iso-8859-1" if file.endswith(".txt") else "utf-8"))
        mapping = answered(name, answers)
        done = convert_files(
            [str(source)], Options(mapping=str(mapping), output=str(output), params={**BUYER, **params})
        )
        releases = list(read_releases(output))
        validator = schema_of(str(mapping))
        assert [error.message for release in releases for error in validator.iter_errors(release)] == []
        assert [fault for release in releases for fault in unresolved(release)] == []
        assert done.accounted
        assert not done.unmapped
        return done, releases

    return run


def csv(header: dict[str, str], *rows: dict[str, str]) -> str:
    lines = [header.values(), *([row.get(name, "") for name in header] for row in rows)]
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


@pytest.mark.parametrize("name", TEMPLATES)
def test_an_unanswered_template_is_one_error_with_every_question(name: str, question: re.Pattern[str]) -> None:
    asked = [found[2] for found in question.finditer(portable(find(name)))]

    with pytest.raises(MappingError) as raised:
        Mapping.load(name)

    told = [fault.path.rpartition(".")[2] for fault in raised.value.faults]
    assert asked
    assert sorted(told) == sorted([*asked, ""])
    for lang in ("sv", "en"):
        assert f"ocds-sv mapping copy {name} " in raised.value.text(lang)
    assert all("?" in fault.sv and "?" in fault.en and fault.sv != fault.en for fault in raised.value.faults[1:])


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_that_it_is_one(name: str) -> None:
    mapping = Mapping.load(name, unanswered=True)

    assert re.search(r"\bMall\b", mapping.description)
    assert name not in shipped_names()
    assert name not in {known.mapping for known in knowledge()}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_never_recognised(name: str, tmp_path: Path) -> None:
    mapping = Mapping.load(name, unanswered=True)
    path = tmp_path / "a.csv"
    path.write_text(";".join(mapping.source.columns) + "\n" + ";".join("1" for _ in mapping.source.columns) + "\n")

    assert name not in {match.name for match in detect(path)}


def test_a_column_without_which_there_is_no_release_cannot_be_left_out(answered: Answer) -> None:
    with pytest.raises(MappingError) as raised:
        Mapping.load(answered("direktupphandlingslista", {}))

    paths = [fault.path for fault in raised.value.faults]
    assert paths == [f"source.columns.{name}" for name in ("referens", "vad", "datum", "leverantor")]


PROCUREMENT_ROWS = (
    {
        "referens": "K-2024/17",
        "titel": "Städning",
        "publicerad": "2024-03-01",
        "leverantor": "Åkerbärets Städ AB",
        "leverantor_orgnr": "559999-9017",
        "avtalsvarde": "1 250 000,00",
        "sista_anbudsdag": "2024-04-01\nOm 9 dagar",
        "cpv": "90910000{0}90911000-6 Städning",
        "forfarande": "Öppet förfarande",
        "ramavtal": "Ja",
        "organisation": "Tekniska nämnden",
    },
    {
        "referens": "K-2024/17",
        "titel": "Städning",
        "publicerad": "2024-03-01",
        "leverantor": "Östanvinds El AB",
        "sista_anbudsdag": "2024-04-01\nOm 9 dagar",
        "cpv": "90910000{0}90911000-6 Städning",
        "forfarande": "Öppet förfarande",
        "ramavtal": "Ja",
        "organisation": "Tekniska nämnden",
    },
    {"referens": "K-2024/18", "titel": "Papper", "publicerad": "2024-05-02", "ramavtal": "Nej"},
)


@pytest.mark.parametrize(
    ("name", "mark", "status", "expected"),
    [
        ("tendsign-upphandlingar", ";", "Utvärdera", "active"),
        ("e-avrop-upphandlingar", ";", "Tilldelad", "complete"),
        ("kommersannons-upphandlingar", ", ", "Avbruten", "cancelled"),
    ],
)
def test_a_procurement_export_gives_procurements(
    name: str, mark: str, status: str, expected: str, converted: Convert
) -> None:
    rows = [{k: v.replace("{0}", mark) for k, v in {**row, "status": status}.items()} for row in PROCUREMENT_ROWS]

    run, (first, second) = converted(name, PROCUREMENT, csv(PROCUREMENT, *rows))

    assert (run.rows, run.converted) == (3, 3)
    assert first["ocid"] == "ocds-213czf-212000-9994-k-2024-17"
    assert first["tag"] == ["tender", "award"]
    assert [award["suppliers"][0]["name"] for award in first["awards"]] == ["Åkerbärets Städ AB", "Östanvinds El AB"]
    assert first["awards"][0]["value"] == {"amount": 1250000.00, "currency": "SEK"}
    tender = first["tender"]
    assert [item["id"] for item in tender["items"]] == ["90910000", "90911000"]
    assert tender["tenderPeriod"]["endDate"] == "2024-04-01T23:59:59+02:00"
    assert (tender["status"], tender["procurementMethod"]) == (expected, "open")
    assert tender["techniques"] == {"hasFrameworkAgreement": True}
    assert tender["procuringEntity"]["name"] == "Tekniska nämnden"
    assert (second["tag"], "awards" in second) == (["tender"], False)
    assert second["tender"]["procuringEntity"]["name"] == "Påhittade kommun"


def test_kommersannons_dates_with_their_offset_are_understood(converted: Convert) -> None:
    answers = {"referens": "A", "titel": "B", "publicerad": "C", "upphandlings_id": "D"}
    row = {"referens": "1", "titel": "Taxi", "publicerad": "02/05/2024 14:30 +02:00", "upphandlings_id": "KA785"}

    _, (release,) = converted("kommersannons-upphandlingar", answers, csv(answers, row))

    assert (release["ocid"], release["date"]) == ("ocds-213czf-KA785", "2024-05-02T14:30:00+02:00")


def amounts(release: dict[str, Any]) -> list[Decimal]:
    payments = release["contracts"][0]["implementation"]["transactions"]
    return [Decimal(str(payment["value"]["amount"])) for payment in payments]


LEDGER_ROWS = (
    {
        "forvaltning": "Skolan",
        "leverantor": "Åkerbärets Städ AB",
        "leverantor_id": "559999-9017",
        "verifikationsnummer": "1",
        "konto_nr": "6065 Städtjänster",
        "belopp": "900,50",
    },
    {
        "forvaltning": "Skolan",
        "leverantor": "Testa Testssons Måleri",
        "leverantor_id": "811228-9874",
        "verifikationsnummer": "2",
        "konto_nr": "5070 Målning",
        "belopp": "-4 200,00",
    },
    {"forvaltning": "Summa", "belopp": "-3 299,50"},
)


@pytest.mark.parametrize("name", ["proceedo-reskontra", "visma-ror-reskontra", "agresso-levstat"])
def test_a_ledger_report_gives_payments_and_its_sum_is_none(name: str, converted: Convert) -> None:
    run, (first, second) = converted(name, LEDGER, csv(LEDGER, *LEDGER_ROWS), file="levstat 2024-03.csv")

    assert run.skipped["sum-row"] == 1
    contract = first["contracts"][0]
    assert contract["items"][0]["classification"] == {"scheme": "KONTO", "id": "6065", "description": "Städtjänster"}
    (payment,) = contract["implementation"]["transactions"]
    assert (payment["value"]["amount"], payment["date"]) == (900.5, "2024-03-31T23:59:59+02:00")
    assert second["parties"][2]["name"] == "[innehåller personuppgifter]"
    assert sum(amounts(first) + amounts(second)) == Decimal("-3299.5")


def test_a_fixed_width_posting_file_of_raindance_gives_payments(converted: Convert) -> None:
    def posting(account: str, ore: str, sign: str) -> str:
        fields = {3: account, 13: "Skolan", 23: "210", 125: ore.rjust(15), 140: sign, 145: "Fritext"}
        line = ["K", *" " * 179]
        for start, text in fields.items():
            line[start - 1 : start - 1 + len(text)] = text
        return "".join(line).rstrip()

    lines = [
        "H V0001 240131Åkerbärets Städ AB            559999-9017",
        posting("46001", "12345", " "),
        posting("46002", "99", "-"),
        "H V0002 1799-12-31",
    ]
    answers = {"verifikation": "3-7", "datum": "9-14", "leverantor": "15-44", "leverantor_id": "45-"}

    run, (release,) = converted("raindance-reskontra", answers, "\r\n".join([*lines, ""]), file="fil.txt")

    transactions = release["contracts"][0]["implementation"]["transactions"]
    assert [one["value"]["amount"] for one in transactions] == [123.45, -0.99]
    assert release["parties"][-1]["identifier"]["id"] == "559999-9017"
    assert (run.rows, run.findings.counts["line-without-records"]) == (2, 1)


def test_a_list_of_direct_awards_gives_awards(converted: Convert) -> None:
    answers = {
        "referens": "Dnr",
        "vad": "Vad",
        "datum": "När",
        "leverantor": "Vem",
        "leverantor_orgnr": "Orgnr",
        "belopp": "Hur mycket",
        "skal": "Varför",
        "tillfragade": "Antal tillfrågade",
    }
    row = dict(
        zip(
            answers,
            ("D 1", "Stolar", "2024-02-03", "Östanvinds El AB", "5599999025", "99000", "Brådska", "3"),
            strict=True,
        )
    )

    _, (release,) = converted("direktupphandlingslista", answers, csv(answers, row))

    assert release["tender"]["procurementMethod"] == "direct"
    assert release["tender"]["procurementMethodRationale"] == "Brådska"
    assert release["tender"]["numberOfTenderers"] == 3
    assert release["awards"][0]["value"]["amount"] == 99000


def test_a_plan_gives_plans(converted: Convert) -> None:
    answers = {"referens": "Dnr", "titel": "Vad", "annonsdag": "Månad", "annonstid": "Kvartal", "varde": "Värde"}
    first = dict(zip(answers, ("P 1", "Lokalvård", "2025-09", "", "4 000 000"), strict=True))
    second = dict(zip(answers, ("P 2", "Papper", "", "kvartal 3 2025", ""), strict=True))

    _, releases = converted("planerade-upphandlingar", answers, csv(answers, first, second), list_date="2025-01-31")

    assert [release["tag"] for release in releases] == [["planning"], ["planning"]]
    assert {release["tender"]["status"] for release in releases} == {"planned"}
    milestones = [release["planning"]["milestones"][0] for release in releases]
    assert milestones[0]["dueDate"] == "2025-09-30T23:59:59+02:00"
    assert milestones[1]["description"] == "kvartal 3 2025"
