"""
Who is withheld in one release: every organisation judged, and everything that would give it away listed.

An organisation is withheld when one of its numbers, its id or its name is or has a personal number, when the source
masked its name or number, when the mapping declares it a person, and when it has the id or the name of one that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from ocds_sv.findings import Rule
from ocds_sv.privacy import rules
from ocds_sv.privacy.names import folded, has_name, may_have, name_pattern, searchable
from ocds_sv.privacy.vocabulary import NO_ORGANISATION_KEYS, ORGANISATION_KEYS, WITHHELD_ID, WITHHELD_NAME
from ocds_sv.sweden.abroad import countries, is_person_abroad
from ocds_sv.sweden.identity import Identity, Kind, classify, number_key, personal_spans
from ocds_sv.sweden.masks import is_missing, plain

Object = dict[str, object]

_CONTAINERS = (dict, list)
_SCHEME = re.compile(r"^[A-Z]{2}-[A-Z]{2,4}-")


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What becomes of an organisation.

    Attributes:
        rule: why.
        number: which withheld party of the release it is, from 1.
    """

    rule: Rule
    number: int


class Survey:
    """
    The withheld parties of one release.

    Attributes:
        verdicts: by ``id()`` of the organisation's object.
        ids: original id → number of the party.
        keys: the ten digits of a personal number → number of the party.
        names: name as ``searchable`` gives it → number of the party.
        withheld: the numbers of the parties to withhold; all others only get an id of their own.
    """

    def __init__(
        self, release: object, is_mask: Callable[[str], bool], persons: Collection[str] = (), first: int = 1
    ) -> None:
        self.verdicts: dict[int, Verdict] = {}
        self.ids: dict[str, int] = {}
        self.keys: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.withheld: set[int] = set()
        self._next = first
        self._is_mask = is_mask
        self._persons = {plain(name) for name in persons}
        self._seen: set[int] = set()
        organisations: dict[int, Object] = {}
        self._collect(release, "", organisations)
        for found in organisations.values():
            self._judge(found)
        for name in persons:
            if (text := searchable(name)) is not None and text not in self.names:
                self.names[text] = self.new()
        while (self.verdicts or self.names) and self._spread(organisations):
            pass

    @property
    def found(self) -> bool:
        """Whether anything would give a party away: without that, only numbers in texts are left to look for."""
        return bool(self.verdicts or self.keys or self.names)

    def new(self) -> int:
        """The number of a party not met before."""
        number = self._next
        self._next += 1
        return number

    def key(self, number: str) -> int:
        """Which party a personal number in any writing belongs to."""
        key = number_key(number)
        if key not in self.keys:
            self.keys[key] = self.new()
        return self.keys[key]

    def names_in(self, text: str) -> bool:
        """Whether the name of a withheld party stands in ``text``."""
        return any(has_name(name, text) for name in self.names)

    def _collect(self, value: object, key: str, found: dict[int, Object]) -> None:
        """Every organisation within ``value`` by its ``id()``, the outer ones first."""
        if isinstance(value, list):
            for item in value:
                if type(item) is not str:
                    self._collect(item, key, found)
        elif isinstance(value, dict):
            if key == "contactPoint":
                self._contact(value)
            elif key not in NO_ORGANISATION_KEYS and (
                "name" in value or "identifier" in value or key in ORGANISATION_KEYS
            ):
                found[id(value)] = value
            for name, item in value.items():
                if type(item) is not str and isinstance(item, _CONTAINERS):
                    self._collect(item, name, found)

    def _contact(self, contact: Object) -> None:
        name = contact.get("name")
        if isinstance(name, str) and personal_spans(name) and (text := searchable(name)) is not None:
            self.names.setdefault(text, self.key(_first_number(name)))

    def _judge(self, party: Object) -> None:
        if _is_withheld_already(party):
            return
        texts = list(_number_texts(party))
        numbers = [classify(text) for text in texts]
        name = party.get("name")
        name = name if isinstance(name, str) else ""
        if any(number.personal for number in numbers) or personal_spans(name) or any(_numbers_abroad(party)):
            self._withhold(party, rules.PARTY_WITHHELD)
        elif self._persons and plain(name) in self._persons:
            self._withhold(party, rules.DECLARED_PERSON_WITHHELD)
        elif self._is_mask(name) or any(map(self._is_number_mask, texts)):
            self._withhold(party, rules.SOURCE_MASK_PARTY)
        elif _is_nameless(party, name, numbers):
            self._register(party, rules.MISSING_PARTY)

    def _is_number_mask(self, text: str) -> bool:
        # 000000-0000 as a number is what foreign suppliers are given, too; only a masked name makes it a person.
        return not text[-1:].isdigit() and self._is_mask(_SCHEME.sub("", text))

    def _withhold(self, party: Object, rule: Rule) -> None:
        number = self._register(party, rule)
        self.withheld.add(number)
        for name in _names(party):
            if not self._is_mask(name) and (text := searchable(name)) is not None:
                self.names.setdefault(text, number)

    def _register(self, party: Object, rule: Rule) -> int:
        own = party.get("id")
        keys = list(_keys(party))
        known = [self.ids.get(str(own)), *(self.keys.get(key) for key in keys)]
        if own is None and not keys:
            known += [self.names.get(searchable(name) or "") for name in _names(party)]
        number = next((number for number in known if number is not None), None) or self.new()
        for text in (*_numbers_abroad(party), *([] if own is None else [str(own)])):
            self.ids.setdefault(text, number)
        for key in keys:
            self.keys.setdefault(key, number)
        # The first object of a party counts as the party, all others as references to it.
        self.verdicts[id(party)] = Verdict(rules.REFERENCE_WITHHELD if number in self._seen else rule, number)
        self._seen.add(number)
        return number

    def _spread(self, organisations: dict[int, Object]) -> bool:
        """Withhold what has the id or the name of a withheld party; whether there was any."""
        before = len(self.verdicts)
        for place, party in organisations.items():
            if place in self.verdicts or _is_withheld_already(party):
                continue
            name, number = party.get("name"), self.ids.get(str(party.get("id")))
            if number in self.withheld or (isinstance(name, str) and self._is_all_names(name)):
                self._withhold(party, rules.REFERENCE_WITHHELD)
            elif number is not None:
                self._register(party, rules.REFERENCE_WITHHELD)
        return len(self.verdicts) > before

    def _is_all_names(self, text: str) -> bool:
        rest, small = text, folded(text)
        for name in self.names:
            if may_have(name, small):
                rest = name_pattern(name).sub("", rest)
        return rest != text and not any(sign.isalnum() for sign in rest)


