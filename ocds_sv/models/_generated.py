"""OCDS 1.1.5 as Pydantic models; written by tools/build_models.py from schemas/ocds, do not edit."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from ocds_sv.models.base import Moment, NonEmpty, Number, OcdsModel, Unique

# fmt: off

AwardStatus = Literal[
    "pending", "active", "cancelled", "unsuccessful"
]

ContractStatus = Literal[
    "pending", "active", "cancelled", "terminated"
]

Currency = Literal[
    "ADP", "AED", "AFA", "AFN", "ALK", "ALL", "AMD", "ANG", "AOA", "AOK", "AON", "AOR", "ARA", "ARP", "ARS", "ARY",
    "ATS", "AUD", "AWG", "AYM", "AZM", "AZN", "BAD", "BAM", "BBD", "BDT", "BEC", "BEF", "BEL", "BGJ", "BGK", "BGL",
    "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BOP", "BOV", "BRB", "BRC", "BRE", "BRL", "BRN", "BRR", "BSD", "BTN",
    "BUK", "BWP", "BYB", "BYN", "BYR", "BZD", "CAD", "CDF", "CHC", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP",
    "COU", "CRC", "CSD", "CSJ", "CSK", "CUC", "CUP", "CVE", "CYP", "CZK", "DDM", "DEM", "DJF", "DKK", "DOP", "DZD",
    "ECS", "ECV", "EEK", "EGP", "ERN", "ESA", "ESB", "ESP", "ETB", "EUR", "FIM", "FJD", "FKP", "FRF", "GBP", "GEK",
    "GEL", "GHC", "GHP", "GHS", "GIP", "GMD", "GNE", "GNF", "GNS", "GQE", "GRD", "GTQ", "GWE", "GWP", "GYD", "HKD",
    "HNL", "HRD", "HRK", "HTG", "HUF", "IDR", "IEP", "ILP", "ILR", "ILS", "INR", "IQD", "IRR", "ISJ", "ISK", "ITL",
    "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAJ", "LAK", "LBP", "LKR",
    "LRD", "LSL", "LSM", "LTL", "LTT", "LUC", "LUF", "LUL", "LVL", "LVR", "LYD", "MAD", "MDL", "MGA", "MGF", "MKD",
    "MLF", "MMK", "MNT", "MOP", "MRO", "MRU", "MTL", "MTP", "MUR", "MVQ", "MVR", "MWK", "MXN", "MXP", "MXV", "MYR",
    "MZE", "MZM", "MZN", "NAD", "NGN", "NIC", "NIO", "NLG", "NOK", "NPR", "NZD", "OMR", "PAB", "PEH", "PEI", "PEN",
    "PES", "PGK", "PHP", "PKR", "PLN", "PLZ", "PTE", "PYG", "QAR", "RHD", "ROK", "ROL", "RON", "RSD", "RUB", "RUR",
    "RWF", "SAR", "SBD", "SCR", "SDD", "SDG", "SDP", "SEK", "SGD", "SHP", "SIT", "SKK", "SLL", "SOS", "SRD", "SRG",
    "SSP", "STD", "STN", "SUR", "SVC", "SYP", "SZL", "THB", "TJR", "TJS", "TMM", "TMT", "TND", "TOP", "TPE", "TRL",
    "TRY", "TTD", "TWD", "TZS", "UAH", "UAK", "UGS", "UGW", "UGX", "USD", "USN", "USS", "UYI", "UYN", "UYP", "UYU",
    "UYW", "UZS", "VEB", "VEF", "VES", "VNC", "VND", "VUV", "WST", "XAF", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD",
    "XCD", "XDR", "XEU", "XFO", "XFU", "XOF", "XPD", "XPF", "XPT", "XRE", "XSU", "XTS", "XUA", "XXX", "YDD", "YER",
    "YUD", "YUM", "YUN", "ZAL", "ZAR", "ZMK", "ZMW", "ZRN", "ZRZ", "ZWC", "ZWD", "ZWL", "ZWN", "ZWR"
]

InitiationType = Literal[
    "tender"
]

Method = Literal[
    "open", "selective", "limited", "direct"
]

MilestoneStatus = Literal[
    "scheduled", "met", "notMet", "partiallyMet"
]

ProcurementCategory = Literal[
    "goods", "works", "services"
]

ReleaseTag = Literal[
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award",
    "awardUpdate", "awardCancellation", "contract", "contractUpdate", "contractAmendment", "implementation",
    "implementationUpdate", "contractTermination", "compiled"
]

TenderStatus = Literal[
    "planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"
]

# fmt: on


class Identifier(OcdsModel):
    """What an organization is called in a register, such as its organisationsnummer (scheme SE-ON)."""

    scheme: str | None = None
    id: str | StrictInt | None = None
    legal_name: str | None = None
    uri: str | None = None


class Address(OcdsModel):
    """A postal address."""

    street_address: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country_name: str | None = None


class ContactPoint(OcdsModel):
    """Whom to ask."""

    name: str | None = None
    email: str | None = None
    telephone: str | None = None
    fax_number: str | None = None
    url: str | None = None


class Organization(OcdsModel):
    """A party to the process, with everything known about it."""

    name: str | None = None
    id: str | None = None
    identifier: Identifier | None = None
    additional_identifiers: Annotated[list[Identifier], Unique] | None = None
    address: Address | None = None
    contact_point: ContactPoint | None = None
    roles: list[str] | None = None  # codes: partyRole
    details: dict[str, Any] | None = None


class OrganizationReference(OcdsModel):
    """
    A party named by its id; the rest stands among the release's parties.

    Deprecated in the standard: ``identifier``, ``address``, ``additional_identifiers``, ``contact_point``.
    """

    name: NonEmpty | None = None
    id: str | StrictInt | None = None
    identifier: Identifier | None = None
    address: Address | None = None
    additional_identifiers: Annotated[list[Identifier], Unique] | None = None
    contact_point: ContactPoint | None = None


class Value(OcdsModel):
    """An amount of money."""

    amount: Number | None = None
    currency: Currency | None = None


class Budget(OcdsModel):
    """
    The money set aside for the process.

    Deprecated in the standard: ``source``.
    """

    id: str | StrictInt | None = None
    description: str | None = None
    amount: Value | None = None
    project: str | None = None
    project_id: str | StrictInt | None = None
    uri: str | None = None
    source: str | None = None


class Document(OcdsModel):
    """A document that belongs to the process, by its address."""

    id: NonEmpty | StrictInt
    document_type: str | None = None  # codes: documentType
    title: str | None = None
    description: str | None = None
    url: str | None = None
    date_published: Moment | None = None
    date_modified: Moment | None = None
    format: str | None = None
    language: str | None = None


class Milestone(OcdsModel):
    """
    Something to be reached by a certain date.

    Deprecated in the standard: ``documents``.
    """

    id: NonEmpty | StrictInt
    title: str | None = None
    type: str | None = None  # codes: milestoneType
    description: str | None = None
    code: str | None = None
    due_date: Moment | None = None
    date_met: Moment | None = None
    date_modified: Moment | None = None
    status: MilestoneStatus | None = None
    documents: Annotated[list[Document], Unique] | None = None


class Planning(OcdsModel):
    """What is known before anything is bought: reasons and budget."""

    rationale: str | None = None
    budget: Budget | None = None
    documents: list[Document] | None = None
    milestones: list[Milestone] | None = None


class Classification(OcdsModel):
    """A code from a classification, such as a CPV code."""

    scheme: str | None = None  # codes: itemClassificationScheme
    id: str | StrictInt | None = None
    description: str | None = None
    uri: str | None = None


class Unit(OcdsModel):
    """What a quantity counts, and what one of it costs."""

    scheme: str | None = None  # codes: unitClassificationScheme
    id: str | None = None
    name: str | None = None
    value: Value | None = None
    uri: str | None = None


class Item(OcdsModel):
    """Something bought: goods, services or works."""

    id: NonEmpty | StrictInt
    description: str | None = None
    classification: Classification | None = None
    additional_classifications: Annotated[list[Classification], Unique] | None = None
    quantity: Number | None = None
    unit: Unit | None = None


class Period(OcdsModel):
    """From when until when."""

    start_date: Moment | None = None
    end_date: Moment | None = None
    max_extent_date: Moment | None = None
    duration_in_days: StrictInt | None = None


class Change(OcdsModel):
    """One field changed by an amendment, as OCDS 1.0 wrote it."""

    property: str | None = None
    former_value: Any = Field(default=None, validation_alias="former_value", serialization_alias="former_value")


class Amendment(OcdsModel):
    """
    A formal change to a tender, an award or a contract.

    Deprecated in the standard: ``changes``.
    """

    date: Moment | None = None
    rationale: str | None = None
    id: str | None = None
    description: str | None = None
    amends_release_id: str | None = None
    release_id: str | None = None
    changes: list[Change] | None = None


class Tender(OcdsModel):
    """
    What is to be bought, and how suppliers compete for it.

    Deprecated in the standard: ``amendment``.
    """

    id: NonEmpty | StrictInt
    title: str | None = None
    description: str | None = None
    status: TenderStatus | None = None
    procuring_entity: OrganizationReference | None = None
    items: Annotated[list[Item], Unique] | None = None
    value: Value | None = None
    min_value: Value | None = None
    procurement_method: Method | None = None
    procurement_method_details: str | None = None
    procurement_method_rationale: str | None = None
    main_procurement_category: ProcurementCategory | None = None
    additional_procurement_categories: list[str] | None = None  # codes: extendedProcurementCategory
    award_criteria: str | None = None  # codes: awardCriteria
    award_criteria_details: str | None = None
    submission_method: list[str] | None = None  # codes: submissionMethod
    submission_method_details: str | None = None
    tender_period: Period | None = None
    enquiry_period: Period | None = None
    has_enquiries: StrictBool | None = None
    eligibility_criteria: str | None = None
    award_period: Period | None = None
    contract_period: Period | None = None
    number_of_tenderers: StrictInt | None = None
    tenderers: Annotated[list[OrganizationReference], Unique] | None = None
    documents: list[Document] | None = None
    milestones: list[Milestone] | None = None
    amendments: list[Amendment] | None = None
    amendment: Amendment | None = None


class Award(OcdsModel):
    """
    A decision to buy from one or more suppliers.

    Deprecated in the standard: ``amendment``.
    """

    id: NonEmpty | StrictInt
    title: str | None = None
    description: str | None = None
    status: AwardStatus | None = None
    date: Moment | None = None
    value: Value | None = None
    suppliers: Annotated[list[OrganizationReference], Unique] | None = None
    items: Annotated[list[Item], Field(min_length=1), Unique] | None = None
    contract_period: Period | None = None
    documents: Annotated[list[Document], Unique] | None = None
    amendments: list[Amendment] | None = None
    amendment: Amendment | None = None


class Transaction(OcdsModel):
    """
    A payment.

    Deprecated in the standard: ``amount``, ``provider_organization``, ``receiver_organization``.
    """

    id: NonEmpty | StrictInt
    source: str | None = None
    date: Moment | None = None
    value: Value | None = None
    payer: OrganizationReference | None = None
    payee: OrganizationReference | None = None
    uri: str | None = None
    amount: Value | None = None
    provider_organization: Identifier | None = None
    receiver_organization: Identifier | None = None


class Implementation(OcdsModel):
    """How a contract is carried out: payments, milestones, documents."""

    transactions: Annotated[list[Transaction], Unique] | None = None
    milestones: Annotated[list[Milestone], Unique] | None = None
    documents: Annotated[list[Document], Unique] | None = None


class RelatedProcess(OcdsModel):
    """Another process that this one belongs to or follows."""

    id: str | None = None
    relationship: list[str] | None = None  # codes: relatedProcess
    title: str | None = None
    scheme: str | None = None  # codes: relatedProcessScheme
    identifier: str | None = None
    uri: str | None = None


class Contract(OcdsModel):
    """
    What buyer and suppliers have signed.

    Deprecated in the standard: ``amendment``.
    """

    id: NonEmpty | StrictInt
    award_id: NonEmpty | StrictInt
    title: str | None = None
    description: str | None = None
    status: ContractStatus | None = None
    period: Period | None = None
    value: Value | None = None
    items: Annotated[list[Item], Field(min_length=1), Unique] | None = None
    date_signed: Moment | None = None
    documents: Annotated[list[Document], Unique] | None = None
    implementation: Implementation | None = None
    related_processes: Annotated[list[RelatedProcess], Unique] | None = None
    milestones: list[Milestone] | None = None
    amendments: list[Amendment] | None = None
    amendment: Amendment | None = None


class Release(OcdsModel):
    """What was published about one process at one moment."""

    ocid: NonEmpty
    id: NonEmpty
    date: Moment
    tag: Annotated[list[ReleaseTag], Field(min_length=1)]
    initiation_type: InitiationType
    parties: Annotated[list[Organization], Unique] | None = None
    buyer: OrganizationReference | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    awards: Annotated[list[Award], Unique] | None = None
    contracts: Annotated[list[Contract], Unique] | None = None
    language: str | None = None
    related_processes: Annotated[list[RelatedProcess], Unique] | None = None


class Publisher(OcdsModel):
    """Who publishes a package."""

    name: str
    scheme: str | None = None
    uid: str | None = None
    uri: str | None = None


class ReleasePackage(OcdsModel):
    """Releases with the metadata of their publication."""

    uri: str
    version: Annotated[str, Field(pattern=r"^(\d+\.)(\d+)$")]
    extensions: list[str] | None = None
    published_date: Moment
    releases: Annotated[list[Release], Field(min_length=1), Unique]
    publisher: Publisher
    license: str | None = None
    publication_policy: str | None = None


class LinkedRelease(OcdsModel):
    """A release of a record, by the address at which it stands."""

    url: str
    date: Moment
    tag: Annotated[list[ReleaseTag], Field(min_length=1)] | None = None


class Record(OcdsModel):
    """Everything published about one process: its releases and what they amount to."""

    ocid: str
    releases: Annotated[list[LinkedRelease], Field(min_length=1)] | Annotated[list[Release], Field(min_length=1)]
    compiled_release: Release | None = None
    versioned_release: dict[str, Any] | None = None


class RecordPackage(OcdsModel):
    """Records with the metadata of their publication."""

    uri: str
    version: Annotated[str, Field(pattern=r"^(\d+\.)(\d+)$")]
    extensions: list[str] | None = None
    publisher: Publisher
    license: str | None = None
    publication_policy: str | None = None
    published_date: Moment
    packages: Annotated[list[str], Field(min_length=1), Unique] | None = None
    records: Annotated[list[Record], Field(min_length=1), Unique]
