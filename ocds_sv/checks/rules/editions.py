"""What has become of the processes of an earlier edition of the same data."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.dataset.earlier import compared, fell_back, gone, renamed, stand
from ocds_sv.checks.glances import counts
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.findings import Severity

_EDITIONS = ("https://standard.open-contracting.org/1.1/en/guidance/publish/",)


@rule(
    "Release",
    Severity.WARNING,
    "editions",
    says=("{count} of {total} processes are gone", "{count} av {total} processer är borta"),
    fix=("Keep what has been published, with its ocid.", "Behåll det som har publicerats, med sitt ocid."),
    pelican="time_variance.ocid",
    sources=_EDITIONS,
    judge=compared(gone),
    keys=counts.stands,
)
def process_that_is_gone(_: Json, context: Context) -> Iterator[bytes]:
    """
    More than one process of twenty in the earlier edition is gone.

    Refused:

        {"previous": [{"ocid": "1"}, {"ocid": "2"}], "releases": [{"times": 1, "release": {"ocid": "1"}}]}

    Accepted:

        {"previous": [{"ocid": "1"}], "releases": [{"times": 1, "release": {"ocid": "1"}}]}
    """
    yield context.of(stand)


@rule(
    "Release",
    Severity.WARNING,
    "editions",
    says=("{count} of {total} processes have lost something", "{count} av {total} processer har förlorat något"),
    fix=("Keep the stages that have been published.", "Behåll de skeden som har publicerats."),
    pelican="time_variance.phase_stable",
    sources=_EDITIONS,
    judge=compared(fell_back),
    keys=counts.stands,
)
def process_that_fell_back(_: Json, context: Context) -> Iterator[bytes]:
    """
    More than one process of twenty has lost its planning, its tender, an award or a contract.

    Refused:

        {
          "previous": [{"ocid": "1", "awards": [{"id": "A"}, {"id": "B"}]}],
          "releases": [{"times": 1, "release": {"ocid": "1", "awards": [{"id": "A"}]}}]
        }

    Accepted:

        {
          "previous": [{"ocid": "1", "awards": [{"id": "A"}]}],
          "releases": [{"times": 1, "release": {"ocid": "1", "awards": [{"id": "A"}, {"id": "B"}]}}]
        }
    """
    yield context.of(stand)


@rule(
    "Release",
    Severity.NOTICE,
    "editions",
    says=("{count} of {total} tenders have a new title", "{count} av {total} upphandlingar har fått ny rubrik"),
    fix=("See whether the ocids still mean the same.", "Kontrollera att varje ocid fortfarande betyder detsamma."),
    pelican="time_variance.tender_title",
    sources=_EDITIONS,
    judge=compared(renamed),
    keys=counts.stands,
)
def tender_with_a_new_title(_: Json, context: Context) -> Iterator[bytes]:
    """
    More than one tender of twenty has another title than before: the ocids may have changed places.

    Refused:

        {
          "previous": [{"ocid": "1", "tender": {"id": "1", "title": "Bro"}}],
          "releases": [{"times": 1, "release": {"ocid": "1", "tender": {"id": "1", "title": "Väg"}}}]
        }

    Accepted:

        {
          "previous": [{"ocid": "1", "tender": {"id": "1", "title": "BRO  1"}}],
          "releases": [{"times": 1, "release": {"ocid": "1", "tender": {"id": "1", "title": "Bro 1"}}}]
        }
    """
    yield context.of(stand)


RULES = (process_that_is_gone, process_that_fell_back, tender_with_a_new_title)
