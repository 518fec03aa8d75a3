"""
What fields, types, codelists, codes and extensions are called and what they mean, in Swedish and English.

    >>> from ocds_sv.standard import texts
    >>> texts.of_field("Tender.procuringEntity", "sv").title
    'Upphandlande organisation'
    >>> texts.of_code("method", "open").title
    'Open'

The texts are this project's own; they stand as tables in ``schemas/ocds/texts``, and each is read when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from ocds_sv.standard import files
from ocds_sv.standard.unknown import unknown

LANGUAGES = ("sv", "en")

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """
    A title and a description in one language.

    Attributes:
        title: a few words, without a full stop.
        description: a sentence or two; empty for countries, currencies and languages, which have names only.
    """

    title: str
    description: str


def of_field(key: str, lang: str = "en") -> Text:
    """
    The text of a field by its ``Definition.property``, such as ``Tender.status``; ``Node.key`` is such a key.

    Raises:
        UnknownName: when there is no such field; so do the others for theirs.
    """
    return _found(_fields(), key, lang, "OCDS field", "OCDS-fältet")


def of_type(name: str, lang: str = "en") -> Text:
    """The text of a type, such as ``Organization``."""
    return _found(_types(), name, lang, "OCDS type", "OCDS-typen")


def of_codelist(name: str, lang: str = "en") -> Text:
    """The text of a codelist, such as ``partyRole``."""
    return _found(_codelists(), name, lang, "codelist", "Kodlistan")


def of_extension(extension: str, lang: str = "en") -> Text:
    """The text of an extension by its id, such as ``lots``."""
    return _found(_extensions(), extension, lang, "extension", "Tillägget")


def of_code(codelist: str, code: str, lang: str = "en") -> Text | None:
    """The text of a code; ``None`` for one that the standard does not have, as open codelists allow."""
    row = _codes_of(codelist).get(code)
    return _text(row, lang) if row is not None else None


def fields() -> tuple[str, ...]:
    """The keys that ``of_field`` knows, those of a type together."""
    return tuple(_fields())


def types() -> tuple[str, ...]:
    """The names that ``of_type`` knows."""
    return tuple(_types())


def fields_of(type_name: str) -> tuple[str, ...]:
    """The keys of a type's own fields."""
    of_type(type_name)
    owner = _types()[type_name]["nameless_at"] or type_name
    return tuple(key for key in _fields() if key.rpartition(".")[0] == owner)


def codelists() -> tuple[str, ...]:
    """The names that ``of_codelist`` knows."""
    return tuple(_codelists())


def codes(codelist: str) -> tuple[str, ...]:
    """The codes of a codelist, in the standard's order."""
    return tuple(_codes_of(codelist))


def are_described(codelist: str) -> bool:
    """Whether the codes of a codelist have descriptions, or names only."""
    of_codelist(codelist)
    return _codelists()[codelist]["codes"] == "described"


def _found(rows: Mapping[str, _Row], key: str, lang: str, kind: str, kind_sv: str) -> Text:
    row = rows.get(key)
    if row is None:
        raise unknown(kind, kind_sv, key, get_close_matches(key, rows))
    return _text(row, lang)


def _text(row: _Row, lang: str) -> Text:
    return Text(row[f"title_{lang}"], row.get(f"description_{lang}", ""))


@cache
def _fields() -> Mapping[str, _Row]:
    return _by(files.texts("fields"), "key")


@cache
def _types() -> Mapping[str, _Row]:
    return _by(files.texts("types"), "name")


@cache
def _codelists() -> Mapping[str, _Row]:
    return _by(files.texts("codelists"), "name")


@cache
def _extensions() -> Mapping[str, _Row]:
    return _by(files.texts("extensions"), "id")


@cache
def _codes_of(codelist: str) -> Mapping[str, _Row]:
    rows = files.texts("codes" if are_described(codelist) else "names")
    return _by((row for row in rows if row["codelist"] == codelist), "code")


def _by(rows: Iterable[_Row], column: str) -> Mapping[str, _Row]:
    return MappingProxyType({row[column]: row for row in rows})
