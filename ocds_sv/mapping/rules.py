"""What conversion can find in the data; every value that does not fit becomes one of these."""

from __future__ import annotations

from ocds_sv.findings import Rule, Severity
from ocds_sv.mapping.linkrules import LINK_RULES


def _rule(name: str, severity: Severity, texts: tuple[str, str], remedies: tuple[str, str]) -> Rule:
    return Rule(name, severity, texts[0], texts[1], remedies[0], remedies[1])


_CELL = ("Rätta cellen i källan eller i exporten.", "Mend the cell in the source or its export.")
_NUMBER = (
    "Rätta numret i leverantörsregistret.",
    "Mend the number in the supplier register.",
)

_ALL = (
    _rule(
        "not-a-number",
        Severity.ERROR,
        ("{shape} är inte ett tal; {path} lämnas tomt", "{shape} is not a number; {path} is left out"),
        _CELL,
    ),
    _rule(
        "ambiguous-number",
        Severity.WARNING,
        (
            "{shape} kan läsas på två sätt; punkten togs som decimaltecken",
            "{shape} can be read in two ways; the dot was taken as decimal mark",
        ),
        ("Ange `decimal` i mappningens source.", "Declare `decimal` in the mapping's source."),
    ),
    _rule(
        "placeholder-amount",
        Severity.WARNING,
        (
            "beloppet är 0 eller 1, en platshållare; {path} lämnas tomt",
            "the amount is 0 or 1, a placeholder; {path} is left out",
        ),
        ("Fyll i det verkliga beloppet i källan.", "Give the real amount in the source."),
    ),
    _rule(
        "not-a-date",
        Severity.ERROR,
        ("{shape} är inte ett datum; {path} lämnas tomt", "{shape} is not a date; {path} is left out"),
        (
            "Rätta cellen, eller ange datumformatet i mappningens `dates`.",
            "Mend the cell, or declare the date format in the mapping's `dates`.",
        ),
    ),
    _rule(
        "time-skipped",
        Severity.WARNING,
        (
            "klockslaget finns inte den dag sommartiden börjar; det flyttades framåt",
            "the time does not exist on the day summer time begins; it was moved forward",
        ),
        _CELL,
    ),
    _rule(
        "time-ambiguous",
        Severity.NOTICE,
        (
            "klockslaget finns två gånger den dag sommartiden slutar; det första togs",
            "the time occurs twice on the day summer time ends; the first was taken",
        ),
        ("Exportera tider med tidszon.", "Export times with their offset."),
    ),
    _rule(
        "not-a-boolean",
        Severity.ERROR,
        ("{shape} är varken ja eller nej; {path} lämnas tomt", "{shape} is neither yes nor no; {path} is left out"),
        _CELL,
    ),
    _rule(
        "not-a-cpv-code",
        Severity.WARNING,
        ("{shape} är ingen CPV-kod; {path} lämnas tomt", "{shape} is no CPV code; {path} is left out"),
        _CELL,
    ),
    _rule(
        "unknown-cpv-code",
        Severity.WARNING,
        ("{shape}: koden finns inte i CPV 2008", "{shape}: there is no such code in CPV 2008"),
        _CELL,
    ),
    _rule(
        "not-a-nuts-code",
        Severity.WARNING,
        ("{shape} är ingen NUTS-kod; {path} lämnas tomt", "{shape} is no NUTS code; {path} is left out"),
        _CELL,
    ),
    _rule(
        "not-a-municipality-code",
        Severity.WARNING,
        ("{shape} är ingen kommun; {path} lämnas tomt", "{shape} is no municipality; {path} is left out"),
        _CELL,
    ),
    _rule(
        "procedure-out-of-force",
        Severity.NOTICE,
        ("lagen hade inte förfarandet den dagen", "the law did not have the procedure on that day"),
        (
            "Kontrollera dagen och förfarandet; sedan 2022-02-01 finns inga nationella förfaranden med egna namn.",
            "Check the day and the procedure; since 2022-02-01 no national procedure has a name of its own.",
        ),
    ),
    _rule(
        "not-an-organisation-number",
        Severity.WARNING,
        (
            "{shape} är inget organisationsnummer",
            "{shape} is not an organisationsnummer",
        ),
        _NUMBER,
    ),
    _rule(
        "wrong-check-digit",
        Severity.WARNING,
        (
            "organisationsnumrets kontrollsiffra stämmer inte; numret används inte",
            "the check digit of the organisationsnummer is wrong; the number is not used",
        ),
        _NUMBER,
    ),
    _rule(
        "wrong-foreign-number",
        Severity.WARNING,
        (
            "{shape} följer inte sitt lands form eller kontrollsiffror",
            "{shape} breaks the form or the check digits of its country",
        ),
        _NUMBER,
    ),
    _rule(
        "several-numbers",
        Severity.WARNING,
        (
            "flera nummer i en cell; inget av dem används",
            "several numbers in one cell; none of them is used",
        ),
        _NUMBER,
    ),
    _rule(
        "no-usable-number",
        Severity.NOTICE,
        (
            "parten saknar användbart nummer och fick ett lokalt id ur namnet",
            "the party has no usable number and was given a local id made from its name",
        ),
        _NUMBER,
    ),
    _rule(
        "hash-of-personal-number",
        Severity.WARNING,
        ("ett personnummer får inte bli en kontrollsumma", "a personal number may not become a digest"),
        ("Välj en annan nyckel i mappningen.", "Choose another key in the mapping."),
    ),
    _rule(
        "lookup-unknown",
        Severity.WARNING,
        (
            "termen {shape} finns inte i tabellen '{table}'; {path} lämnas tomt",
            "the term {shape} is not in the table '{table}'; {path} is left out",
        ),
        ("Lägg till termen i mappningens lookups.", "Add the term to the mapping's lookups."),
    ),
    _rule(
        "code-unknown",
        Severity.ERROR,
        (
            "{shape} är ingen kod i {table}; {path} lämnas tomt",
            "{shape} is no code of {table}; {path} is left out",
        ),
        (
            "Översätt värdet med en lookup i mappningen.",
            "Translate the value with a lookup in the mapping.",
        ),
    ),
    _rule(
        "not-a-uri",
        Severity.WARNING,
        ("{shape} är ingen webbadress; {path} lämnas tomt", "{shape} is no web address; {path} is left out"),
        _CELL,
    ),
    _rule(
        "several-values",
        Severity.WARNING,
        (
            "flera värden där {path} tar ett; det första togs",
            "several values where {path} takes one; the first was taken",
        ),
        ("Använd `each` i mappningen.", "Use `each` in the mapping."),
    ),
    _rule(
        "not-text",
        Severity.WARNING,
        ("ett objekt där {path} tar en text; det lämnas tomt", "an object where {path} takes a text; it is left out"),
        ("Peka på ett fält inuti objektet.", "Point to a field inside the object."),
    ),
    _rule(
        "value-not-converted",
        Severity.ERROR,
        ("{shape} kunde inte omvandlas; {path} lämnas tomt", "{shape} could not be converted; {path} is left out"),
        _CELL,
    ),
    _rule(
        "required-missing",
        Severity.ERROR,
        (
            "{path} saknar {fields}, som standarden kräver; blocket utelämnas",
            "{path} lacks {fields}, which the standard requires; the block is left out",
        ),
        ("Fyll cellen i källan, eller ge ett `default`.", "Fill the cell in the source, or give a `default`."),
    ),
    _rule(
        "record-rejected",
        Severity.ERROR,
        (
            "posten blev ingen release: {path} är tomt",
            "the record became no release: {path} is empty",
        ),
        (
            "Fyll cellen i källan, ge parametern med --set (se `ocds-sv mapping show`) eller ett `default`.",
            "Fill the cell in the source, give the parameter with --set (see `ocds-sv mapping show`) or a `default`.",
        ),
    ),
    _rule(
        "record-left-out",
        Severity.INFO,
        ("mappningens `when` utelämnar posten", "the mapping's `when` leaves the record out"),
        ("Inget behöver göras.", "Nothing needs to be done."),
    ),
    _rule(
        "group-values-differ",
        Severity.WARNING,
        (
            "raden hör till samma release som rad {first} men har annat innehåll; bara den första radens används",
            "the row belongs to the same release as row {first} but differs; only the first row's value is used",
        ),
        (
            "Kontrollera mappningens `group`, eller använd `each: rows`.",
            "Check the mapping's `group`, or use `each: rows`.",
        ),
    ),
    _rule(
        "values-differ",
        Severity.NOTICE,
        (
            "två block med samma id säger olika om {path}; det första gäller",
            "two blocks with the same id differ on {path}; the first holds",
        ),
        ("Rätta stavningen i källan.", "Mend the spelling in the source."),
    ),
    _rule(
        "field-not-mapped",
        Severity.NOTICE,
        (
            "{count} värden i '{field}' är varken mappade eller undantagna",
            "{count} values in '{field}' are neither mapped nor exempted",
        ),
        (
            "Mappa fältet eller skriv det under `unmapped` med skäl.",
            "Map the field, or put it under `unmapped` with a reason.",
        ),
    ),
    _rule(
        "assertion-failed",
        Severity.ERROR,
        ("{what}: väntat minst {least}, blev {actual}", "{what}: expected at least {least}, got {actual}"),
        ("Kontrollera att exporten är hel.", "Check that the export is whole."),
    ),
    _rule(
        "input-broken",
        Severity.ERROR,
        ("{sv}", "{en}"),
        (
            "Rätta det och kör igen; det som gick att läsa före felet är med.",
            "Mend that and run again; what could be read before the fault is included.",
        ),
    ),
    _rule(
        "package-metadata-missing",
        Severity.WARNING,
        (
            "paketet saknar utgivare eller adress och fick platshållare",
            "the package has no publisher or address and was given placeholders",
        ),
        ("Ange --publisher och --uri.", "Give --publisher and --uri."),
    ),
    _rule(
        "release-repeated",
        Severity.WARNING,
        (
            "releasen har samma ocid och id som en tidigare: raden är troligen en kopia",
            "the release has the ocid and id of an earlier one: the row is probably a copy",
        ),
        (
            "Ta bort kopian i källan, eller låt mappningens `group` samla raderna.",
            "Remove the copy in the source, or let the mapping's `group` gather the rows.",
        ),
    ),
    _rule(
        "process-gone",
        Severity.WARNING,
        (
            "processen {process} är publicerad men finns inte längre i källan",
            "the process {process} has been published but is no longer in the source",
        ),
        (
            "Ge hela exporten, eller välj med --gone vad som publiceras om processer som är borta.",
            "Give the whole export, or choose with --gone what is published of processes that are gone.",
        ),
    ),
    _rule(
        "stage-gone",
        Severity.WARNING,
        (
            "ett publicerat skede ({stage}) av processen {process} finns inte längre i källan; processen finns kvar",
            "a published stage ({stage}) of the process {process} is no longer in the source, but the process is",
        ),
        (
            "Rätta källan, eller publicera en release som säger att skedet har avbrutits.",
            "Mend the source, or publish a release that says that the stage was cancelled.",
        ),
    ),
    _rule(
        "example-prefix",
        Severity.WARNING,
        (
            "ocid börjar med dokumentationens exempelprefix; sådan data får inte publiceras",
            "ocids begin with the documentation's example prefix; such data may not be published",
        ),
        (
            "Registrera ett prefix hos Open Contracting Partnership och ge --set ocid_prefix=ocds-xxxxxx.",
            "Register a prefix with the Open Contracting Partnership and give --set ocid_prefix=ocds-xxxxxx.",
        ),
    ),
)

RULES: dict[str, Rule] = {rule.id: rule for rule in (*_ALL, *LINK_RULES)}
"""Every rule by its id."""


def rule_for(name: str) -> Rule:
    """The rule ``name``; the general one for a name without a rule of its own."""
    return RULES.get(name, RULES["value-not-converted"])
