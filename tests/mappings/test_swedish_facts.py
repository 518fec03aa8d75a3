"""What the shipped mappings make of Swedish facts that change or do not hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import ocds_sv

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
EXAMPLE = MAPPINGS / "uhm-upphandlingar" / "examples" / "number_of_procurements.csv"
PROCUREMENTS = "uhm-upphandlingar/procurements"


def converted(text: str, folder: Path, mapping: str) -> tuple[list[dict[str, Any]], Counter[str]]:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    conversion = ocds_sv.convert(str(path), mapping)
    releases = list(conversion)
    return releases, Counter({found["rule"]: found["count"] for found in conversion.run.findings.json()})


def test_a_procedure_is_told_when_the_law_did_not_have_it_and_kept(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8-sig")
    then, told_then = converted(text, tmp_path, PROCUREMENTS)
    now, told_now = converted(text.replace("2021-01-", "2024-01-"), tmp_path, PROCUREMENTS)

    assert "procedure-out-of-force" not in told_then
    assert told_now["procedure-out-of-force"] == text.count("Urvalsförfarande") + text.count("Förenklat förfarande")
    assert told_now["procedure-out-of-force"] > 0
    for old, new in zip(then, now, strict=True):
        for field in ("procurementMethod", "procurementMethodDetails"):
            assert old["tender"].get(field) == new["tender"].get(field)


def test_a_cpv_code_that_does_not_exist_is_told_and_kept_and_one_without_label_is_named(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8-sig")
    strange, told = converted(text.replace("90910000 Städning;", "90919999 Påhittat;"), tmp_path, PROCUREMENTS)
    bare, _ = converted(text.replace("90910000 Städning;", "90910000-9;"), tmp_path, PROCUREMENTS)

    assert told["unknown-cpv-code"] > 0
    assert classification(strange) == {"scheme": "CPV", "id": "90919999", "description": "Påhittat"}
    assert classification(bare) == {"scheme": "CPV", "id": "90910000", "description": "Städning"}


def classification(releases: list[dict[str, Any]]) -> dict[str, str]:
    return next(release["tender"]["items"][0]["classification"] for release in releases if "tender" in release)


LEDGER = """kopare_id;kopare;verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;belopp;datum
212000-9994;Påhittade kommun;V1;Prøve Test A/S;{number};6065;Städtjänster;900,00;2024-07-02
"""


def test_a_supplier_from_abroad_has_the_number_of_its_register(tmp_path: Path) -> None:
    right, told_right = converted(LEDGER.format(number="DK 12345674"), tmp_path, "leverantorsreskontra")
    wrong, told_wrong = converted(LEDGER.format(number="DK 12345678"), tmp_path, "leverantorsreskontra")

    assert right[0]["parties"][1]["additionalIdentifiers"] == [
        {"scheme": "VAT", "id": "DK12345674"},
        {"scheme": "DK-CVR", "id": "12345674"},
    ]
    assert wrong[0]["parties"][1]["additionalIdentifiers"] == [{"scheme": "VAT", "id": "DK12345678"}]
    assert "wrong-foreign-number" not in told_right
    assert told_wrong["wrong-foreign-number"] == 1


def test_an_org_id_in_place_of_a_number_is_the_supplier_s_own(tmp_path: Path) -> None:
    found, told = converted(LEDGER.format(number="GB-COH-SC123456"), tmp_path, "leverantorsreskontra")
    broken, told_broken = converted(LEDGER.format(number="GB-COH-1"), tmp_path, "leverantorsreskontra")

    assert found[0]["parties"][1]["id"] == "GB-COH-SC123456"
    assert found[0]["parties"][1]["additionalIdentifiers"] == [{"scheme": "GB-COH", "id": "SC123456"}]
    assert "wrong-foreign-number" not in told
    assert broken[0]["parties"][1]["id"].startswith("local-")
    assert told_broken["wrong-foreign-number"] > 0
