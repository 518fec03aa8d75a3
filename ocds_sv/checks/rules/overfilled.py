"""Fields that are filled with something else's value everywhere, or that nobody fills."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.dataset.shares import Everywhere, Missing, Shares
from ocds_sv.checks.glances import counts
from ocds_sv.checks.places import awards, awards_by_id, contracts
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.checks.values import amount, currency, text
from ocds_sv.findings import Severity

_QUALITY = ("https://standard.open-contracting.org/1.1/en/guidance/publish/quality/",)
_FIX = (
    "See what the source really has, and leave out what it does not have.",
    "Kontrollera vad källan verkligen har, och utelämna det den inte har.",
)


def _pairs(context: Context) -> Iterator[tuple[Json, Json]]:
    """Awards, each with a contract that follows on it."""
    known = context.of(awards_by_id)
    for _, contract in context.of(contracts):
        award = known.get(text(contract.get("awardID")))
        if award is not None:
            yield award, contract


@rule(
    "Release",
    Severity.NOTICE,
    "distribution",
    says=(
        "the award's date is the contract's, {count} times of {count}",
        "tilldelning och avtal har samma datum {count} gånger av {count}",
    ),
    fix=_FIX,
    sources=_QUALITY,
    needs=("awards", "contracts"),
    judge=lambda _: Everywhere(),
    keys=counts.same_days,
)
def award_dates_that_are_those_of_contracts(_: Json, context: Context) -> Iterator[bool]:
    """
    Every award has the date on which its contract was signed.

    There is a standstill between the two by law; one of them was most likely copied.

    Refused:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}],
                "contracts": [{"id": "K", "awardID": "1", "dateSigned": "2024-03-01T00:00:00Z"}]
              }
            }
          ]
        }

    Accepted:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "awards": [{"id": "1", "date": "2024-02-01T00:00:00Z"}],
                "contracts": [{"id": "K", "awardID": "1", "dateSigned": "2024-03-01T00:00:00Z"}]
              }
            }
          ]
        }
    """
    for award, contract in _pairs(context):
        if text(award.get("date")) and text(contract.get("dateSigned")):
            yield text(award["date"])[:10] == text(contract["dateSigned"])[:10]


@rule(
    "Release",
    Severity.INFO,
    "distribution",
    says=(
        "the award's value is the contract's, {count} times of {count}",
        "tilldelning och avtal har samma värde {count} gånger av {count}",
    ),
    fix=_FIX,
    sources=_QUALITY,
    needs=("awards", "contracts"),
    judge=lambda _: Everywhere(),
    keys=counts.same_values,
)
def award_values_that_are_those_of_contracts(_: Json, context: Context) -> Iterator[bool]:
    """
    Every award has the value of its contract.

    Refused:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "awards": [{"id": "1", "value": {"amount": 500, "currency": "SEK"}}],
                "contracts": [{"id": "K", "awardID": "1", "value": {"amount": 500, "currency": "SEK"}}]
              }
            }
          ]
        }

    Accepted:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "awards": [{"id": "1", "value": {"amount": 500, "currency": "SEK"}}],
                "contracts": [{"id": "K", "awardID": "1", "value": {"amount": 480, "currency": "SEK"}}]
              }
            }
          ]
        }
    """
    for award, contract in _pairs(context):
        one, other = amount(award.get("value")), amount(contract.get("value"))
        if one is not None and other is not None:
            yield one == other and currency(award["value"]) == currency(contract["value"])


@rule(
    "Release",
    Severity.NOTICE,
    "distribution",
    says=(
        "the award's description is the tender's, {count} times of {count}",
        "tilldelning och upphandling har samma beskrivning {count} gånger av {count}",
    ),
    fix=_FIX,
    sources=_QUALITY,
    needs=("awards", "tender"),
    judge=lambda _: Everywhere(),
    keys=counts.same_descriptions,
)
def award_descriptions_that_are_those_of_tenders(release: Json, context: Context) -> Iterator[bool]:
    """
    Every award has the description of its tender.

    Refused:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "tender": {"id": "1", "description": "Städning"},
                "awards": [{"id": "1", "description": "Städning"}]
              }
            }
          ]
        }

    Accepted:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "tender": {"id": "1", "description": "Städning"},
                "awards": [{"id": "1", "description": "Lägst pris"}]
              }
            }
          ]
        }
    """
    tender = release["tender"]
    described = text(tender.get("description")) if isinstance(tender, dict) else ""
    for _number, award in context.of(awards):
        if described and text(award.get("description")):
            yield described == text(award["description"])


@rule(
    "Tender",
    Severity.INFO,
    "distribution",
    says=(
        "the description is the title, {count} times of {count}",
        "beskrivningen är rubriken {count} gånger av {count}",
    ),
    fix=_FIX,
    sources=_QUALITY,
    needs=("title", "description"),
    judge=lambda _: Everywhere(),
    keys=counts.titles_again,
)
def descriptions_that_are_titles(tender: Json, _: Context) -> Iterator[bool]:
    """
    Every tender's description is its title.

    Refused:

        {"releases": [{"times": 20, "release": {"tender": {"id": "1", "title": "Bro", "description": "Bro"}}}]}

    Accepted:

        {"releases": [{"times": 20, "release": {"tender": {"id": "1", "title": "Bro", "description": "Gångbro"}}}]}
    """
    yield text(tender["title"]) == text(tender["description"])


@rule(
    "Release",
    Severity.NOTICE,
    "dates",
    says=("{share} % of the releases are dated {code}", "{share} % av releaserna är daterade {code}"),
    fix=(
        "Give each release the date on which its content became public, not that of the export.",
        "Ge varje release det datum då innehållet blev offentligt, inte exportens datum.",
    ),
    sources=_QUALITY,
    needs=("date",),
    judge=lambda _: Shares(high=0.999, least=20),
    keys=counts.days,
)
def releases_all_of_one_day(release: Json, _: Context) -> Iterator[str]:
    """
    All releases have the same date.

    Then nobody sees what came first, and how long anything took.

    Refused:

        {"releases": [{"times": 20, "release": {"date": "2024-03-01T00:00:00Z"}}]}

    Accepted:

        {
          "releases": [
            {"times": 10, "release": {"date": "2024-03-01T00:00:00Z"}},
            {"times": 10, "release": {"date": "2024-03-02T00:00:00Z"}}
          ]
        }
    """
    yield text(release["date"])[:10]


@rule(
    "Release",
    Severity.NOTICE,
    "coverage",
    says=("{share} % lack {field} ({count} of {total})", "{share} % saknar {field} ({count} av {total})"),
    fix=(
        "See whether the source has it, and map it: most questions put to the data need it.",
        "Kontrollera om källan har uppgiften, och mappa den: de flesta frågor till data behöver den.",
    ),
    pelican="coverage.exists",
    sources=_QUALITY,
    judge=lambda _: Missing(),
    keys=counts.useful_fields,
)
def useful_field_that_is_rarely_filled(release: Json, _: Context) -> Iterator[tuple[tuple[str, bool], ...]]:
    """
    More than half of the releases that could have it lack a field that most users need.

    The fields: the buyer's name, the tender's title, value and period, the award's value and date, the supplier's name,
    the contract's period. They are asked for where their tender, award or contract is.

    Refused:

        {"releases": [{"times": 20, "release": {"buyer": {"name": "Påhittade kommun"}, "awards": [{"id": "1"}]}}]}

    Accepted:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "buyer": {"name": "Påhittade kommun"},
                "tender": {
                  "id": "1",
                  "title": "Bro",
                  "value": {"amount": 5},
                  "tenderPeriod": {"endDate": "2024-03-01T23:59:59Z"}
                }
              }
            }
          ]
        }
    """
    buyer, found = release.get("buyer"), []
    for stage in ("tender", "awards", "contracts"):
        value = release.get(stage)
        first = value[0] if isinstance(value, list) and value else value
        found.append(first if isinstance(first, dict) else None)
    yield counts.filled(buyer if isinstance(buyer, dict) else None, *found)


RULES = (
    award_dates_that_are_those_of_contracts,
    award_values_that_are_those_of_contracts,
    award_descriptions_that_are_those_of_tenders,
    descriptions_that_are_titles,
    releases_all_of_one_day,
    useful_field_that_is_rarely_filled,
)
