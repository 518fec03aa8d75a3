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
    """
    A number that stands for an organisation in a register, such as its organisationsnummer.

    Attributes:
        scheme: Code of the register that issues the number, from org-id.guide; SE-ON for organisationsnummer.
        id: The number in that register.
        legal_name: The name as it stands in the register.
        uri: Address of the organisation's entry in the register.
    """

    scheme: str | None = None
    id: str | StrictInt | None = None
    legal_name: str | None = None
    uri: str | None = None


class Address(OcdsModel):
    """
    A postal or visiting address.

    Attributes:
        street_address: Street and number, or a box.
        locality: Postal town, such as Umeå.
        region: County or other region, in words.
        postal_code: Postal code, as text so that leading zeros are kept.
        country_name: The country in words; a code has a field of its own in an extension.
    """

    street_address: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country_name: str | None = None


class ContactPoint(OcdsModel):
    """
    Whom to ask, and how to reach them.

    Attributes:
        name: A function, unit or person to turn to. A named person is personal data.
        email: E-mail address, preferably a shared mailbox.
        telephone: Telephone number with country code, for example +46.
        fax_number: Fax number with country code, where one is still in use.
        url: Web page with contact details or a form.
    """

    name: str | None = None
    email: str | None = None
    telephone: str | None = None
    fax_number: str | None = None
    url: str | None = None


class Organization(OcdsModel):
    """
    A party to the process, with everything known about it.

    Attributes:
        name: What the organisation is called, preferably as registered.
        id: The key by which the rest of the release points at this party; preferably scheme and registration number.
        identifier: The registration number that best identifies the organisation, for example the organisationsnummer.
        additional_identifiers: Further numbers for the same organisation, such as a VAT number or LEI.
        address: The organisation's postal or visiting address.
        contact_point: Whom to reach about the process, preferably a function rather than a named person.
        roles: What the organisation does in this process: buys, bids, supplies, pays and so on.
        details: Further facts about the organisation that have no field of their own, such as its size or kind.
    """

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
    A party named by its id; everything else about it stands among the release's parties.

    Attributes:
        name: The party's name, repeated so that a reader need not look it up.
        id: The id that the organisation has in the release's list of parties; the two must agree exactly.
        identifier: Registration number placed with the reference; belongs among the parties.
        address: Postal address placed with the reference; belongs among the parties.
        additional_identifiers: Further registration numbers placed with the reference; they belong among the parties.
        contact_point: Contact details placed with the reference; they belong among the parties.

    Deprecated in the standard: ``identifier``, ``address``, ``additional_identifiers``, ``contact_point``.
    """

    name: NonEmpty | None = None
    id: str | StrictInt | None = None
    identifier: Identifier | None = None
    address: Address | None = None
    additional_identifiers: Annotated[list[Identifier], Unique] | None = None
    contact_point: ContactPoint | None = None


class Value(OcdsModel):
    """
    An amount of money with its currency.

    Attributes:
        amount: The amount as a number with a decimal point and without spaces, excluding VAT where possible.
        currency: Three-letter code of the currency, for example SEK.
    """

    amount: Number | None = None
    currency: Currency | None = None


class Budget(OcdsModel):
    """
    The money set aside for the process.

    Attributes:
        id: A key to the line in the budget system, so that figures can be joined.
        description: Which part of the budget it is, in words.
        amount: The amount reserved for the whole purchase.
        project: Name of the project or programme that pays.
        project_id: The project's number in another system or register.
        uri: Address of machine-readable data about this budget line.
        source: Where the budget came from; name the organisation among the parties as funder instead.

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
    """
    A document that belongs to the process, with the address where it is found.

    Attributes:
        id: Identifies the document within its list.
        document_type: What sort of document it is, by a code from the list or one of your own.
        title: The heading a reader would look for.
        description: What can be read there, in a sentence or two.
        url: Where the document can be fetched, preferably the file itself rather than a search page.
        date_published: When the document was first made public.
        date_modified: When the document itself was last changed.
        format: The media type of the file, for example application/pdf; text/html for a web page.
        language: The language the document is written in, as a code such as sv.
    """

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

    Attributes:
        id: Identifies the milestone within its list.
        title: What is to be reached, in a few words.
        type: What kind of event it is, such as a delivery or an approval.
        description: What counts as having reached it.
        code: A code of one's own for grouping milestones across processes.
        due_date: The day by which it should be reached.
        date_met: The day it was in fact reached.
        date_modified: When the milestone's status or text was last looked over.
        status: Whether it lies ahead, was reached in full or in part, or was missed.
        documents: Documents about the milestone; put them among the documents of the surrounding section instead.

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
    """
    The needs, budget and papers from before the procurement began.

    Attributes:
        rationale: Why something has to be bought at all, in plain words.
        budget: The money set aside and where it comes from.
        documents: Documents from the preparations, such as a needs analysis or a market dialogue.
        milestones: Dates to be kept before the procurement is announced, such as a committee's decision.
    """

    rationale: str | None = None
    budget: Budget | None = None
    documents: list[Document] | None = None
    milestones: list[Milestone] | None = None


