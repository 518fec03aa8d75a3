import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ocds_sv.models import Amendment, Change, Contract, Document, Organization, Period, Release, Tender, Value
from ocds_sv.models.base import ocds_name

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2050, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.sampled_from([STOCKHOLM, UTC, timezone(timedelta(hours=-5, minutes=-30))]),
)


@pytest.mark.parametrize(
    ("python", "ocds"),
    [
        ("award_period", "awardPeriod"),
        ("award_id", "awardID"),
        ("ocid", "ocid"),
        ("duration_in_days", "durationInDays"),
    ],
)
def test_python_names_stand_for_ocds_names(python: str, ocds: str) -> None:
    assert ocds_name(python) == ocds


def test_both_names_make_the_same_object() -> None:
    assert Contract(id="1", award_id="2") == Contract.model_validate({"id": "1", "awardID": "2"})


def test_json_has_ocds_names_and_no_empty_fields() -> None:
    contract = Contract(id="1", award_id="2", title=None)

    assert contract.model_dump_json() == '{"id":"1","awardID":"2"}'
    assert contract.model_dump() == {"id": "1", "awardID": "2"}
    assert contract.model_dump(by_alias=False) == {"id": "1", "award_id": "2"}
    assert "title" in contract.model_dump(exclude_none=False)


def test_a_field_with_an_underscore_in_ocds_keeps_it() -> None:
    amendment = Amendment(changes=[Change(property="tender.title", former_value="Vinter")])

    assert amendment.model_dump_json() == '{"changes":[{"property":"tender.title","former_value":"Vinter"}]}'


def test_extra_fields_stay() -> None:
    tender = Tender.model_validate({"id": "1", "title_sv": "Vinter", "lots": [{"id": "1", "value": {"amount": 1.1}}]})

    assert tender.model_dump(mode="json")["lots"] == [{"id": "1", "value": {"amount": 1.1}}]
    assert tender.model_dump_json().endswith('"title_sv":"Vinter","lots":[{"id":"1","value":{"amount":1.1}}]}')


@given(AMOUNTS)
def test_amounts_keep_every_digit_in_json_text(amount: Decimal) -> None:
    text = Value(amount=amount, currency="SEK").model_dump_json()

    assert json.loads(text, parse_float=Decimal, parse_int=Decimal)["amount"] == amount
    assert "E" not in text.replace('"SEK"', "")
    assert Value.model_validate_json(text).amount == amount


@given(AMOUNTS)
def test_amounts_as_json_values_are_the_same_number(amount: Decimal) -> None:
    number = Value(amount=amount).model_dump(mode="json")["amount"]

    assert Decimal(repr(number) if isinstance(number, float) else number) == amount


def test_ordinary_amounts_can_be_written_by_json() -> None:
    values = [Value(amount=text).model_dump(mode="json") for text in ("12", "12.50", "0.1", "-7")]

    assert json.dumps(values) == '[{"amount": 12}, {"amount": 12.5}, {"amount": 0.1}, {"amount": -7}]'


@given(MOMENTS)
def test_moments_are_written_with_their_offset(moment: datetime) -> None:
    text = json.loads(Period(start_date=moment).model_dump_json())["startDate"]

    # Compared as instants: Python calls moments in the hour that comes twice unequal to everything (PEP 495).
    assert datetime.fromisoformat(text).astimezone(UTC) == moment.astimezone(UTC)
    assert datetime.fromisoformat(text).utcoffset() == moment.utcoffset()
    assert Period.model_validate({"startDate": text}).start_date.astimezone(UTC) == moment.astimezone(UTC)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 5, 2, 12),  # noqa: DTZ001 - what is refused
        "2024-05-02T12:00:00",
        "2024-05-02",
        "2024-05-02T12:00+02:00",
        "1700000000",
        1700000000,
        1700000000.5,
        "2024-13-02T12:00:00Z",
    ],
)
def test_moments_without_offset_or_in_another_form_are_refused(moment: Any) -> None:
    with pytest.raises(ValidationError):
        Period(start_date=moment)
    period = Period()
    with pytest.raises(ValidationError):
        period.end_date = moment


def test_a_naive_date_in_an_extra_field_is_refused_when_written() -> None:
    document = Document.model_validate({"id": "1", "seen": datetime(2024, 5, 2, 12)})  # noqa: DTZ001 - what is refused

    with pytest.raises(ValueError, match="without an offset"):
        document.model_dump_json()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999999999", "1e-999999999"])
def test_numbers_that_json_cannot_say_are_refused(number: str) -> None:
    for text in (f'{{"amount": {number}}}', f'{{"other": {number}}}'):
        with pytest.raises(ValidationError):
            Value.model_validate_json(text)
    with pytest.raises(ValidationError):
        Value(amount=Decimal(number))
    with pytest.raises(ValueError, match="too large or too small"):
        Value.model_validate({"other": Decimal(number)}).model_dump_json()


def test_broken_json_is_a_validation_error_that_shows_no_data() -> None:
    with pytest.raises(ValidationError) as caught:
        Release.model_validate_json('{"ocid": "hemligt')

    assert "Invalid JSON" in str(caught.value)
    assert "hemligt" not in str(caught.value)
    with pytest.raises(ValidationError):
        Release.model_validate_json("[" * 100_000)


def test_an_item_may_not_stand_twice_where_the_standard_forbids_it() -> None:
    identifier = {"scheme": "SE-ON", "id": "556000-0000"}

    with pytest.raises(ValidationError, match="stands twice"):
        Organization(additional_identifiers=[identifier, identifier])


def test_json_can_be_indented(release: dict[str, Any]) -> None:
    model = Release.model_validate(release)
    text = model.model_dump_json(indent=2)

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    assert json.loads(text) == json.loads(model.model_dump_json())
    assert Value(amount="12.50").model_dump_json(indent=1) == '{\n "amount": 12.50\n}'
