"""The written-out ways to what stands in a release find what the general one finds."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.places import ROLES, inside, references, stages, standing, transactions

ODD = st.none() | st.integers() | st.text(max_size=3)
ORGANISATION = st.fixed_dictionaries({"id": st.text(max_size=3)}) | ODD
LIST = st.lists(ORGANISATION, max_size=3) | ODD
TRANSACTION = st.fixed_dictionaries({}, optional={"payer": ORGANISATION, "payee": ORGANISATION}) | ODD
IMPLEMENTATION = st.fixed_dictionaries({}, optional={"transactions": st.lists(TRANSACTION, max_size=3) | ODD}) | ODD
CONTRACT = st.fixed_dictionaries({}, optional={"implementation": IMPLEMENTATION}) | ODD
TENDER = st.fixed_dictionaries({}, optional={"procuringEntity": ORGANISATION, "tenderers": LIST}) | ODD
RELEASE = st.fixed_dictionaries(
    {},
    optional={
        "buyer": ORGANISATION,
        "tender": TENDER,
        "awards": st.lists(st.fixed_dictionaries({}, optional={"suppliers": LIST}) | ODD, max_size=3) | ODD,
        "contracts": st.lists(CONTRACT, max_size=3) | ODD,
    },
)


@given(RELEASE)
def test_references_are_those_that_stand_in_a_role(release: dict[str, Any]) -> None:
    general = [(role, place) for role, path in ROLES.items() for place, _ in standing(release, path)]

    assert sorted((role, place) for role, place, _ in references(release)) == sorted(general)


@given(RELEASE)
def test_every_place_leads_to_its_object(release: dict[str, Any]) -> None:
    found = stages(release)
    payments = [("", place, one) for place, one in transactions(release)]
    for _name, place, one in [*references(release), *found, *inside("suppliers", found), *payments]:
        value: Any = release
        for part in place:
            value = value[part]
        assert value is one