class Classification(OcdsModel):
    """
    A code from a classification, such as a CPV code.

    Attributes:
        scheme: The system the code belongs to, for example CPV.
        id: The code itself, as written in the scheme.
        description: What the code stands for, in words.
        uri: Address that identifies the code in a published vocabulary.
    """

    scheme: str | None = None  # codes: itemClassificationScheme
    id: str | StrictInt | None = None
    description: str | None = None
    uri: str | None = None


class Unit(OcdsModel):
    """
    What a quantity counts, and what one of it costs.

    Attributes:
        scheme: The list from which the unit's code is taken.
        id: The unit as a code in that list, for example KGM for kilogram in UNCEFACT.
        name: The unit in words, such as hour or piece.
        value: What one unit costs.
        uri: Address that stands for the unit in a published vocabulary.
    """

    scheme: str | None = None  # codes: unitClassificationScheme
    id: str | None = None
    name: str | None = None
    value: Value | None = None
    uri: str | None = None


class Item(OcdsModel):
    """
    Goods, a service or works on a line of its own.

    Attributes:
        id: Identifies the line within its list.
        description: What is bought on this line, in words.
        classification: The code that best describes the line, in Sweden usually CPV.
        additional_classifications: Further codes, also from other schemes.
        quantity: How many units are wanted.
        unit: What the quantity counts, and the price of one.
    """

    id: NonEmpty | StrictInt
    description: str | None = None
    classification: Classification | None = None
    additional_classifications: Annotated[list[Classification], Unique] | None = None
    quantity: Number | None = None
    unit: Unit | None = None


class Period(OcdsModel):
    """
    From when until when, or for how long.

    Attributes:
        start_date: When it begins. A day without a time counts from 00:00.
        end_date: When it ends. A day without a time counts to 23:59:59.
        max_extent_date: The last day if every extension is used.
        duration_in_days: How many days the period lasts; enough on its own when dates are not known.
    """

    start_date: Moment | None = None
    end_date: Moment | None = None
    max_extent_date: Moment | None = None
    duration_in_days: StrictInt | None = None


class Change(OcdsModel):
    """
    One field changed by an amendment, in the form of OCDS 1.0.

    Attributes:
        property: Path of the field, counted from the amended section.
        former_value: What the field held before the change.
    """

    property: str | None = None
    former_value: Any = Field(default=None, validation_alias="former_value", serialization_alias="former_value")


