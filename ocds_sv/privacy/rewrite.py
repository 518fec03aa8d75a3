"""The release as it may be published: a new tree beside the old one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from ocds_sv.findings import Rule
from ocds_sv.privacy import rules
from ocds_sv.privacy.amounts import has_amount
from ocds_sv.privacy.names import folded, has_name, may_have, name_pattern
from ocds_sv.privacy.survey import Object, Survey
from ocds_sv.privacy.vocabulary import (
    CODE_KEYS,
    KEPT_ADDRESS_KEYS,
    KEPT_KEYS,
    NUMBER_MASK,
    WITHHELD_ID,
    WITHHELD_NAME,
    is_identifier_key,
    whole_number,
)
from ocds_sv.sweden.identity import personal_spans

_SHORTEST_ID = 6
_SHORTEST_NUMBER = 9


@lru_cache(maxsize=4096)
def key_pattern(key: str) -> re.Pattern[str]:
    """What finds a known personal number by its ten digits, in any writing and even inside a longer run of digits."""
    year, month, day, serial = (re.escape(part) for part in (key[:2], key[2:4], key[4:6], key[6:]))
    gap, separator = r"[\W_]{0,5}", r"[\W_]?"
    # A spreadsheet eats the 0 with which a number begins.
    year = f"0?{key[1]}" if key[0] == "0" else year
    return re.compile(f"(?:18|19|20|16|00)?{year}{separator}{month}{separator}{day}{gap}{serial}", re.IGNORECASE)


def may_have_key(key: str, text: str) -> bool:
    """Whether ``key_pattern(key)`` may find anything: whatever stands before, the last three digits have no gap."""
    return key[-3:] in text


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+$")


@lru_cache(maxsize=4096)
def _id_pattern(own: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(own)}(?![^\W_])", re.IGNORECASE)


class Rewriter:
    """
    Makes the new tree and notes what it did.

    Attributes:
        noted: how often each rule applied, by rule and OCDS path without indexes.
    """

    def __init__(self, survey: Survey, token: str, accept: Mapping[str, str]) -> None:
        self.noted: Counter[tuple[Rule, str]] = Counter()
        self._survey = survey
        self._own = f"{WITHHELD_ID}{token}-"
        self._accept = accept
        self._names = sorted(survey.names.items(), key=lambda item: -len(item[0]))
        self._ids = [(own, number) for own, number in survey.ids.items() if len(own) >= _SHORTEST_ID]

    def value(self, value: object, key: str, path: str) -> object:
        """``value`` without anything personal; ``key`` is the nearest key above, ``path`` its OCDS path."""
        if isinstance(value, str):
            return self.text(value, key, path)
        if isinstance(value, list):
            return [self.value(item, key, path) for item in value]
        if isinstance(value, dict):
            return self._object(value, key, path)
        return self._number(value, key, path)

    def _object(self, value: Object, key: str, path: str) -> object:
        verdict = self._survey.verdicts.get(id(value))
        if verdict is None:
            if key == "contactPoint" and self._survey.names_in(str(value.get("name", ""))):
                self.noted[rules.NAME_ELSEWHERE, f"{path}/name"] += 1
                return {"name": WITHHELD_NAME}
            return self._items(value, path)
        self.noted[verdict.rule, path] += 1
        token = f"{self._own}{verdict.number}"
        if verdict.number not in self._survey.withheld:
            return self._items({**value, "id": token}, path)
        return self._withheld(value, token, path)

    def _withheld(self, value: Object, token: str, path: str) -> Object:
        new: Object = {"id": token} if "id" in value else {}
        if "name" in value or "identifier" in value:
            new["name"] = WITHHELD_NAME
        if "roles" in value:
            new["roles"] = self.value(value["roles"], "roles", f"{path}/roles")
        address = value.get("address")
        if isinstance(address, dict):
            coarse = {name: item for name, item in address.items() if name in KEPT_ADDRESS_KEYS}
            if coarse:
                new["address"] = self._items(coarse, f"{path}/address")
        kept = {name: item for name, item in value.items() if name not in KEPT_KEYS and has_amount(item)}
        return new | self._items(kept, path)

    def _items(self, value: Object, path: str) -> Object:
        new: Object = {}
        for key, item in value.items():
            clean = self._key(key, path)
            while clean in new:
                clean += "-"
            new[clean] = self.value(item, clean, f"{path}/{clean}" if path else clean)
        return new

    def _key(self, key: str, path: str) -> str:
        # Names are not looked for in keys: a firm called Value must not rename a field.
        if key.isalpha():
            return key
        return self._own.join(self._digits(part, f"{path}/*", identifier=True) for part in key.split(self._own))

    def _number(self, value: object, key: str, path: str) -> object:
        digits = whole_number(value, key)
        if digits is None or len(digits) < _SHORTEST_NUMBER:
            return value
        clean = self._digits(digits, path, identifier=True)
        return value if clean == digits else clean

    def text(self, text: str, key: str, path: str) -> str:
        """
        ``text`` without personal numbers, and without the names and ids of the withheld parties.

        What the gate itself wrote earlier is left alone, so that a second passage changes nothing.
        """
        # What stands in for a name or a number in an address must leave it an address.
        identifier = is_identifier_key(key) or _ADDRESS.match(text) is not None
        text = self._digits(text, path, identifier=identifier)
        if key in CODE_KEYS:
            return text
        old = text
        for name, number in self._names:
            if has_name(name, text):
                text = self._replace(text, name_pattern(name), f"{self._own}{number}" if identifier else WITHHELD_NAME)
        if identifier:
            for own, number in self._ids:
                if may_have(own, folded(text)):
                    text = self._replace(text, _id_pattern(own), f"{self._own}{number}")
        if text != old:
            self.noted[rules.NUMBER_REPLACED if identifier else rules.NAME_ELSEWHERE, path] += 1
        return text

    def _digits(self, text: str, path: str, *, identifier: bool) -> str:
        old = text
        for known, number in self._survey.keys.items():
            if may_have_key(known, text):
                text = self._replace(text, key_pattern(known), f"{self._own}{number}" if identifier else NUMBER_MASK)
        if personal_spans(text):
            text = self._own.join(self._numbers(part, path, identifier=identifier) for part in text.split(self._own))
        if text != old:
            self.noted[rules.NUMBER_REPLACED if identifier else rules.NUMBER_MASKED, path] += 1
        return text

    def _replace(self, text: str, pattern: re.Pattern[str], new: str) -> str:
        if pattern.search(text) is None:
            return text
        parts = text.split(self._own)
        for place, part in enumerate(parts):
            for hit in reversed(list(pattern.finditer(part))):
                parts[place] = _insert(parts[place], hit.start(), hit.end(), new)
        return self._own.join(parts)

    def _numbers(self, text: str, path: str, *, identifier: bool) -> str:
        for start, end in reversed(personal_spans(text)):
            if path in self._accept and text[start:end].isdigit():
                self.noted[rules.NUMBER_ACCEPTED, path] += 1
                continue
            new = self._own + str(self._survey.key(text[start:end])) if identifier else NUMBER_MASK
            text = _insert(text, start, end, new)
        return text


def _insert(text: str, start: int, end: int, new: str) -> str:
    """``new`` for ``text[start:end]``, hyphens where an id would run into what stands beside it."""
    before, after = text[:start], text[end:]
    if new.startswith(WITHHELD_ID):
        before += "-" if before[-1:].isalnum() else ""
        after = ("-" if after[:1].isalnum() else "") + after
    return before + new + after
