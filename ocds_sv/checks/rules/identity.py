"""Identifiers: of releases, processes and organisations, and the Swedish ones in particular."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ocds_sv.checks.glances import organisations, texts
from ocds_sv.checks.places import members
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import text
from ocds_sv.findings import Severity
from ocds_sv.sweden.identity import mask_text

_OCID = re.compile(r"ocds-[a-z0-9]{6}")
_EXAMPLE_PREFIX = "ocds-213czf"
_IDS = ("https://standard.open-contracting.org/1.1/en/schema/identifiers/",)


@rule(
    "Release",
    Severity.ERROR,
    "identity",
    says=("the ocid '{ocid}' does not begin with a prefix", "ocid '{ocid}' börjar inte med ett prefix"),
    fix=(
        "An ocid is a registered prefix, ocds-xxxxxx, and an id of your own.",
        "Ett ocid är ett registrerat prefix, ocds-xxxxxx, och ett eget id.",
    ),
    pelican="field.ocid_prefix_check",
    sources=_IDS,
    needs=("ocid",),
    glance=partial(texts.ocids_unlike, _OCID),
)
def ocid_without_prefix(release: Json, _: Context) -> Iterator[Fault]:
    """
    The ocid does not begin with ocds- and six characters.

    Refused:

        {"ocid": "2024-17"}

    Accepted:

        {"ocid": "ocds-a1b2c3-2024-17"}
    """
    ocid = release.get("ocid")
    if isinstance(ocid, str) and not _OCID.match(ocid):
        yield Fault("ocid", ocid=mask_text(ocid[:60]))


@rule(
    "Release",
    Severity.WARNING,
    "identity",
    says=("the ocid has the documentation's example prefix", "ocid har dokumentationens exempelprefix"),
    fix=(
        "Register a prefix with the Open Contracting Partnership.",
        "Registrera ett prefix hos Open Contracting Partnership.",
    ),
    sources=_IDS,
    needs=("ocid",),
    glance=partial(texts.with_in, "ocid", _EXAMPLE_PREFIX),
)
def ocid_with_the_example_prefix(release: Json, _: Context) -> Iterator[Fault]:
    """
    The ocid begins with ocds-213czf, which is the documentation's.

    Refused:

        {"ocid": "ocds-213czf-1"}

    Accepted:

        {"ocid": "ocds-a1b2c3-1"}
    """
    if text(release.get("ocid")).startswith(_EXAMPLE_PREFIX):
        yield Fault("ocid")


@rule(
    "Release",
    Severity.ERROR,
    "identity",
    says=("the release's id has the sign #", "releasens id innehåller tecknet #"),
    fix=(
        "Leave # out of the id: records refer to releases by package#id.",
        "Ta bort # ur id: poster hänvisar till releaser med paket#id.",
    ),
    sources=_IDS,
    needs=("id",),
    glance=partial(texts.with_in, "id", "#"),
)
def release_id_with_a_hash(release: Json, _: Context) -> Iterator[Fault]:
    """
    A release's id contains a #.

    Refused:

        {"id": "1#2"}

    Accepted:

        {"id": "1-2"}
    """
    if "#" in text(release.get("id")):
        yield Fault("id")


@rule(
    "Release",
    Severity.WARNING,
    "identity",
    says=("{count} parties have the identifier {scheme} {id}", "{count} parter har identiteten {scheme} {id}"),
    fix=("Make them one party with all its roles.", "Gör dem till en part med alla sina roller."),
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#parties",),
    needs=("parties",),
    glance=organisations.identified_twice,
)
def one_organisation_as_several_parties(_: Json, context: Context) -> Iterator[Fault]:
    """
    Several parties have the same identifier, and no department tells them apart.

    Refused:

        {
          "parties": [
            {"id": "A", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}},
            {"id": "B", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}}
          ]
        }

    Accepted:

        {
          "parties": [
            {"id": "A", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}},
            {"id": "A-inkop", "name": "Inköp", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}}
          ]
        }
    """
    identified = [
        (text(one.get("scheme")), own, number, party)
        for number, party in context.of(members)
        if isinstance(one := party.get("identifier"), dict) and (own := text(one.get("id")))
    ]
    if len({own for _, own, _, _ in identified}) == len(identified):
        return
    seen: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for scheme, own, number, party in identified:
        seen.setdefault((scheme, own), []).append((number, text(party.get("id"))))
    for (scheme, of), found in seen.items():
        shortest = min((one for _, one in found), key=len)
        apart = all(one.startswith(shortest) for _, one in found)
        if len(found) > 1 and not apart:
            yield Fault("parties", found[1][0], "identifier", count=len(found), scheme=scheme, id=mask_text(of[:40]))


RULES = (
    ocid_without_prefix,
    ocid_with_the_example_prefix,
    release_id_with_a_hash,
    one_organisation_as_several_parties,
)
