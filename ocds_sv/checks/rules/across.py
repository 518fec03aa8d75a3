"""What releases say of each other: ids that belong to one process, processes that are named, addresses that answer."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.dataset.identities import Addresses, OneFact, Related, Unique
from ocds_sv.checks.glances import counts
from ocds_sv.checks.places import contracts
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.checks.values import objects, text
from ocds_sv.findings import Severity

_IDS = ("https://standard.open-contracting.org/1.1/en/schema/identifiers/",)
_RELATED = ("https://standard.open-contracting.org/1.1/en/schema/reference/#relatedprocess",)


@rule(
    "Release",
    Severity.WARNING,
    "identity",
    says=("{count} tenders share their id with another process", "{count} upphandlingar delar id med en annan process"),
    fix=(
        "Give one process one ocid, and tenders ids of their own.",
        "Ge en process ett ocid, och varje upphandling ett eget id.",
    ),
    pelican="unique.tender_id",
    sources=_IDS,
    needs=("tender",),
    judge=lambda _: Unique(),
    keys=counts.ids_of_tenders,
)
def tender_id_of_several_processes(release: Json, _: Context) -> Iterator[str]:
    """
    Tenders of several processes have the same id: one process may have got several ocids.

    Refused:

        {"releases": [{"times": 2, "release": {"ocid": "ocds-a1b2c3-{n}", "tender": {"id": "1"}}}]}

    Accepted:

        {"releases": [{"times": 2, "release": {"ocid": "ocds-a1b2c3-1", "tender": {"id": "1"}}}]}

        {"releases": [{"times": 2, "release": {"ocid": "ocds-a1b2c3-{n}", "tender": {"id": "{n}"}}}]}
    """
    tender = release["tender"]
    found = text(tender.get("id")) if isinstance(tender, dict) else ""
    if found:
        yield found


@rule(
    "Release",
    Severity.WARNING,
    "identity",
    says=("{count} releases share their id with another of the process", "{count} releaser delar id med en annan"),
    fix=(
        "Give each release of a process an id of its own, which never changes.",
        "Ge varje release i en process ett eget id, som aldrig ändras.",
    ),
    sources=_IDS,
    needs=("id",),
    judge=lambda _: Unique(within=True),
    keys=counts.ids_of_releases,
)
def release_id_used_again(release: Json, _: Context) -> Iterator[str]:
    """
    Two releases of a process have the same id: who has seen one takes the other for known.

    Refused:

        {"releases": [{"times": 2, "release": {"ocid": "ocds-a1b2c3-1", "id": "1"}}]}

    Accepted:

        {"releases": [{"times": 2, "release": {"ocid": "ocds-a1b2c3-1", "id": "{n}"}}]}

        {"releases": [{"times": 2, "release": {"ocid": "ocds-a1b2c3-1", "id": "1", "tag": ["compiled"]}}]}
    """
    tags = release.get("tag")
    if text(release["id"]) and not (isinstance(tags, list) and "compiled" in tags):
        yield text(release["id"])


@rule(
    "Release",
    Severity.NOTICE,
    "references",
    says=("{count} of {total} related processes are not in the data", "{count} av {total} processer saknas bland data"),
    fix=(
        "Publish the related process, or name it by its ocid.",
        "Publicera den andra processen, eller ange dess ocid.",
    ),
    pelican="reference.related_process_identifier",
    sources=_RELATED,
    judge=lambda _: Related(),
    keys=counts.processes,
)
def related_process_that_is_missing(_: Json, context: Context) -> Iterator[tuple[str, str]]:
    """
    A process is named by its ocid, and is not in the data.

    Refused:

        {
          "releases": [
            {
              "times": 1,
              "release": {
                "ocid": "ocds-a1b2c3-1",
                "relatedProcesses": [{"id": "1", "scheme": "ocid", "identifier": "ocds-a1b2c3-2"}]
              }
            }
          ]
        }

    Accepted:

        {
          "releases": [
            {
              "times": 1,
              "release": {
                "ocid": "ocds-a1b2c3-1",
                "relatedProcesses": [{"id": "1", "scheme": "ocid", "identifier": "ocds-a1b2c3-2"}]
              }
            },
            {"times": 1, "release": {"ocid": "ocds-a1b2c3-2"}}
          ]
        }
    """
    yield "", ""
    yield from context.of(_named)


@rule(
    "Release",
    Severity.NOTICE,
    "references",
    says=(
        "{count} of {total} related processes have another title",
        "{count} av {total} processer har en annan rubrik",
    ),
    fix=("Write the title of its tender, or leave it out.", "Skriv upphandlingens rubrik, eller utelämna den."),
    pelican="consistent.related_process_title",
    sources=_RELATED,
    judge=lambda _: Related(titles=True),
    keys=counts.titled_processes,
)
def related_process_with_another_title(release: Json, context: Context) -> Iterator[tuple[str, str]]:
    """
    A process is named with another title than its tender has.

    Refused:

        {
          "releases": [
            {
              "times": 1,
              "release": {
                "ocid": "ocds-a1b2c3-1",
                "relatedProcesses": [{"id": "1", "scheme": "ocid", "identifier": "ocds-a1b2c3-2", "title": "Bro"}]
              }
            },
            {"times": 1, "release": {"ocid": "ocds-a1b2c3-2", "tender": {"id": "1", "title": "Väg"}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {
              "times": 1,
              "release": {
                "ocid": "ocds-a1b2c3-1",
                "relatedProcesses": [{"id": "1", "scheme": "ocid", "identifier": "ocds-a1b2c3-2", "title": "Väg"}]
              }
            },
            {"times": 1, "release": {"ocid": "ocds-a1b2c3-2", "tender": {"id": "1", "title": "Väg"}}}
          ]
        }
    """
    tender = release.get("tender")
    yield "", text(tender.get("title")) if isinstance(tender, dict) else ""
    yield from [(to, title) for to, title in context.of(_named) if title]


def _named(release: Json) -> list[tuple[str, str]]:
    places = [release.get("relatedProcesses")]
    places += [contract.get("relatedProcesses") for _, contract in contracts(release)]
    return [
        (text(one["identifier"]), text(one.get("title")))
        for place in places
        if place
        for _, one in objects(place)
        if one.get("scheme") == "ocid" and text(one.get("identifier"))
    ]


@rule(
    "Organization",
    Severity.NOTICE,
    "identity",
    says=("{count} of {total} ids have several names", "{count} av {total} id har flera namn"),
    fix=("Use the name of the register.", "Använd namnet i registret."),
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#parties",),
    needs=("id", "name"),
    reads=("id", "name"),
    judge=lambda _: OneFact(),
)
def organisation_with_several_names(party: Json, _: Context) -> Iterator[tuple[str, str]]:
    """
    The same id stands for organisations with different names, letter case aside.

    Refused:

        {"releases": [{"times": 2, "release": {"parties": [{"id": "SE-ON-556091-2148", "name": "{n} AB"}]}}]}

    Accepted:

        {"releases": [{"times": 2, "release": {"parties": [{"id": "SE-ON-556091-2148", "name": "Ett AB"}]}}]}

        {"releases": [{"times": 2, "release": {"parties": [{"id": "leverantor-1", "name": "{n} AB"}]}}]}
    """
    identifier = text(party["id"])
    # Only ids of a register mean the same in every process.
    if identifier.startswith("SE-ON-") and text(party["name"]):
        yield identifier, " ".join(text(party["name"]).casefold().split())


@rule(
    "Organization",
    Severity.NOTICE,
    "identity",
    says=("{count} of {total} names have several numbers", "{count} av {total} namn har flera nummer"),
    fix=("Look the number up in the register.", "Slå upp numret i registret."),
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#parties",),
    needs=("id", "name"),
    reads=("id", "name"),
    judge=lambda _: OneFact(),
)
def name_with_several_organisation_numbers(party: Json, _: Context) -> Iterator[tuple[str, str]]:
    """
    Organisations with the same name, letter case aside, have different numbers.

    Most companies have a name of their own; often one of the numbers is mistyped, or that of a branch or a bank.

    Refused:

        {
          "releases": [
            {"times": 1, "release": {"parties": [{"id": "SE-ON-556091-2148", "name": "Ett AB"}]}},
            {"times": 1, "release": {"parties": [{"id": "SE-ON-556012-5790", "name": "ETT AB"}]}}
          ]
        }

    Accepted:

        {"releases": [{"times": 2, "release": {"parties": [{"id": "SE-ON-556091-2148", "name": "Ett AB"}]}}]}

        {"releases": [{"times": 2, "release": {"parties": [{"id": "leverantor-{n}", "name": "Ett AB"}]}}]}
    """
    identifier = text(party["id"])
    if identifier.startswith("SE-ON-") and text(party["name"]):
        yield " ".join(text(party["name"]).casefold().split()), identifier


@rule(
    "Document",
    Severity.NOTICE,
    "content",
    says=("{count} of {total} addresses did not answer", "{count} av {total} adresser svarade inte"),
    fix=("Mend the addresses, or leave out what is gone.", "Rätta adresserna, eller utelämna det som är borta."),
    pelican="misc.url_availability",
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#document",),
    needs=("url",),
    judge=lambda setting: Addresses(setting.urls),
    keys=counts.addresses,
)
def document_that_cannot_be_fetched(document: Json, _: Context) -> Iterator[str]:
    """
    A document's address does not answer.

    Nothing is fetched unless the check is given somebody to ask; a hundred addresses are, then.

    Refused:

        {
          "releases": [
            {"times": 100, "release": {"tender": {"documents": [{"id": "1", "url": "https://example.org/borta/{n}"}]}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 100, "release": {"tender": {"documents": [{"id": "1", "url": "https://example.org/kvar/{n}"}]}}}
          ]
        }
    """
    if text(document["url"]):
        yield text(document["url"])


RULES = (
    tender_id_of_several_processes,
    release_id_used_again,
    related_process_that_is_missing,
    related_process_with_another_title,
    organisation_with_several_names,
    name_with_several_organisation_numbers,
    document_that_cannot_be_fetched,
)