class Amendment(OcdsModel):
    """
    A formal change to a tender, an award or a contract.

    Attributes:
        date: The day the change was decided or agreed.
        rationale: Why the change was made, for instance the section of the law that allows it.
        id: Identifies the change, such as a supplement's number.
        description: The change in words: what was added, removed or moved.
        amends_release_id: Id of the release that shows how things stood before.
        release_id: Id of the release that shows how things became.
        changes: Field by field what stood there before; publish a release before and after instead.

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
    The procurement itself: what is asked for and how suppliers compete for it.

    Attributes:
        id: The procurement's own number, for example the reference number or diary number; may be the same as the ocid.
        title: The name under which the procurement was announced.
        description: A summary of what is being procured, so that a reader can tell whether it is of interest.
        status: Where the procurement stands on the date of the release.
        procuring_entity: The contracting authority or entity that runs the procurement, possibly on behalf of other
            buyers.
        items: The goods, services and works asked for, as separate lines where that is known.
        value: The highest amount the procurement is expected to be worth, options and extensions included.
        min_value: The lower end of the estimate, when the value is given as a span.
        procurement_method: How freely suppliers could compete, in one of four international classes.
        procurement_method_details: The procedure by its name in law, for example open procedure or negotiated
            procedure.
        procurement_method_rationale: Why this procedure was chosen; matters most when there was no competition.
        main_procurement_category: Whether most of the value is goods, services or works.
        additional_procurement_categories: Further categories, when the procurement mixes several kinds.
        award_criteria: The principle by which the winner is found: price, cost, quality or a weighing of several.
        award_criteria_details: Explanation of how bids are evaluated, when a code alone says too little.
        submission_method: In what ways a bid may be handed in.
        submission_method_details: Where bids go: the tender system's address, an office, opening hours.
        tender_period: From announcement to the last day for bids; the end is the deadline.
        enquiry_period: While this lasts suppliers may put questions about the procurement documents.
        has_enquiries: True when at least one question was asked during the process.
        eligibility_criteria: Exclusion grounds and qualification requirements as text: who may take part.
        award_period: The time for evaluating and deciding; the end is the expected day of the award decision.
        contract_period: When the coming contract is to begin and end.
        number_of_tenderers: How many different suppliers handed in a bid.
        tenderers: The suppliers that handed in a bid, with their ids among the parties.
        documents: Everything published with the procurement: notice, specification, appendices, answers to questions.
        milestones: Dates to watch during the procurement, such as a site visit.
        amendments: Formal corrections of the procurement after it was announced, each with date and reason.
        amendment: Room for one amendment only; write a list in amendments instead.

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

    Attributes:
        id: Identifies the decision within the process; contracts refer to it.
        title: What the decision is called, often the name of the lot.
        description: What was decided and why, briefly.
        status: Whether the decision is proposed, in force, withdrawn or came to nothing.
        date: The day the award decision was made.
        value: The total that the decision is worth; for a framework agreement often its ceiling.
        suppliers: The suppliers that won; several for a framework agreement or a joint bid.
        items: The goods, services and works that the decision covers.
        contract_period: The term that the contract is to run according to the decision.
        documents: Documents about the decision, such as the award decision and the evaluation report.
        amendments: Formal changes of the decision after it was published.
        amendment: Room for one amendment only; write a list in amendments instead.

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
    A payment under a contract, with sender and recipient.

    Attributes:
        id: Identifies the payment, for example the voucher number and line.
        source: Address of the open spending file or register from which the payment was taken.
        date: The day the money was paid.
        value: How much was paid, and in what currency.
        payer: The organisation the money came from.
        payee: The organisation that got the money.
        uri: Address of a page or data about this very payment.
        amount: The amount under an earlier name; use value.
        provider_organization: Who paid, under an earlier name; use payer.
        receiver_organization: Who was paid, under an earlier name; use payee.

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
    """
    What happens under a contract: payments, milestones, documents.

    Attributes:
        transactions: Each payment made under the contract, for example one per paid invoice.
        milestones: How deliveries and other agreed dates have turned out so far.
        documents: Follow-up reports, inspections and other papers from the contract's life.
    """

    transactions: Annotated[list[Transaction], Unique] | None = None
    milestones: Annotated[list[Milestone], Unique] | None = None
    documents: Annotated[list[Document], Unique] | None = None


class RelatedProcess(OcdsModel):
    """
    Another process that this one belongs to or follows.

    Attributes:
        id: Identifies this relation within its list.
        relationship: How the other process relates to this one.
        title: What the other process is called.
        scheme: What sort of id points out the other process, normally ocid.
        identifier: The other process's ocid or other number.
        uri: Where data about the other process can be fetched.
    """

    id: str | None = None
    relationship: list[str] | None = None  # codes: relatedProcess
    title: str | None = None
    scheme: str | None = None  # codes: relatedProcessScheme
    identifier: str | None = None
    uri: str | None = None


class Contract(OcdsModel):
    """
    What buyer and suppliers have signed.

    Attributes:
        id: Identifies the contract within the process, for example its number in the contract register.
        award_id: The id of the award decision that the contract rests on.
        title: The name of the contract, as people know it.
        description: What the contract is about, briefly.
        status: Whether the contract awaits signing, is in force, was called off or has ended.
        period: First and last day of the contract as signed.
        value: The total agreed for the whole term. Money going to the buyer, as with some concessions, is negative.
        items: What is to be delivered under the contract; not needed when the award already says the same.
        date_signed: The day the last party signed.
        documents: The contract itself and its appendices.
        implementation: How the contract is carried out: payments, milestones and follow-up.
        related_processes: Later processes that spring from this contract, such as a renewal or a subcontract put out to
            tender.
        milestones: Dates agreed in the contract, such as deliveries and payments.
        amendments: Changes agreed after signing, such as additional works or a longer term.
        amendment: Room for one amendment only; write a list in amendments instead.

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
    """
    What was published about one process at one moment.

    Attributes:
        ocid: One identifier for the whole process, kept from planning to the last payment. It begins with the
            publisher's registered prefix.
        id: Tells this release from all others with the same ocid. It may not contain the sign #.
        date: When this information was first made public. Releases are merged in the order of these dates.
        tag: What the release reports, such as a new tender or a changed contract. Several tags may be given.
        initiation_type: How the process was begun; the standard knows only one way, a tender.
        parties: Every organisation that takes part, once each, with its roles. Other places in the release point here
            by id.
        buyer: The organisation whose money pays. It may be another than the one running the procurement.
        planning: What was known and decided before the procurement began: needs, budget and preparatory documents.
        tender: What is to be bought, by which procedure and when bids are due.
        awards: The award decisions of the process, one per decision; a procurement in lots often has several.
        contracts: The contracts that the process has led to, each tied to one award.
        language: Language of the texts in the release as a two-letter code, for example sv.
        related_processes: Other processes that this one follows or belongs to, such as the framework agreement behind a
            call-off.
    """

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
    """
    The organisation that publishes a package.

    Attributes:
        name: The publisher's name.
        scheme: Code of the register in which the publisher's number is found.
        uid: The publisher's registration number.
        uri: Address that identifies the publisher, such as its website.
    """

    name: str
    scheme: str | None = None
    uid: str | None = None
    uri: str | None = None


