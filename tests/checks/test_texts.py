"""Every rule says what is wrong, why it matters and how it is mended, in Swedish and English."""

import re

import pytest

from ocds_sv.checks.choice import ALL
from ocds_sv.checks.rule import Check
from ocds_sv.checks.texts import texts
from ocds_sv.findings import Severity


@pytest.mark.parametrize("check", ALL.values(), ids=lambda check: check.name)
def test_a_rule_has_its_texts_in_both_languages(check: Check) -> None:
    for words in (check.title, check.why, check.fix):
        assert words("sv") != words("en")
        for lang in ("sv", "en"):
            assert re.fullmatch(r"[A-ZÅÄÖ0-9].*[.!)]", words(lang)), (lang, words(lang))
            assert not re.search(r"[{}…]|  ", words(lang))
    assert re.fullmatch(r"[^.]*(\d\.\d\d?)?[^.]*(extension\.json|\d\.\d|00\.00[^.]*)?\.", check.title("sv"))


def test_the_table_has_every_rule_and_no_other_in_one_place_each() -> None:
    assert set(texts()) == set(ALL)
    for name, check in ALL.items():
        own = check._doc.partition("\n\nRefused:")[0]
        told = texts()[name]
        assert bool(told["title_en"]) is not bool(own), name
        assert bool(told["why_en"]) is not bool("\n" in own), name


def test_a_rule_that_no_table_has_is_called_by_its_name() -> None:
    bare = Check("of-somebody-else", "Release", Severity.INFO, "content", lambda _, __: (), "x", "x", "x", "x")

    assert (bare.title("sv"), bare.why("sv")) == ("of-somebody-else", "")
