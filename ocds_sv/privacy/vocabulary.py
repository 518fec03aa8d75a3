"""What the gate writes, and which OCDS fields it treats in a way of their own."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from math import isfinite

WITHHELD_NAME = "[innehåller personuppgifter]"
"""What Swedish publishers write for a name that they withhold."""

NUMBER_MASK = "[personnummer]"
"""What stands for a personal number in running text."""

WITHHELD_ID = "withheld-"
"""How every id begins that the gate made."""

OWN_WORDS = frozenset(re.findall(r"\w+", f"{WITHHELD_NAME} {NUMBER_MASK} {WITHHELD_ID}"))
"""A name of these words alone is none that can be looked for: the gate writes them itself."""

ORGANISATION_KEYS = frozenset(
    {
        "buyer",
        "candidates",
        "funders",
        "invitedSuppliers",
        "memberOf",
        "parties",
        "payee",
        "payer",
        "procuringEntity",
        "subcontractors",
        "suppliers",
        "tenderers",
    }
)
"""Where an object is an organisation even if it has nothing but an id."""

NO_ORGANISATION_KEYS = frozenset({"contactPoint", "unit", "relatedProcesses"})
"""Where an object has a name or an identifier and yet is no organisation."""

KEPT_KEYS = frozenset({"id", "name", "roles", "address"})
"""What a withheld organisation keeps."""

KEPT_ADDRESS_KEYS = frozenset({"region", "country", "countryName"})
"""What its address keeps: too coarse to find anybody by."""

CODE_KEYS = frozenset(
    {
        "additionalProcurementCategories",
        "awardCriteria",
        "countryCode",
        "currency",
        "documentType",
        "format",
        "initiationType",
        "language",
        "mainProcurementCategory",
        "method",
        "procurementMethod",
        "relationship",
        "roles",
        "scheme",
        "status",
        "submissionMethod",
        "tag",
        "type",
    }
)
"""Codes: a person called Active must not make a release with the status ``[innehåller personuppgifter]``."""

QUANTITY_KEYS = frozenset({"quantity", "value"})
"""Numbers that count or measure; so do all keys that begin with ``amount``."""


def whole_number(value: object, key: str) -> str | None:
    """The digits of a JSON number without decimals that neither counts nor measures; ``None`` for all else."""
    if is_quantity_key(key) or isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    # An infinite float is JSON's null.
    if not isinstance(value, int) and (not isfinite(value) or value != value.__trunc__()):
        return None
    return str(abs(int(value)))


@lru_cache(maxsize=4096)
def is_identifier_key(key: str) -> bool:
    """Whether the value refers to something, so that a replacement must stay unique: ids, references and addresses."""
    return (
        key in {"id", "ocid", "uid"}
        or key.endswith(("ID", "Id", "Ids"))
        or key.startswith("related")
        or key.lower().endswith(("uri", "url"))
    )


def is_quantity_key(key: str) -> bool:
    """Whether a number there is an amount or a count, which nobody's personal number is."""
    return key in QUANTITY_KEYS or key.startswith("amount")


_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def release_token(*parts: object) -> str:
    """
    16 letters for one release, from what makes it unique in the publication, such as file, sheet and row.

    Letters only: digits could look like a personal number themselves. The same parts give the same token.
    """
    text = "\x1f".join(str(part) for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16].translate(_LETTERS)