def _is_withheld_already(party: Object) -> bool:
    own = party.get("id")
    kept_apart = isinstance(own, str) and own.startswith(WITHHELD_ID)
    if "identifier" in party or "additionalIdentifiers" in party:
        return False
    return (kept_apart or own is None) and party.get("name", WITHHELD_NAME) == WITHHELD_NAME


def _is_nameless(party: Object, name: str, numbers: list[Identity]) -> bool:
    own = party.get("id")
    if own is None or not name.strip() or not is_missing(name) or str(own).startswith(WITHHELD_ID):
        return False
    return not any(number.kind in {Kind.LEGAL, Kind.FOREIGN} for number in numbers)


def _number_texts(party: Object) -> Iterator[str]:
    """Everything by which an organisation may be identified: its ids, those of its identifiers, and their addresses."""
    additional = party.get("additionalIdentifiers")
    identifiers = [party.get("identifier"), *(additional if isinstance(additional, list) else [])]
    for holder in [party, *identifiers]:
        if not isinstance(holder, dict):
            continue
        scheme, own = holder.get("scheme"), holder.get("id")
        if isinstance(scheme, str) and isinstance(own, str | int) and not scheme.startswith("SE"):
            # Abroad the scheme tells what the digits are.
            yield f"{scheme}-{own}"
        for key, value in holder.items():
            if isinstance(value, str | int) and (key in {"id", "uri", "uid"} or key.endswith(("ID", "Id"))):
                text = str(value)
                if not text.startswith(WITHHELD_ID):
                    yield text


def _numbers_abroad(party: Object) -> Iterator[str]:
    """The party's numbers that are a natural person's in the country of its address."""
    address = party.get("address")
    country = address.get("country") if isinstance(address, dict) else None
    if not isinstance(country, str) or country.upper() not in countries():
        return
    additional = party.get("additionalIdentifiers")
    for holder in (party.get("identifier"), *(additional if isinstance(additional, list) else [])):
        own = holder.get("id") if isinstance(holder, dict) else None
        if isinstance(own, str | int) and is_person_abroad(country, str(own)):
            yield str(own)


def _names(party: Object) -> Iterator[str]:
    identifier, contact = party.get("identifier"), party.get("contactPoint")
    for holder, key in ((party, "name"), (identifier, "legalName"), (contact, "name")):
        name = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(name, str):
            yield name


def _keys(party: Object) -> Iterator[str]:
    name = party.get("name")
    for text in _number_texts(party):
        identity = classify(text)
        if identity.personal and identity.number is not None:
            yield number_key(identity.number)
        for start, end in personal_spans(text):
            yield number_key(text[start:end])
    if isinstance(name, str):
        for start, end in personal_spans(name):
            yield number_key(name[start:end])


def _first_number(text: str) -> str:
    start, end = personal_spans(text)[0]
    return text[start:end]
