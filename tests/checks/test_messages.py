"""What rules say to people: in their own language, words and figures alike."""

import re
from datetime import date
from typing import Any

from ocds_sv.checks import Checker

AS_OF = date(2026, 1, 1)


def said(*releases: dict[str, Any], rule: str) -> tuple[str, str]:
    """The message of the rule's first example, in Swedish and English."""
    checker = Checker(as_of=AS_OF, select=(rule,))
    for release in releases:
        checker.release(release)
    result = next(one for one in checker.report()["results"] if one["rule"] == rule)
    return result["samples"][0]["message"]["sv"], result["samples"][0]["message"]["en"]


def test_an_open_question_is_asked_in_the_readers_language() -> None:
    releases = [{"ocid": f"ocds-a1b2c3-{number}", "buyer": {"id": "A"}} for number in range(30)]

    sv, en = said(*releases, rule="question-left-open")
    assert sv.startswith("100,0 % svarar inte på frågan 'från vem'")
    assert en.startswith("100.0 % do not answer the question 'from whom'")


def test_stages_have_their_names() -> None:
    release = {
        "awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}],
        "contracts": [{"id": "K", "awardID": "1", "dateSigned": "2024-02-01T00:00:00Z"}],
    }

    sv, en = said(release, rule="stages-in-the-wrong-order")
    assert sv == "undertecknandet 2024-02-01T00:00:00Z kommer före tilldelningen 2024-03-01T00:00:00Z"
    assert en == "the signature 2024-02-01T00:00:00Z comes before the award 2024-03-01T00:00:00Z"

    contract = {"id": "K", "dateSigned": "2024-03-01T00:00:00Z", "amendments": [{"date": "2024-02-01T00:00:00Z"}]}
    sv, _ = said({"contracts": [contract]}, rule="amendment-before-its-beginning")
    assert sv.startswith("kontraktet ändrades 2024-02-01")


def test_types_and_forms_are_words() -> None:
    assert said({"tender": {"value": {"amount": "10"}}}, rule="schema-type") == (
        "värdet är en text, inte ett tal",
        "the value is a text, not a number",
    )
    assert said({"tag": "tender"}, rule="schema-type")[0] == "värdet är en text, inte en lista"
    assert said({"tender": {"documents": [{"url": "bilaga 1"}]}}, rule="schema-format")[0] == (
        "värdet är ingen webbadress"
    )


def test_a_decimal_sign_is_a_comma_in_swedish_alone() -> None:
    releases = [{"date": "2024-03-01T00:00:00Z"}] * 30

    sv, en = said(*releases, rule="releases-all-of-one-day")
    assert (re.findall(r"\d+,\d", sv), re.findall(r"\d+\.\d", en)) == (["100,0"], ["100.0"])