class ReleasePackage(OcdsModel):
    """
    Releases published together, with who published them and under what licence.

    Attributes:
        uri: Where exactly this package is published.
        version: The standard's version as major and minor number, 1.1.
        extensions: Addresses of the extensions whose fields are used.
        published_date: When the package was put together and published.
        releases: The releases in the package; each ocid and release id together is unique.
        publisher: The organisation that stands for the publication.
        license: Address of the licence for the data, for example CC0.
        publication_policy: Address of a page telling what is published, how and why.
    """

    uri: str
    version: Annotated[str, Field(pattern=r"^(\d+\.)(\d+)$")]
    extensions: list[str] | None = None
    published_date: Moment
    releases: Annotated[list[Release], Field(min_length=1), Unique]
    publisher: Publisher
    license: str | None = None
    publication_policy: str | None = None


class LinkedRelease(OcdsModel):
    """
    A release of a record, given by the address at which it stands.

    Attributes:
        url: Where the release is found: the package's address and, after #, the release's id.
        date: The date that stands in the linked release.
        tag: The tags that stand in the linked release.
    """

    url: str
    date: Moment
    tag: Annotated[list[ReleaseTag], Field(min_length=1)] | None = None


class Record(OcdsModel):
    """
    Everything published about one process: its releases and what they amount to.

    Attributes:
        ocid: The process that the record is about.
        releases: Every release of the process, either in full or as links.
        compiled_release: The latest value of each field, from all releases laid together.
        versioned_release: All values that each field has had, with the release and date of each.
    """

    ocid: str
    releases: Annotated[list[LinkedRelease], Field(min_length=1)] | Annotated[list[Release], Field(min_length=1)]
    compiled_release: Release | None = None
    versioned_release: dict[str, Any] | None = None


class RecordPackage(OcdsModel):
    """
    Records published together, with who published them and under what licence.

    Attributes:
        uri: Where exactly this package is published.
        version: The standard's version as major and minor number, 1.1.
        extensions: Addresses of the extensions whose fields are used.
        publisher: The organisation that stands for the publication.
        license: Address of the licence for the data, for example CC0.
        publication_policy: Address of a page telling what is published, how and why.
        published_date: When the package was put together and published.
        packages: Addresses of the release packages from which the records were built.
        records: One record per process.
    """

    uri: str
    version: Annotated[str, Field(pattern=r"^(\d+\.)(\d+)$")]
    extensions: list[str] | None = None
    publisher: Publisher
    license: str | None = None
    publication_policy: str | None = None
    published_date: Moment
    packages: Annotated[list[str], Field(min_length=1), Unique] | None = None
    records: Annotated[list[Record], Field(min_length=1), Unique]
