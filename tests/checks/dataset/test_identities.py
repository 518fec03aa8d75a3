"""What refers to what across processes."""

from datetime import date

from ocds_sv.checks.dataset.identities import EXAMPLES, SAMPLE, Addresses, OneFact, Related, Unique
from ocds_sv.checks.rule import Context


def of(ocid: str) -> Context:
    return Context({"ocid": ocid}, date(2026, 1, 1))


def test_all_that_share_an_id_are_counted_and_a_few_are_named() -> None:
    judge = Unique()
    for number in range(40):
        judge.add("samma", of(f"ocds-a1b2c3-{number}"))
    judge.add("egen", of("ocds-a1b2c3-x"))

    outcome = judge.outcome()

    assert (outcome.checked, outcome.failed, len(outcome.ocids)) == (41, 40, EXAMPLES)
    assert outcome.ocids[0] == "ocds-a1b2c3-0"


def test_no_personal_number_is_named() -> None:
    judge = Unique()
    for number in ("811228-9874", "701063-2391"):
        judge.add("samma", of(f"ocds-a1b2c3-{number}"))

    assert not any(sign in " ".join(judge.outcome().ocids) for sign in ("811228", "701063"))


def test_an_organisation_with_two_names_is_found_across_merged_shares() -> None:
    first, second = OneFact(), OneFact()
    first.add(("SE-ON-556091-2148", "ett ab"), of("1"))
    second.add(("SE-ON-556091-2148", "två ab"), of("2"))
    assert first.outcome().state == second.outcome().state == "pass"

    first.merge(second)

    assert (first.outcome().state, first.outcome().failed) == ("fail", 1)


def test_a_process_may_be_named_before_it_comes() -> None:
    judge = Related()
    judge.add(("ocds-a1b2c3-2", ""), of("ocds-a1b2c3-1"))
    assert judge.outcome().state == "fail"

    judge.add(("", ""), of("ocds-a1b2c3-2"))

    assert judge.outcome().state == "pass"


def test_addresses_are_sampled_the_same_in_any_order_and_never_asked_without_somebody_to_ask() -> None:
    asked: list[list[str]] = [[], []]
    for seen, order in zip(asked, (1, -1), strict=True):
        judge = Addresses(lambda address, seen=seen: bool(seen.append(address)) or True)
        for number in range(3000)[::order]:
            judge.add(f"https://example.org/{number}", of(""))
        assert judge.outcome().state == "pass"
    assert asked[0] == asked[1]
    assert len(asked[0]) == SAMPLE

    silent = Addresses(None)
    silent.add("https://example.org/1", of(""))
    assert silent.outcome().state == "skipped"
    assert silent.sample == {}
