"""What users ask of every process, and which of it the data leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from ocds_sv.checks.abreast import Abreast
from ocds_sv.checks.dataset.shares import Missing
from ocds_sv.checks.glances import counts
from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.findings import Severity


class Unanswered(Missing):
    """Fails by the question that is left open most often, and names it in both languages."""

    def outcome(self) -> Outcome:
        """With the question's words in Swedish, too."""
        found = super().outcome()
        asked = _QUESTIONS.get(str(found.facts.get("field", "")), "")
        return replace(found, facts={**found.facts, "field_sv": asked}) if asked else found


_QUESTIONS = {
    "who": "vem",
    "what": "vad",
    "from whom": "från vem",
    "how much": "hur mycket",
    "when": "när",
    "how": "hur",
}
"""In English and Swedish."""


def _left_open(abreast: Abreast) -> Iterable[tuple[int, tuple[tuple[str, bool], ...]]]:
    """The same of many releases."""
    return enumerate(
        map(_answers, *(counts.firsts(path, abreast) for path in ("buyer", "tender", "awards[]", "contracts[]")))
    )


def _answers(
    buyer: Json | None, tender: Json | None, award: Json | None, contract: Json | None
) -> tuple[tuple[str, bool], ...]:
    """Which of the questions are answered, the first of the awards and contracts for all."""
    tender, award, contract = tender or {}, award or {}, contract or {}
    buyer = buyer or _object(tender.get("procuringEntity"))
    dated = award.get("date") or contract.get("dateSigned") or _object(tender.get("tenderPeriod")).get("endDate")
    return _answered(
        bool(buyer.get("id") or buyer.get("name")),
        bool(_described(tender) or _described(award) or _described(contract)),
        bool(award.get("suppliers")),
        bool(award.get("value") or contract.get("value")),
        bool(dated),
        bool(tender.get("procurementMethod") or tender.get("procurementMethodDetails")),
    )


@cache
def _answered(*answers: bool) -> tuple[tuple[str, bool], ...]:
    """The questions, and which of them are left open; there are 64 such tuples, and each is made once."""
    return tuple((question, not answer) for question, answer in zip(_QUESTIONS, answers, strict=True))


def _described(one: Json) -> object:
    return one.get("title") or one.get("description") or one.get("items")


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _first(value: object) -> Json:
    return _object(value[0]) if isinstance(value, list) and value else {}


@rule(
    "Release",
    Severity.NOTICE,
    "coverage",
    says=(
        "{share} % do not answer the question '{field}' ({count} of {total})",
        "{share} % svarar inte på frågan '{field_sv}' ({count} av {total})",
    ),
    fix=(
        "See whether the source has it: without it the data are of no use to most people.",
        "Kontrollera om källan har uppgiften: utan den är data till nytta för få.",
    ),
    sources=("https://standard.open-contracting.org/1.1/en/guidance/publish/quality/",),
    judge=lambda _: Unanswered(),
    keys=_left_open,
)
def question_left_open(release: Json, _: Context) -> Iterator[tuple[tuple[str, bool], ...]]:
    """
    More than half of the releases do not answer one of six: who, what, from whom, how much, when, how.

    Releases of one stage cannot answer all of them: check compiled releases. A ledger alone says neither when nor how.

    Refused:

        {"releases": [{"times": 20, "release": {"buyer": {"id": "A"}, "tender": {"id": "1", "title": "Bro"}}}]}

    Accepted:

        {
          "releases": [
            {
              "times": 20,
              "release": {
                "buyer": {"id": "A"},
                "tender": {"id": "1", "title": "Bro", "procurementMethod": "open"},
                "awards": [
                  {
                    "id": "1",
                    "date": "2024-03-01T00:00:00Z",
                    "suppliers": [{"id": "B"}],
                    "value": {"amount": 5, "currency": "SEK"}
                  }
                ]
              }
            }
          ]
        }
    """
    yield _answers(
        _object(release.get("buyer")),
        _object(release.get("tender")),
        _first(release.get("awards")),
        _first(release.get("contracts")),
    )


RULES = (question_left_open,)
