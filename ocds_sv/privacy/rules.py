"""What the gate reports: that it withheld something, never what."""

from __future__ import annotations

from ocds_sv.findings import Rule, Severity

PARTY_WITHHELD = Rule(
    "party-withheld",
    Severity.NOTICE,
    "{count} part(er) med personnummer, samordningsnummer eller dödsbonummer har undanhållits ({path}).",
    "{count} party or parties with a personal, coordination or estate number were withheld ({path}).",
    "Ingen åtgärd behövs. Ska uppgifterna publiceras krävs ett beslut: --privacy off --decision TEXT.",
    "Nothing to do. To publish them takes a decision: --privacy off --decision TEXT.",
)
DECLARED_PERSON_WITHHELD = Rule(
    "declared-person-withheld",
    Severity.NOTICE,
    "{count} part(er) som mappningen pekar ut som fysiska personer har undanhållits ({path}).",
    "{count} party or parties that the mapping declares to be natural persons were withheld ({path}).",
    "Ingen åtgärd behövs. Vilka rader som räknas som personer står under privacy.persons i mappningen.",
    "Nothing to do. Which rows count as persons stands under privacy.persons in the mapping.",
)
SOURCE_MASK_PARTY = Rule(
    "source-mask-party",
    Severity.NOTICE,
    "{count} part(er) var redan maskerade i källan och har hållits isär med egna id ({path}).",
    "{count} party or parties were already masked by the source and are kept apart by ids of their own ({path}).",
    "Ingen åtgärd behövs. Räkna inte maskerade leverantörer som en enda leverantör.",
    "Nothing to do. Do not count masked suppliers as one supplier.",
)
MISSING_PARTY = Rule(
    "nameless-party-kept-apart",
    Severity.NOTICE,
    "{count} part(er) utan namn och organisationsnummer har hållits isär med egna id ({path}).",
    "{count} party or parties without a name and an organisation number are kept apart by ids of their own ({path}).",
    "Fyll i namn eller organisationsnummer i källsystemet.",
    "Fill in the name or the organisation number in the source system.",
)
REFERENCE_WITHHELD = Rule(
    "reference-withheld",
    Severity.NOTICE,
    "{count} hänvisning(ar) till en undanhållen part har fått partens nya id ({path}).",
    "{count} reference(s) to a withheld party were given the party's new id ({path}).",
    "Ingen åtgärd behövs.",
    "Nothing to do.",
)
NAME_ELSEWHERE = Rule(
    "name-withheld-elsewhere",
    Severity.NOTICE,
    "{count} text(er) nämnde en undanhållen part; namnet har ersatts ({path}).",
    "{count} text(s) mentioned a withheld party; the name was replaced ({path}).",
    "Läs igenom fritext före publicering: smeknamn och böjda namn kan stå kvar.",
    "Read free text before publishing: nicknames and inflected names may be left.",
)
NUMBER_MASKED = Rule(
    "number-masked",
    Severity.NOTICE,
    "{count} text(er) innehöll personnummer, som har maskerats ({path}).",
    "{count} text(s) had a personal number, which was masked ({path}).",
    "Ta bort personnummer ur fritext i källsystemet. Är det inget personnummer: privacy.accept i mappningen.",
    "Take personal numbers out of free text in the source system. If it is none: privacy.accept in the mapping.",
)
NUMBER_REPLACED = Rule(
    "number-replaced-in-identifier",
    Severity.NOTICE,
    "{count} id eller hänvisning(ar) innehöll personuppgifter, som har ersatts ({path}).",
    "{count} id(s) or reference(s) had personal data, which were replaced ({path}).",
    "Bygg inte id av personnummer eller namn. Är det inget personnummer: privacy.accept i mappningen.",
    "Do not make ids of personal numbers or names. If it is none: privacy.accept in the mapping.",
)
NUMBER_ACCEPTED = Rule(
    "number-accepted",
    Severity.NOTICE,
    "{count} värde(n) ser ut som personnummer men godtas enligt mappningen: {reason} ({path}).",
    "{count} value(s) look like personal numbers and are accepted by the mapping: {reason} ({path}).",
    "Pröva då och då att skälet fortfarande gäller.",
    "Check now and then that the reason still holds.",
)

RULES = (
    PARTY_WITHHELD,
    DECLARED_PERSON_WITHHELD,
    SOURCE_MASK_PARTY,
    MISSING_PARTY,
    REFERENCE_WITHHELD,
    NAME_ELSEWHERE,
    NUMBER_MASKED,
    NUMBER_REPLACED,
    NUMBER_ACCEPTED,
)
"""Every rule of this room."""
