"""What can be found in the links between records."""

from __future__ import annotations

from ocds_sv.findings import Rule, Severity

LINK_RULES = (
    Rule(
        "links-contradict",
        Severity.WARNING,
        "länkarna motsäger varandra: de leder till flera processer, eller runt i en ring",
        "the links contradict each other: they lead to several processes, or round in a circle",
        "Jämför de annonser som posten hänvisar till; utan entydig länk står den under sitt eget ocid.",
        "Compare the records that this one refers to; without one clear link it keeps an ocid of its own.",
    ),
    Rule(
        "release-of-another-process",
        Severity.WARNING,
        "releasen av '{record}' är skriven under processen '{old}', men hör enligt nya länkar till '{new}'",
        "the release of '{record}' was written under the process '{old}', but belongs by new links to '{new}'",
        "Konvertera posten en gång till med samma --links; publicera den i stället för den gamla.",
        "Convert the record once more with the same --links, and publish that in place of the old one.",
    ),
    Rule(
        "link-left-out",
        Severity.WARNING,
        "ett namn på posten innehåller ett personnummer och följer inte med i länkregistret",
        "a name of the record holds a personal number and is not kept in the index of links",
        "Låt mappningens `links` bygga på nummer som inte är personers.",
        "Let the mapping's `links` build on numbers that are nobody's.",
    ),
)
