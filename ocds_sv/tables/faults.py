"""What may be found while tables are made: every rule with its texts."""

from __future__ import annotations

from ocds_sv.findings import Rule, Severity
from ocds_sv.tables.losses import Loss

BROKEN = Rule(
    "text-is-no-json",
    Severity.ERROR,
    "kunde inte läsas: {reason_sv}",
    "could not be read: {reason}",
    "Rätta det eller exportera filen igen; allt som gick att läsa är med.",
    "Mend that, or export the file anew; everything that could be read is included.",
)
MISFIT = Rule(
    "value-of-another-kind",
    Severity.WARNING,
    "värdet i {table}.{column} är av fel slag och lämnas tomt",
    "the value of {table}.{column} is of the wrong kind and is left out",
    "Rätta värdet i källan: ett tal är ett tal, ett datum som 2024-03-01T12:00:00Z.",
    "Mend the value at its source: a number is a number, a date like 2024-03-01T12:00:00Z.",
)
NAMELESS = Rule(
    "release-without-ocid",
    Severity.ERROR,
    "objektet har inget ocid: dess rader hör inte till någon process",
    "the object has no ocid: its rows belong to no process",
    "Kontrollera att det är rätt fil, eller rätta releasen i källan.",
    "See that it is the right file, or mend the release at its source.",
)
ELSEWHERE = Rule(
    "record-without-releases",
    Severity.WARNING,
    "posten har bara adresser till sina releaser och ger inga rader",
    "the record has only the addresses of its releases, and gives no rows",
    "Ge filerna med releaserna i stället.",
    "Give the files with the releases instead.",
)
VERSIONED = Rule(
    "versioned-release",
    Severity.WARNING,
    "en versionerad release har alla värden genom tiden och ger inga rader",
    "a versioned release has all values through time, and gives no rows",
    "Ge releaserna som den är gjord av, eller den sammanställda releasen.",
    "Give the releases that it is made of, or the compiled release.",
)
LOSSES = {
    Loss.LEFT_OUT: Rule(
        Loss.LEFT_OUT,
        Severity.WARNING,
        "värdet i {table}.{column} ryms inte i formatet och lämnas tomt",
        "the value of {table}.{column} does not fit into the form and is left out",
        "Är värdet rätt: välj ett annat format, till exempel en mapp med CSV.",
        "If the value is right: choose another form, such as a folder of CSV.",
    ),
    Loss.ROUNDED: Rule(
        Loss.ROUNDED,
        Severity.NOTICE,
        "talet i {table}.{column} har fler siffror än formatet rymmer och är avrundat",
        "the number of {table}.{column} has more digits than the form holds and is rounded",
        "Behövs varje siffra: välj en mapp med CSV.",
        "If every digit is needed: choose a folder of CSV.",
    ),
    Loss.CUT: Rule(
        Loss.CUT,
        Severity.WARNING,
        "texten i {table}.{column} är längre än en cell i Excel rymmer och är avkortad",
        "the text of {table}.{column} is longer than a cell of Excel holds and is cut short",
        "Behövs hela texten: välj en mapp med CSV eller en databas.",
        "If all of the text is needed: choose a folder of CSV or a database.",
    ),
}
