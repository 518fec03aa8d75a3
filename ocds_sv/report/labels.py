"""The words that several renderings share, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocds_sv.report.figures import number

LABELS: dict[str, dict[str, str]] = {
    "acceptable": {"sv": "Godtagbar", "en": "Acceptable"},
    "fits-schema": {"sv": "Följer schemat", "en": "Fits the schema"},
    "reject": {"sv": "Inte godtagbar", "en": "Not acceptable"},
    "undefined": {"sv": "Ofullständig kontroll", "en": "Incomplete check"},
    "blocker": {"sv": "Stoppar", "en": "Blocker"},
    "error": {"sv": "Fel", "en": "Error"},
    "warning": {"sv": "Varning", "en": "Warning"},
    "notice": {"sv": "Anmärkning", "en": "Notice"},
    "info": {"sv": "Upplysning", "en": "Info"},
    "pass": {"sv": "Utan fynd", "en": "No findings"},
    "fail": {"sv": "Fynd", "en": "Findings"},
    "na": {"sv": "Ej tillämplig", "en": "Not applicable"},
    "skipped": {"sv": "Överhoppad", "en": "Skipped"},
    "system_error": {"sv": "Kunde inte köras", "en": "Could not run"},
    "open": {"sv": "Ej avgjort", "en": "Not decided"},
    "new": {"sv": "Nytt", "en": "New"},
    "persisting": {"sv": "Kvar", "en": "Persisting"},
    "fixed": {"sv": "Åtgärdat", "en": "Fixed"},
    "waived": {"sv": "Undantaget", "en": "Waived"},
    "converter": {"sv": "Konverteringen", "en": "Converter"},
    "mapping": {"sv": "Mappningen", "en": "Mapping"},
    "source-system": {"sv": "Källsystemet", "en": "Source system"},
    "publisher": {"sv": "Utgivaren", "en": "Publisher"},
    "release": {"sv": "Releasen", "en": "Release"},
    "parties": {"sv": "Parter", "en": "Parties"},
    "planning": {"sv": "Planering", "en": "Planning"},
    "tender": {"sv": "Upphandling", "en": "Tender"},
    "award": {"sv": "Tilldelning", "en": "Award"},
    "contract": {"sv": "Kontrakt", "en": "Contract"},
    "implementation": {"sv": "Genomförande", "en": "Implementation"},
    "severity": {"sv": "Allvar", "en": "Severity"},
    "rule": {"sv": "Regel", "en": "Rule"},
    "message": {"sv": "Vad som är fel", "en": "What is wrong"},
    "source file": {"sv": "Källans fil", "en": "Source file"},
    "sheet": {"sv": "Blad", "en": "Sheet"},
    "row": {"sv": "Rad", "en": "Row"},
    "column": {"sv": "Kolumn", "en": "Column"},
    "header": {"sv": "Rubrik", "en": "Header"},
    "more cells": {"sv": "Fler celler", "en": "More cells"},
    "ocid": {"sv": "ocid", "en": "ocid"},
    "release id": {"sv": "Release-id", "en": "Release id"},
    "pointer": {"sv": "Plats i releasen", "en": "Place in the release"},
    "file": {"sv": "OCDS-fil", "en": "OCDS file"},
    "line": {"sv": "OCDS-rad", "en": "OCDS line"},
    "fix": {"sv": "Så rättas det", "en": "How to mend it"},
    "owner": {"sv": "Vem", "en": "Who"},
    "status": {"sv": "Sedan sist", "en": "Since last"},
    "failed": {"sv": "Fynd i regeln", "en": "Findings of the rule"},
    "fingerprint": {"sv": "Fingeravtryck", "en": "Fingerprint"},
    "outcome": {"sv": "Utfall", "en": "Outcome"},
    "checked": {"sv": "Granskade", "en": "Looked at"},
    "rate": {"sv": "Andel", "en": "Share"},
    "releases": {"sv": "Releaser", "en": "Releases"},
    "processes": {"sv": "Upphandlingar", "en": "Processes"},
    "shown": {"sv": "Exempel", "en": "Examples"},
    "reason": {"sv": "Skäl", "en": "Reason"},
    "dimension": {"sv": "Slag", "en": "Kind"},
    "structure": {"sv": "Struktur", "en": "Structure"},
    "references": {"sv": "Hänvisningar", "en": "References"},
    "coherence": {"sv": "Samstämmighet", "en": "Coherence"},
    "content": {"sv": "Innehåll", "en": "Content"},
    "distribution": {"sv": "Fördelning", "en": "Distribution"},
    "editions": {"sv": "Utgåvor", "en": "Editions"},
    "identity": {"sv": "Identiteter", "en": "Identities"},
    "package": {"sv": "Paket", "en": "Packages"},
    "privacy": {"sv": "Personuppgifter", "en": "Personal data"},
    "record": {"sv": "Poster", "en": "Records"},
    "sweden": {"sv": "Sverige", "en": "Sweden"},
    "number": {"sv": "Nummer", "en": "Number"},
    "what": {"sv": "Vad regeln säger", "en": "What the rule says"},
    "path": {"sv": "Fält", "en": "Field"},
    "stage": {"sv": "Skede", "en": "Stage"},
    "objects": {"sv": "Möjliga", "en": "Possible"},
    "filled": {"sv": "Ifyllda", "en": "Filled"},
    "question": {"sv": "Fråga", "en": "Question"},
    "group": {"sv": "Grupp", "en": "Group"},
    "computable": {"sv": "Går att svara på", "en": "Can be answered"},
    "missing": {"sv": "Saknas", "en": "Missing"},
    "yes": {"sv": "ja", "en": "yes"},
    "no": {"sv": "nej", "en": "no"},
    "summary": {"sv": "Sammanfattning", "en": "Summary"},
    "issues": {"sv": "Fynd", "en": "Issues"},
    "rules": {"sv": "Regler", "en": "Rules"},
    "coverage": {"sv": "Ifyllda fält", "en": "Coverage"},
    "indicators": {"sv": "Indikatorer", "en": "Indicators"},
    "flags": {"sv": "Varningsflaggor", "en": "Red flags"},
    "verdict": {"sv": "Omdöme", "en": "Verdict"},
    "complete": {"sv": "Allt är granskat", "en": "Everything was checked"},
    "as of": {"sv": "Per den", "en": "As of"},
    "version": {"sv": "Version", "en": "Version"},
    "profile": {"sv": "Profil", "en": "Profile"},
    "schema-only": {
        "sv": "Bara schemat är granskat: inte personnummer, kvalitet eller täckning.",
        "en": "The schema alone was asked: not personal numbers, quality or coverage.",
    },
    "inputs": {"sv": "Filer", "en": "Files"},
    "dates": {"sv": "Datum", "en": "Dates"},
    "actions": {"sv": "Att göra först", "en": "What to do first"},
    "baseline": {"sv": "Jämfört med", "en": "Compared with"},
    "findings": {"sv": "Fynd", "en": "Findings"},
    "title": {"sv": "Granskning av OCDS-data", "en": "Check of OCDS data"},
    "broken": {"sv": "Kunde inte läsas", "en": "Could not be read"},
    "clean": {"sv": "Inga fynd.", "en": "No findings."},
    "clean-partly": {"sv": "Inga fynd i det som kunde läsas.", "en": "No findings in what could be read."},
    "nothing-read": {
        "sv": "Ingenting kunde läsas, så ingenting är granskat.",
        "en": "Nothing could be read, so nothing has been checked.",
    },
    "examples": {"sv": "{shown} av {failed} visas", "en": "{shown} of {failed} shown"},
    "of": {"sv": "{failed} av {checked}", "en": "{failed} of {checked}"},
    "in releases": {
        "sv": "{failed} i {releases} av {checked} releaser",
        "en": "{failed} in {releases} of {checked} releases",
    },
    "in packages": {
        "sv": "{failed} i {releases} av {checked} paket",
        "en": "{failed} in {releases} of {checked} packages",
    },
    "in records": {
        "sv": "{failed} i {releases} av {checked} poster",
        "en": "{failed} in {releases} of {checked} records",
    },
    "market": {"sv": "Marknaden", "en": "The market"},
    "competition": {"sv": "Konkurrens", "en": "Competition"},
    "suppliers": {"sv": "Leverantörer", "en": "Suppliers"},
    "integrity": {"sv": "Oegentligheter", "en": "Integrity"},
    "efficiency": {"sv": "Effektivitet", "en": "Efficiency"},
    "money": {"sv": "Pengar", "en": "Money"},
    "bids": {"sv": "Anbud", "en": "Bids"},
    "buyer": {"sv": "Köpare", "en": "Buyer"},
    "procuringEntity": {"sv": "Upphandlande organisation", "en": "Procuring entity"},
    "tenderer": {"sv": "Anbudsgivare", "en": "Tenderer"},
    "supplier": {"sv": "Leverantör", "en": "Supplier"},
    "payer": {"sv": "Betalare", "en": "Payer"},
    "payee": {"sv": "Betalningsmottagare", "en": "Payee"},
    "basic": {"sv": "grundnivå", "en": "basic"},
    "intermediate": {"sv": "mellannivå", "en": "intermediate"},
    "advanced": {"sv": "avancerad nivå", "en": "advanced"},
    "delivery": {"sv": "Leverans", "en": "Delivery"},
}
"""Key → language → words."""


def label(key: str, lang: str) -> str:
    """The words for ``key`` in ``lang``; a key that has none stands for itself."""
    words = LABELS.get(key)
    return words[lang] if words is not None else key


_IN = {"release": "in releases", "package": "in packages", "record": "in records"}


def counted(result: Mapping[str, Any], lang: str) -> str:
    """How much a rule found in what it looked at; in a release, a package or a record it may be several faults."""
    counts = {key: number(result[key], lang) for key in ("failed", "releases", "checked")}
    return label(_IN.get(result["unit"], "of"), lang).format(**counts)


def labels(lang: str) -> dict[str, str]:
    """Every key's words in ``lang``."""
    return {key: words[lang] for key, words in LABELS.items()}
