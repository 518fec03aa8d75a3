"""What can be found when releases are compiled."""

from __future__ import annotations

from ocds_sv.findings import Rule, Severity

_REJECTED = (
    "Rätta releasen i källan; resten av processen sammanställs utan den.",
    "Mend the release at its source; the rest of the process is compiled without it.",
)
_ALL = (
    Rule(
        "text-is-no-json",
        Severity.ERROR,
        "kunde inte läsas: {reason_sv}",
        "could not be read: {reason}",
        "Rätta det eller exportera filen igen; allt som gick att läsa är med.",
        "Mend that, or export the file anew; everything that could be read is included.",
    ),
    Rule(
        "release-without-ocid",
        Severity.ERROR,
        "releasen har inget ocid och kan inte höra till en process",
        "the release has no ocid and cannot belong to a process",
        *_REJECTED,
    ),
    Rule(
        "release-without-date",
        Severity.ERROR,
        "releasens date saknas eller är inget datum: dess plats i ordningen är okänd",
        "the release's date is missing or no date: its place in the order is unknown",
        *_REJECTED,
    ),
    Rule(
        "release-with-two-dates",
        Severity.ERROR,
        "releasen har fältet date två gånger, med olika värden: dess plats i ordningen är okänd",
        "the release has the field date twice, with different values: its place in the order is unknown",
        *_REJECTED,
    ),
    Rule(
        "date-without-offset",
        Severity.NOTICE,
        "releasens date säger inte sin tidszon; den togs som UTC",
        "the release's date does not say its offset; it was taken as UTC",
        "Skriv datum som 2024-03-01T12:00:00+01:00.",
        "Write dates like 2024-03-01T12:00:00+01:00.",
    ),
    Rule(
        "releases-at-one-instant",
        Severity.WARNING,
        "två olika releaser av en process har samma tidpunkt; ordningen i indata avgjorde",
        "two different releases of a process have the same instant; the order of the input decided",
        "Ge varje release av en process en egen tidpunkt.",
        "Give each release of a process an instant of its own.",
    ),
    Rule(
        "release-id-twice",
        Severity.WARNING,
        "två olika releaser av en process har samma id",
        "two different releases of a process have the same id",
        "En utgiven release ändras inte: ge den nya ett eget id.",
        "A published release does not change: give the new one an id of its own.",
    ),
    Rule(
        "release-given-twice",
        Severity.NOTICE,
        "samma release finns flera gånger i indata; den räknades en gång",
        "the same release is in the input several times; it counted once",
        "Inget behöver göras, om det var väntat.",
        "Nothing needs to be done, if it was expected.",
    ),
    Rule(
        "kinds-differ",
        Severity.ERROR,
        "{path} är av olika slag i olika releaser (text, objekt eller lista); det nyaste gäller",
        "{path} is of different kinds in different releases (text, object or list); the newest stands",
        "Ge fältet samma form i alla releaser.",
        "Give the field the same form in all releases.",
    ),
    Rule(
        "record-without-releases",
        Severity.NOTICE,
        "posten har inga releaser i sig; dess sammanställda release togs som den är",
        "the record has no releases in it; its compiled release was taken as it is",
        "Ge även filerna med releaserna, om de finns.",
        "Give the files with the releases, too, if there are any.",
    ),
    Rule(
        "release-without-address",
        Severity.WARNING,
        "releasen står inte i något paket med uri; länken till den är ofullständig",
        "the release stands in no package with a uri; the link to it is incomplete",
        "Ge releaserna i paket, eller bädda in dem (utan --linked).",
        "Give the releases in packages, or embed them (without --linked).",
    ),
    Rule(
        "extension-not-known",
        Severity.NOTICE,
        "ett deklarerat tillägg följer inte med programmet: {url}",
        "a declared extension does not come with the program: {url}",
        "Dess listor slås samman på id, och övriga värden ersätts av det nyaste.",
        "Its lists merge by id, and other values are replaced by the newest.",
    ),
)

RULES = {rule.id: rule for rule in _ALL}
