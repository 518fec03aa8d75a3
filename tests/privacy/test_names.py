"""Whether a text may have a name is told without a pattern; it may say yes for nothing, and never no for something."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.privacy.names import folded, has_name, hint, may_have, name_pattern, searchable
from ocds_sv.privacy.rewrite import key_pattern, may_have_key

NAMES = ["Tolvina Provdotter", "Åke Ödman-Provsson", "Müßig & Strauß", "Kikki Skiss", "Ångström Ǻ", "Ли Эн"]
NAME_TEXTS = st.sampled_from(NAMES) | st.text(st.characters(codec="utf-8"), min_size=3, max_size=12)
CASES = st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase])
FORMS = st.sampled_from(["NFC", "NFD", "NFKD"])
LIKE = str.maketrans({"i": "ı", "I": "İ", "k": "\u212a", "s": "ſ"})


@given(name=NAME_TEXTS, case=CASES, form=FORMS, like=st.booleans(), around=st.text(max_size=5))
def test_the_hint_hides_no_name(name, case, form, like, around):
    wanted = searchable(name)
    text = unicodedata.normalize(form, case(name))
    text = around + (text.translate(LIKE) if like else text) + around

    if wanted is not None:
        found = name_pattern(wanted).search(text) is not None
        assert may_have(wanted, folded(text)) or not found
        assert has_name(wanted, text) is found


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz0123456789")
def test_whatever_stands_for_a_letter_is_folded_to_it(letter):
    everything = "".join(map(chr, range(sys.maxunicode + 1)))

    assert {letter} <= {*re.findall(letter, everything, re.IGNORECASE)}
    assert all(letter in folded(sign) for sign in re.findall(letter, everything, re.IGNORECASE))


def test_the_hint_is_the_longest_that_all_writings_share():
    assert hint("åke ödman provsson") == "provsson"
    assert hint("åäö öb") == ""
    assert may_have("ли эн", "whatever")


@given(
    st.sampled_from(["8112289874", "0001012200", "000101T220"]), st.text(st.sampled_from("0123456789T -"), max_size=20)
)
def test_the_last_digits_hide_no_key(key, around):
    text = f"{around}{key[:6]}-{key[6:]}{around}"

    assert may_have_key(key, text)
    assert may_have_key(key, around) or key_pattern(key).search(around) is None
