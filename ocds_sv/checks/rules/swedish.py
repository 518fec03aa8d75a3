"""Swedish identifiers of organisations."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import text
from ocds_sv.findings import Severity
from ocds_sv.sweden.identity import Kind, classify, mask_text, placeholders

_SWEDISH = ("https://org-id.guide/list/SE-ON",)
_RETIRED = ("SE-BLV", "SE-KK")
_SCHEMES = ("SE-ON", *_RETIRED)


@rule(
    "Identifier",
    Severity.WARNING,
    "identity",
    says=("the scheme {scheme} is retired", "schemat {scheme} används inte längre"),
    fix=("Use SE-ON.", "Använd SE-ON."),
    sources=_SWEDISH,
    needs=("scheme",),
    reads=("scheme", "id"),
)
def retired_swedish_scheme(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    The scheme SE-BLV or SE-KK, which SE-ON has replaced.

    Refused:

        {"scheme": "SE-BLV", "id": "556091-2148"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}
    """
    if identifier["scheme"] in _RETIRED:
        yield Fault("scheme", scheme=identifier["scheme"])


@rule(
    "Identifier",
    Severity.ERROR,
    "identity",
    says=("'{id}' is no organisationsnummer: {reason}", "'{id}' är inget organisationsnummer: {reason_sv}"),
    fix=("Mend the number in the source.", "Rätta numret i källan."),
    sources=_SWEDISH,
    needs=("id", "scheme"),
    reads=("scheme", "id"),
)
def wrong_organisation_number(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    A Swedish organisation's number has a wrong form or a wrong check digit, or is what people type when they have none.

    Refused:

        {"scheme": "SE-ON", "id": "556091-2149"}

        {"scheme": "SE-ON", "id": "12345"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}

        {"scheme": "DK-CVR", "id": "12345678"}
    """
    if identifier["scheme"] not in _SCHEMES:
        return
    number = text(identifier["id"])
    found = classify(number)
    if not number or found.personal:
        return
    if found.number is None or found.kind not in {Kind.LEGAL, Kind.ESTATE}:
        yield Fault("id", id=mask_text(number[:40]), reason="wrong form", reason_sv="fel form")
    elif found.number.replace("-", "") in placeholders():
        yield Fault("id", id=number[:40], reason="a placeholder", reason_sv="en utfyllnad")
    elif not found.check_digit:
        yield Fault("id", id=number[:40], reason="wrong check digit", reason_sv="fel kontrollsiffra")


@rule(
    "Identifier",
    Severity.NOTICE,
    "identity",
    says=("'{id}' is written without its hyphen", "'{id}' är skrivet utan bindestreck"),
    fix=(
        "Write NNNNNN-NNNN, as org-id.guide does: ids are compared as texts.",
        "Skriv NNNNNN-NNNN, som org-id.guide: id jämförs som text.",
    ),
    sources=_SWEDISH,
    needs=("id", "scheme"),
    reads=("scheme", "id"),
)
def organisation_number_in_another_form(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    A right number in another form than NNNNNN-NNNN.

    Refused:

        {"scheme": "SE-ON", "id": "5560912148"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}
    """
    if identifier["scheme"] != "SE-ON":
        return
    number = text(identifier["id"])
    found = classify(number)
    if found.kind is Kind.LEGAL and found.check_digit and found.number not in {None, number}:
        yield Fault("id", id=number[:40])


RULES = (retired_swedish_scheme, wrong_organisation_number, organisation_number_in_another_form)
