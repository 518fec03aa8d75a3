import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.numbers import clean_number, parse_number

AMOUNTS = st.decimals(
    min_value=Decimal("-1e15"), max_value=Decimal("1e15"), allow_nan=False, allow_infinity=False, places=2
)
SPACES = [" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019"]
MINUSES = ["-", "\u2212", "\u2013", "\u2010"]


def swedish(value: Decimal, group: str = "", mark: str = ",") -> str:
    """The size of ``value`` without its sign, grouped."""
    return f"{abs(value):,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)


def fault_of(text: str, decimal: str | None = None) -> ValueFault:
    with pytest.raises(ValueFault) as caught:
        parse_number(text, decimal)
    return caught.value


def outcome(text: str, decimal: str | None) -> str:
    try:
        return "a number" if parse_number(text, decimal).is_finite() else "not finite"
    except ValueFault as fault:
        return fault.rule


@given(AMOUNTS, st.sampled_from(SPACES), st.sampled_from(MINUSES), st.sampled_from([None, ","]))
def test_every_swedish_spelling_gives_the_number_back(value, space, minus, decimal):
    sign = minus if value < 0 else ""
    digits = swedish(value, space)

    assert parse_number(f"{sign}{digits}", decimal) == value
    assert parse_number(f"{digits}{sign}", decimal) == value
    assert parse_number(f"{sign}{digits} kr", decimal) == value
    assert parse_number(f"SEK {sign}{digits}", decimal) == value
    assert parse_number(f"  {sign} {digits}\u00a0kr. ", decimal) == value
    assert parse_number(f"{sign}{swedish(value)}", decimal) == value
    assert parse_number(f"({digits})", decimal) == -abs(value)


@given(AMOUNTS)
def test_dots_between_groups_and_a_comma_before_the_decimals(value):
    text = ("-" if value < 0 else "") + swedish(value, ".")

    assert parse_number(text) == parse_number(text, ",") == value


@given(AMOUNTS)
def test_commas_between_groups_and_a_dot_before_the_decimals(value):
    text = ("-" if value < 0 else "") + swedish(value, ",", ".")

    assert parse_number(text) == parse_number(text, ".") == value


@given(AMOUNTS, st.sampled_from([("tkr", 3), ("Mkr", 6), ("milj.", 6), ("milj. kr", 6), ("mdkr", 9)]))
def test_units_are_multiplied_out_without_loss(value, unit):
    name, power = unit

    got = parse_number(f"{value:.2f} {name}".replace(".", ",", 1), ",")

    assert got == value * 10**power
    assert "E" not in str(got)


@given(st.integers(min_value=-8 * 10**11, max_value=8 * 10**11))
def test_an_amount_that_went_through_a_float_comes_back_to_the_ore(ore):
    value = Decimal(ore).scaleb(-2)

    assert parse_number(str(Decimal(float(value))), ".") == value


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_a_fault(text):
    for decimal in (None, ",", "."):
        assert outcome(text, decimal) in {"a number", "not-a-number", "ambiguous-number"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2022.31", "2022.31"),
        ("5000-", "-5000"),
        ("5 000-", "-5000"),
        ("(5 000)", "-5000"),
        ("(5 000 kr)", "-5000"),
        ("−12,5", "-12.5"),
        ("500:-", "500"),
        ("500,-", "500"),
        ("500.-", "500"),
        ("1 000 SEK", "1000"),
        ("12 tkr", "12000"),
        ("1,5 mkr", "1500000.0"),
        ("1,5 Mkr", "1500000.0"),
        ("2 miljoner kronor", "2000000"),
        ("1E+05", "100000"),
        ("1,5E+3", "1500"),
        ("1,234", "1.234"),
        ("0.123", "0.123"),
        ("1234.567", "1234.567"),
        ("1.234.567", "1234567"),
        (",50", "0.50"),
        ("+7", "7"),
        ("-0,00", "0.00"),
        ("0.0", "0.0"),
    ],
)
def test_spellings_without_a_declared_mark(text, number):
    assert str(parse_number(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "-", "kr", "..", "5.", "5,", "- -5", "-5-", "(-5)", "(5", "5)", "1e", "1E999"],
        *["12 kr st", "12 USD", "5 %", "5%", "556012-5790", "2021-03-31", "0x10", "1_000", "NaN", "Infinity"],
        *["1 23", "12 34", "1,2,3", "1.2.3", "1 234.567,8", "1'234 567", "٣", "１２", "9" * 101],
    ],
)
def test_what_is_no_number_is_refused(text):
    assert fault_of(text).rule == "not-a-number"
    assert fault_of(text).value is None


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", None, "1.234"),
        ("-1.234 kr", None, "-1.234"),
        ("12.50", ",", "12.50"),
        ("12,50", ".", "12.50"),
        ("-1.5 tkr", ",", "-1500.0"),
    ],
)
def test_what_could_be_two_numbers_is_a_fault_with_the_likely_one(text, decimal, value):
    fault = fault_of(text, decimal)

    assert (fault.rule, str(fault.value)) == ("ambiguous-number", value)


def test_a_declared_mark_settles_what_is_ambiguous():
    assert parse_number("1.234", ",") == 1234
    assert parse_number("1.234", ".") == Decimal("1.234")
    assert parse_number("1,234", ".") == 1234


def test_the_text_is_never_in_the_message():
    assert "19811228" not in f"{fault_of('19811228-x')!r} {fault_of('19811228-x')}"


def test_a_fault_survives_the_way_back_from_a_worker():
    fault = pickle.loads(pickle.dumps(ValueFault("ambiguous-number", Decimal("1.234"))))

    assert (fault.rule, fault.value) == ("ambiguous-number", Decimal("1.234"))


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("1234.5599999999999", "1234.56"),
        ("0.10000000000000001", "0.10"),
        ("-2696.0000000000005", "-2696.00"),
        ("-1E-12", "0.00"),
        ("1E+5", "100000"),
        ("0.333333", "0.333333"),
        ("0.3333333333", "0.3333333333"),
        ("12.5", "12.5"),
        ("-0", "0"),
        # ESV writes millions with eight decimals: those are no noise.
        ("17.12345678", "17.12345678"),
    ],
)
def test_noise_goes_and_digits_stay(noisy, clean):
    assert str(clean_number(Decimal(noisy))) == clean


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_typed_cell_that_is_no_number_is_a_fault(value):
    with pytest.raises(ValueFault, match="not-a-number"):
        clean_number(Decimal(value))
