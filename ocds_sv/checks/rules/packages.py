"""What stands around releases: the metadata of packages, and records with what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.rules.dates import end_of
from ocds_sv.checks.values import instant, objects, text
from ocds_sv.findings import Severity
from ocds_sv.sweden.identity import mask_text

_PACKAGE = ("https://standard.open-contracting.org/1.1/en/schema/release_package/",)
_RECORD = ("https://standard.open-contracting.org/1.1/en/schema/records_reference/",)
_FILLER = re.compile(
    r"example\.(?:com|org|net)|localhost|placeholder|\btodo\b|\bxxx+\b|lorem|^test$|^n/?a$", re.IGNORECASE
)
_VERSIONS = frozenset({"1.1"})


@rule(
    "Package",
    Severity.ERROR,
    "package",
    says=("the publisher's name is empty", "utgivarens namn är tomt"),
    fix=(
        "Write the publisher's name: it says whose data these are.",
        "Skriv utgivarens namn: det säger vems data det är.",
    ),
    sources=_PACKAGE,
    needs=("publisher",),
)
def package_of_a_publisher_without_a_name(package: Json, _: Context) -> Iterator[Fault]:
    """
    A package's publisher has an empty name.

    Refused:

        {"publisher": {"name": " "}}

    Accepted:

        {"publisher": {"name": "Påhittade kommun"}}
    """
    publisher = package["publisher"]
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str) and not publisher["name"].strip():
        yield Fault("publisher", "name")


@rule(
    "Package",
    Severity.WARNING,
    "package",
    says=("{name} looks like a placeholder", "{name} ser ut som en utfyllnad"),
    fix=("Write what is true, or leave it out.", "Skriv det som stämmer, eller utelämna det."),
    sources=_PACKAGE,
)
def package_with_placeholders(package: Json, _: Context) -> Iterator[Fault]:
    """
    A package's metadata are those of an example.

    Refused:

        {"uri": "https://example.com/package.json"}

        {"publisher": {"name": "xxx"}}

    Accepted:

        {"uri": "https://data.paahittade.se/1.json", "publisher": {"name": "Påhittade kommun"}}
    """
    for name in ("uri", "license", "publicationPolicy"):
        if _FILLER.search(text(package.get(name))):
            yield Fault(name, name=name)
    publisher = package.get("publisher")
    if isinstance(publisher, dict):
        for name in ("name", "uri"):
            if _FILLER.search(text(publisher.get(name))):
                yield Fault("publisher", name, name=f"publisher/{name}")


@rule(
    "Package",
    Severity.NOTICE,
    "package",
    says=("the package has no license", "paketet saknar licens"),
    fix=(
        "Give the address of an open licence, such as CC0 1.0.",
        "Ange adressen till en öppen licens, till exempel CC0 1.0.",
    ),
    sources=_PACKAGE,
)
def package_without_a_licence(package: Json, _: Context) -> Iterator[Fault]:
    """
    A package does not say on which terms it may be used.

    Refused:

        {"version": "1.1"}

    Accepted:

        {"license": "https://creativecommons.org/publicdomain/zero/1.0/"}
    """
    if not text(package.get("license")):
        yield Fault()


@rule(
    "Package",
    Severity.NOTICE,
    "package",
    says=("the package names no publication policy", "paketet anger ingen publiceringspolicy"),
    fix=("Write one, and give its address.", "Skriv en, och ange dess adress."),
    sources=("https://standard.open-contracting.org/1.1/en/guidance/publish/",),
)
def package_without_a_policy(package: Json, _: Context) -> Iterator[Fault]:
    """
    A package does not say where its publication policy is.

    Refused:

        {"version": "1.1"}

    Accepted:

        {"publicationPolicy": "https://data.paahittade.se/policy.html"}
    """
    if not text(package.get("publicationPolicy")):
        yield Fault()


@rule(
    "Package",
    Severity.WARNING,
    "package",
    says=("the version is '{version}'", "versionen är '{version}'"),
    fix=(
        "Write 1.1; data of 1.0 are upgraded with ocds-sv upgrade, or ocdskit upgrade 1.0:1.1.",
        "Skriv 1.1; data i 1.0 uppgraderas med ocds-sv upgrade, eller ocdskit upgrade 1.0:1.1.",
    ),
    sources=_PACKAGE,
    needs=("version",),
)
def package_of_another_version(package: Json, _: Context) -> Iterator[Fault]:
    """
    A package follows another version of the standard than 1.1.

    Refused:

        {"version": "1.0"}

    Accepted:

        {"version": "1.1"}
    """
    if text(package["version"]) not in _VERSIONS:
        yield Fault("version", version=mask_text(str(package["version"])[:20]))


@rule(
    "Package",
    Severity.WARNING,
    "package",
    says=("the package was published {date}, in the future", "paketet publicerades {date}, i framtiden"),
    fix=("Write the day on which it was made.", "Skriv den dag då det skapades."),
    sources=_PACKAGE,
    needs=("publishedDate",),
)
def package_from_the_future(package: Json, context: Context) -> Iterator[Fault]:
    """
    A package is dated after today.

    Refused:

        {"publishedDate": "2999-01-01T00:00:00Z"}

    Accepted:

        {"publishedDate": "2024-01-01T00:00:00Z"}
    """
    published = instant(package["publishedDate"])
    if published is not None and published > end_of(context.as_of):
        yield Fault("publishedDate", date=package["publishedDate"])


@rule(
    "Package",
    Severity.NOTICE,
    "package",
    says=("'{url}' is no address of an extension", "'{url}' är ingen adress till ett tillägg"),
    fix=("Give the address of its extension.json.", "Ange adressen till dess extension.json."),
    sources=("https://standard.open-contracting.org/1.1/en/extensions/",),
    needs=("extensions",),
)
def extension_without_its_address(package: Json, _: Context) -> Iterator[Fault]:
    """
    An extension is declared by something else than the address of its extension.json.

    Refused:

        {"extensions": ["lots"]}

    Accepted:

        {"extensions": ["https://data.paahittade.se/lots/v1/extension.json"]}
    """
    extensions = package["extensions"]
    for number, url in enumerate(extensions if isinstance(extensions, list) else ()):
        if isinstance(url, str) and not (url.startswith(("https://", "http://")) and url.endswith("/extension.json")):
            yield Fault("extensions", number, url=mask_text(url[:80]))


@rule(
    "Record",
    Severity.ERROR,
    "record",
    says=("the record is of {ocid}, this of {other}", "posten gäller {ocid}, detta {other}"),
    fix=("Gather the releases of one ocid in a record.", "Samla releaserna för ett ocid i en post."),
    sources=_RECORD,
    needs=("ocid",),
)
def record_of_several_processes(record: Json, _: Context) -> Iterator[Fault]:
    """
    A record holds releases of another process.

    Refused:

        {"ocid": "ocds-a1b2c3-1", "releases": [{"ocid": "ocds-a1b2c3-2", "id": "1"}]}

        {"ocid": "ocds-a1b2c3-1", "compiledRelease": {"ocid": "ocds-a1b2c3-2"}}

    Accepted:

        {"ocid": "ocds-a1b2c3-1", "releases": [{"ocid": "ocds-a1b2c3-1", "id": "1"}]}
    """
    parts: list[tuple[tuple[str | int, ...], object]] = [
        (("releases", number), release) for number, release in objects(record.get("releases"))
    ]
    parts += [((name,), record.get(name)) for name in ("compiledRelease", "versionedRelease")]
    for place, part in parts:
        other = part.get("ocid") if isinstance(part, dict) else None
        if isinstance(other, str) and other != record["ocid"]:
            ocid = mask_text(str(record["ocid"])[:60])
            yield Fault(*place, "ocid", ocid=ocid, other=mask_text(other[:60]))


@rule(
    "Record",
    Severity.ERROR,
    "record",
    says=("the compiled release is not tagged compiled", "den sammanställda releasen är inte märkt compiled"),
    fix=("Tag it compiled, and nothing else.", "Märk den compiled, och inget annat."),
    sources=_RECORD,
    needs=("compiledRelease",),
)
def compiled_release_without_its_tag(record: Json, _: Context) -> Iterator[Fault]:
    """
    A compiled release has another tag than compiled.

    Refused:

        {"ocid": "ocds-a1b2c3-1", "compiledRelease": {"ocid": "ocds-a1b2c3-1", "tag": ["award"]}}

    Accepted:

        {"ocid": "ocds-a1b2c3-1", "compiledRelease": {"ocid": "ocds-a1b2c3-1", "tag": ["compiled"]}}
    """
    compiled = record["compiledRelease"]
    if isinstance(compiled, dict) and compiled.get("tag") != ["compiled"]:
        yield Fault("compiledRelease")


@rule(
    "Record",
    Severity.ERROR,
    "record",
    says=("{linked} releases are linked, {embedded} embedded", "{linked} releaser länkas, {embedded} är inbäddade"),
    fix=("Link all releases of a record, or embed all.", "Länka alla releaser i en post, eller bädda in alla."),
    sources=_RECORD,
    needs=("releases",),
)
def releases_linked_and_embedded(record: Json, _: Context) -> Iterator[Fault]:
    """
    A record links some of its releases and embeds others.

    Refused:

        {
          "ocid": "ocds-a1b2c3-1",
          "releases": [
            {"url": "https://data.paahittade.se/1.json#1", "date": "2024-03-01T00:00:00Z"},
            {"ocid": "ocds-a1b2c3-1", "id": "2"}
          ]
        }

    Accepted:

        {"ocid": "ocds-a1b2c3-1", "releases": [{"ocid": "ocds-a1b2c3-1", "id": "1"}]}
    """
    kinds = ["url" in release for _, release in objects(record["releases"])]
    if any(kinds) and not all(kinds):
        yield Fault("releases", linked=sum(kinds), embedded=len(kinds) - sum(kinds))


@rule(
    "Record",
    Severity.NOTICE,
    "record",
    says=("the record has no compiled release", "posten saknar sammanställd release"),
    fix=("Compile its releases: most users want only that.", "Sammanställ releaserna: de flesta vill bara ha det."),
    sources=_RECORD,
)
def record_without_a_compiled_release(record: Json, _: Context) -> Iterator[Fault]:
    """
    A record leaves it to its readers to merge its releases.

    Refused:

        {"ocid": "ocds-a1b2c3-1", "releases": [{"ocid": "ocds-a1b2c3-1", "id": "1"}]}

    Accepted:

        {"ocid": "ocds-a1b2c3-1", "compiledRelease": {"ocid": "ocds-a1b2c3-1", "tag": ["compiled"]}}
    """
    if not isinstance(record.get("compiledRelease"), dict):
        yield Fault()


RULES = (
    package_of_a_publisher_without_a_name,
    package_with_placeholders,
    package_without_a_licence,
    package_without_a_policy,
    package_of_another_version,
    package_from_the_future,
    extension_without_its_address,
    record_of_several_processes,
    compiled_release_without_its_tag,
    releases_linked_and_embedded,
    record_without_a_compiled_release,
)
