"""JSON documents and JSON Lines."""

from __future__ import annotations

import decimal
import json
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from decimal import Decimal
from typing import Any

import ijson

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.faults import READING_ERRORS, as_fault, fault
from ocds_sv.sources.jsonbytes import Utf8, depth_of
from ocds_sv.sources.spec import SourceSpec, Stream
from ocds_sv.sources.survey import Survey, survey
from ocds_sv.sources.textlines import text_lines

FAST_BACKEND = "yajl2_c"
"""The ijson backend that is about twenty times as fast as the one in pure Python."""

WHOLE = "."
"""The ``records`` path that makes the document itself the record."""

_PATHS = {"": WHOLE, "item": "[]"}
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_KEY_SHOWN = 60
_IN_ARRAY = 2
_SEARCHED_EVENTS = 2_000_000
_ARRAY_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*\[')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER_ERRORS = (ValueError, OverflowError, decimal.InvalidOperation)
Item = tuple[int, dict[str, Any]]


class Keys(dict[str, Any]):
    """A JSON object that remembers which keys came again; each stream has its own subclass with its own count."""

    __slots__ = ("again",)
    again: list[str]
    waiting: list[None]

    def __setitem__(self, key: str, value: object) -> None:
        if key in self:
            # ijson builds some items ahead, so that the object itself must know.
            self.again = [*getattr(self, "again", ()), key]
            self.waiting.append(None)
        dict.__setitem__(self, key, value)

    def __reduce__(self) -> tuple[object, ...]:
        # For another process it is a plain object: what came again has been told of here.
        return dict, (dict(self),)


def _again(value: object) -> Iterator[str]:
    """The repeated keys anywhere in an item."""
    if isinstance(value, Keys):
        yield from getattr(value, "again", ())
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _again(item)


class _Cleaner:
    """What is done to each item: a mark in its first key is removed, doubts are counted."""

    def __init__(self, place: Place, skipped: Counter[str], findings: Findings) -> None:
        self.place, self.skipped, self.findings = place, skipped, findings
        self.waiting: list[None] = []
        self._told = False

    def at(self, number: int, column: str | None = None) -> Place:
        """The place of an item."""
        return Place(self.place.file, None, number, column)

    def repeated(self, number: int, key: str) -> None:
        """Tell that a key came again in an item."""
        name = key[:_KEY_SHOWN]
        self.findings.add(Finding(rules.REPEATED_KEY, self.at(number, name), {"key": name}))

    def record(self, number: int, value: object) -> dict[str, Any] | None:
        """The item as a record; ``None`` when it is none."""
        if self.waiting:
            for key in _again(value):
                self.waiting.pop()
                self.repeated(number, key)
        if not isinstance(value, dict):
            self.skipped["not-object"] += 1
            self.findings.add(Finding(rules.NOT_OBJECT, self.at(number)))
            return None
        first = next(iter(value), "")
        if not first.startswith(_BOM):
            return value
        if not self._told:
            self._told = True
            self.findings.add(Finding(rules.BOM_IN_KEY, self.place))
        return {key.removeprefix(_BOM): item for key, item in value.items()}


class _Arrays:
    """The arrays of objects at the top of a document, found in a stream of events."""

    def __init__(self) -> None:
        self.depth, self.key = 0, ""
        self.counts: Counter[str] = Counter()

    def see(self, event: str, value: Any) -> bool:  # noqa: ANN401 - what ijson gives
        """Take in an event; whether the document is an array itself."""
        if event in {"start_map", "start_array"}:
            if self.depth == 0 and event == "start_array":
                return True
            if self.depth == 1 and event == "start_array":
                self.counts[self.key] += 0
            elif self.depth == _IN_ARRAY and self.key in self.counts:
                self.counts[self.key] += 1
            self.depth += 1
        elif event in {"end_map", "end_array"}:
            self.depth -= 1
        elif event == "map_key" and self.depth == 1:
            self.key = value
        elif event != "map_key" and self.depth == _IN_ARRAY and self.counts.get(self.key) == 0:
            # An array of plain values holds no records.
            del self.counts[self.key]
        return False


def _find_prefix(source: Utf8) -> str:
    """
    Where the records are, in ijson's terms: the items of a top array, or of the top object's longest array of objects.

    Empty when there is none: the object itself is the record.
    """
    arrays = _Arrays()
    try:
        for number, (event, value) in enumerate(ijson.basic_parse(source, use_float=False)):
            if arrays.see(event, value):
                return "item"
            if number > _SEARCHED_EVENTS and arrays.counts:
                break
    except (ijson.JSONError, *_NUMBER_ERRORS, *READING_ERRORS):
        # The reading reports it, after what can be read.
        pass
    return f"{max(arrays.counts, key=arrays.counts.__getitem__)}.item" if arrays.counts else ""


def _prefix(blob: Blob, seen: Survey, spec: SourceSpec) -> str:
    if spec.records == WHOLE:
        return ""
    if spec.records:
        return f"{spec.records}.item"
    if not blob.once:
        with closing(blob.open()) as binary:
            return _find_prefix(Utf8(binary, seen, blob))
    # A pipe cannot be read twice; what its beginning shows must do.
    start = blob.head.decode(seen.decision.name, "ignore").lstrip(_BOM + " \t\r\n")
    if start.startswith("["):
        return "item"
    name = _ARRAY_KEY.search(start)
    return f"{json.loads(chr(34) + name[1] + chr(34))}.item" if name else ""


def _warn_if_slow(place: Place, findings: Findings) -> None:
    if ijson.backend != FAST_BACKEND:
        findings.add(Finding(rules.SLOW_JSON, place))


def _items(source: Utf8, prefix: str, cleaner: _Cleaner) -> Iterator[Item]:
    keys = type("Keys", (Keys,), {"__slots__": (), "waiting": cleaner.waiting})
    number = 0
    try:
        for number, value in enumerate(ijson.items(source, prefix, use_float=False, map_type=keys), 1):
            record = cleaner.record(number, value)
            if record is not None:
                yield number, record
    except ijson.IncompleteJSONError as error:
        key = "truncated" if source.ended and "premature EOF" in str(error) else "no-json"
        raise fault(key, cleaner.at(number + 1)) from error
    except (ijson.JSONError, *_NUMBER_ERRORS) as error:
        if isinstance(error, InputError):
            raise
        raise fault("no-json", cleaner.at(number + 1)) from error
    except READING_ERRORS as error:
        raise as_fault(error, cleaner.at(number + 1), source.claimed) from error


def _has_array(blob: Blob, seen: Survey, path: str) -> bool:
    with closing(blob.open()) as binary:
        events = ijson.parse(Utf8(binary, seen, blob), use_float=False)
        return any(prefix == path and event == "start_array" for prefix, event, _ in events)


def read_json(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    The one stream of a JSON document; numbers are ``int`` or ``Decimal``.

    Raises:
        InputBroken: it is no JSON, or ends too early; while iterating, after what could be read.
        InputTooLarge: it is nested too deeply.
    """
    seen = survey(blob, spec, findings, lines=False)
    prefix = _prefix(blob, seen, spec)
    _warn_if_slow(blob.place, findings)
    facts = {"encoding": seen.decision.label, "records": _PATHS.get(prefix) or prefix.removesuffix(".item")}
    skipped: Counter[str] = Counter()

    def records() -> Iterator[Item]:
        cleaner, empty = _Cleaner(blob.place, skipped, findings), True
        with closing(blob.open()) as binary:
            source = Utf8(binary, seen, blob)
            for item in _items(source, prefix, cleaner):
                empty = False
                yield item
            _tell_surrogates(source.surrogates, blob.place, findings)
        if not empty or skipped:
            return
        if spec.records not in {"", WHOLE} and not blob.once and not _has_array(blob, seen, spec.records):
            raise fault("no-records-path", blob.place, path=spec.records)
        findings.add(Finding(rules.NO_RECORDS, blob.place))

    yield Stream(blob.place, None, records(), skipped, facts)


def _tell_surrogates(count: int, place: Place, findings: Findings) -> None:
    if count:
        findings.add(Finding(rules.LONE_SURROGATE, place, {"count": count}), count)


def _not_finite(_name: str) -> None:
    raise ValueError


def _decoder(repeated: list[str]) -> Callable[[str], Any]:
    """
    A parser of one line.

    The standard library's, because it alone keeps every digit, sees repeated keys and refuses NaN.
    """

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(items)
        if len(value) != len(items):
            repeated.extend(key for key, count in Counter(key for key, _ in items).items() if count > 1)
        return value

    return json.JSONDecoder(parse_float=Decimal, parse_constant=_not_finite, object_pairs_hook=pairs).decode


def read_jsonl(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    The one stream of a JSON Lines file; a line that is no JSON is a finding and is skipped.

    Raises:
        InputBroken: not one line is JSON, or the file breaks off.
        InputTooLarge: a line is too long or nested too deeply.
    """
    seen = survey(blob, spec, findings)
    skipped: Counter[str] = Counter()
    records = _Lines(blob, seen, _Cleaner(blob.place, skipped, findings)).records()
    yield Stream(blob.place, None, records, skipped, {"encoding": seen.decision.label, "records": "lines"})


class _Lines:
    """The lines of a JSON Lines file as records."""

    def __init__(self, blob: Blob, seen: Survey, cleaner: _Cleaner) -> None:
        self.blob, self.seen, self.cleaner = blob, seen, cleaner
        self._again: list[str] = []
        self.decode = _decoder(self._again)
        self.good = 0

    def records(self) -> Iterator[Item]:
        """Line number and object."""
        cleaner, number = self.cleaner, 0
        try:
            with text_lines(self.blob, self.seen, cleaner.findings) as lines:
                for number, line in enumerate(lines, 1):
                    record = self._record(number, line.strip())
                    if record is not None:
                        yield number, record
        except InputError:
            raise
        except READING_ERRORS as error:
            raise as_fault(error, cleaner.at(number + 1), self.seen.claimed) from error
        if not self.good and cleaner.skipped["not-json"]:
            raise fault("no-json", cleaner.place)
        if not self.good:
            cleaner.findings.add(Finding(rules.NO_RECORDS, cleaner.place))

    def _record(self, number: int, line: str) -> dict[str, Any] | None:
        cleaner, limit = self.cleaner, self.blob.limits.nesting
        if not line:
            cleaner.skipped["blank"] += 1
            return None
        if line.count("[") + line.count("{") > limit and depth_of(line.encode("utf-8", "replace")) > limit:
            raise fault("nesting", cleaner.at(number), limit=limit)
        self._again.clear()
        try:
            value = self._value(number, line)
        except ValueError as error:
            cleaner.skipped["not-json"] += 1
            facts = {"column": getattr(error, "colno", 1)}
            cleaner.findings.add(Finding(rules.LINE_NOT_JSON, cleaner.at(number), facts))
            return None
        except decimal.InvalidOperation:
            cleaner.skipped["not-json"] += 1
            cleaner.findings.add(Finding(rules.LINE_NOT_JSON, cleaner.at(number), {"column": 1}))
            return None
        self.good += 1
        while self._again:
            cleaner.repeated(number, self._again.pop(0))
        return cleaner.record(number, value)

    def _value(self, number: int, line: str) -> object:
        if "\\ud" in line or "\\uD" in line:
            value = self.decode(line)
            dumped = json.dumps(value, ensure_ascii=False, default=str)
            lone = len(_LONE_SURROGATE.findall(dumped))
            if lone:
                facts = {"count": lone}
                self.cleaner.findings.add(Finding(rules.LONE_SURROGATE, self.cleaner.at(number), facts), lone)
                return _without_surrogates(value)
            return value
        return self.decode(line)


def _without_surrogates(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value
