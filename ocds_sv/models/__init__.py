"""
OCDS as Pydantic models, for people who build or read releases in Python.

    >>> from ocds_sv.models import Release
    >>> release = Release.model_validate_json(text)
    >>> release.tender.value.amount
    Decimal('1250000.50')

The conversion itself does not use them.
"""

from ocds_sv.models._generated import (
    Address,
    Amendment,
    Award,
    Budget,
    Change,
    Classification,
    ContactPoint,
    Contract,
    Document,
    Identifier,
    Implementation,
    Item,
    LinkedRelease,
    Milestone,
    Organization,
    OrganizationReference,
    Period,
    Planning,
    Publisher,
    Record,
    RecordPackage,
    RelatedProcess,
    Release,
    ReleasePackage,
    Tender,
    Transaction,
    Unit,
    Value,
)
from ocds_sv.models.base import OcdsModel

__all__ = [
    "Address",
    "Amendment",
    "Award",
    "Budget",
    "Change",
    "Classification",
    "ContactPoint",
    "Contract",
    "Document",
    "Identifier",
    "Implementation",
    "Item",
    "LinkedRelease",
    "Milestone",
    "OcdsModel",
    "Organization",
    "OrganizationReference",
    "Period",
    "Planning",
    "Publisher",
    "Record",
    "RecordPackage",
    "RelatedProcess",
    "Release",
    "ReleasePackage",
    "Tender",
    "Transaction",
    "Unit",
    "Value",
]
