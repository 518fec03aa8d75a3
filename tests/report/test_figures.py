"""Numbers and shares as people read them."""

import pytest

from ocds_sv.report.figures import number, percent


@pytest.mark.parametrize(
    ("rate", "sv", "en"),
    [
        ("1", "100\u00a0%", "100%"),
        ("0", "0\u00a0%", "0%"),
        ("0.0072", "0,7\u00a0%", "0.7%"),
        ("0.5", "50\u00a0%", "50%"),
        ("0.99999", "99,9\u00a0%", "99.9%"),
        ("0.00001", "<0,1\u00a0%", "<0.1%"),
        ("", "", ""),
        ("NaN", "", ""),
        ("x", "", ""),
        ("7", "100\u00a0%", "100%"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(rate, sv, en):
    assert (percent(rate, "sv"), percent(rate, "en")) == (sv, en)


def test_thousands_are_set_apart():
    assert (number(1234567, "sv"), number(1234567, "en"), number(7, "sv")) == ("1\u00a0234\u00a0567", "1,234,567", "7")
