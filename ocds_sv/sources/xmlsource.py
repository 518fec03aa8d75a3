"""XML documents: each record is a document of its own, whatever wrapper it came in."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Generator, Iterator
from contextlib import closing
from copy import deepcopy
from functools import lru_cache
from typing import Any

from lxml import etree

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.faults import READING_ERRORS, as_fault, fault
from ocds_sv.sources.spec import DEFAULT, Document, SourceSpec, Stream
from ocds_sv.sources.xmlsplit import splitter

Element = Any
"""An element of lxml, which has no types of its own."""

_DOCTYPE = re.compile(rb"<!DOCTYPE\b", re.IGNORECASE)
_ROOT = re.compile(rb"<[^!?]")
_LIMITS = re.compile(r"huge|excessive depth|too big|too long|lookup", re.IGNORECASE)
_EARLY = re.compile(r"premature end|no element found|document is empty|EndTag: '</' not found", re.IGNORECASE)
_FIRST_NAMES = 20


class XmlRecord:
    """
    One record, whose element is the root of its own document.

    Attributes:
        offset: what is added to lxml's line numbers to give those of the file.
    """

    __slots__ = ("_element", "_inside", "_joined", "offset")

    def __init__(self, element: Element, offset: int = 0, joined: tuple[tuple[str, bytes], ...] = ()) -> None:
        self._element, self.offset = element, offset
        self._joined = joined
        self._inside = 0

    @property
    def element(self) -> Element:
        """The root; what registers have for it are its last children."""
        for name, text in self._joined[self._inside :]:
            etree.SubElement(self._element, name).append(etree.fromstring(text))
        self._inside = len(self._joined)
        return self._element

    @property
    def line(self) -> int:
        """The line of the file on which the record begins."""
        return (self._element.sourceline or 1) + self.offset

    def join(self, name: str, text: bytes) -> None:
        """Let the record have an element within one called ``name``, in no namespace."""
        self._joined += ((name, text),)

    def __reduce__(self) -> tuple[object, ...]:
        # Another process parses the text again, whose first line is the record's. What is in no namespace cannot be
        # written within a default one, so what was joined travels beside it.
        bare = self._element
        if self._inside:
            bare = deepcopy(bare)
            del bare[-self._inside :]
        return _parsed, (etree.tostring(bare), self.line - 1, self._joined)


def _parsed(text: bytes, offset: int, joined: tuple[tuple[str, bytes], ...]) -> XmlRecord:
    return XmlRecord(etree.fromstring(text, etree.XMLParser(**_safe(huge=True))), offset, joined)


def _safe(*, huge: bool, encoding: str | None = None) -> dict[str, Any]:
    """A parser's settings: no entities, no network, no DTD; limits on depth and texts unless ``huge``."""
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "huge_tree": huge,
        "collect_ids": False,
        "remove_comments": True,
        "remove_pis": True,
        "encoding": encoding,
    }


@lru_cache(maxsize=16)
def _parser(*, huge: bool, encoding: str | None) -> Any:  # noqa: ANN401 - one of lxml's
    return etree.XMLParser(**_safe(huge=huge, encoding=encoding))


def clark_names(name: str, spec: SourceSpec) -> tuple[str, ...]:
    """
    ``prefix:local`` as ``{uri}local``, once for each URI of the prefix; a name without one is in no namespace.

    Raises:
        KeyError: the prefix is not among the namespaces of ``spec``.
    """
    prefix, mark, local = name.rpartition(":")
    if not mark:
        return (local,)
    uri = spec.namespaces[prefix]
    uris = (uri, *(other for other, one in spec.aliases.items() if one == uri))
    return tuple(f"{{{one}}}{local}" if one else local for one in uris)


def read_xml(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    The one stream of an XML document; a record's number is the line on which it begins.

    Of two records on one line, the second has the next number.

    Raises:
        InputBroken: it is no XML, ends too early, or has a document type declaration.
        InputTooLarge: it is nested too deeply, or a text is too long.
    """
    skipped: Counter[str] = Counter()
    facts = {"records": spec.records or ", ".join(spec.roots) or "/"}
    document = None if blob.whole is None else Document(blob.place, blob.whole)
    records = _Reading(blob, spec, skipped, findings).records()
    yield Stream(blob.place, None, records, skipped, facts, document=document)


def read_document(document: Document, spec: SourceSpec, findings: Findings) -> Stream:
    """
    The stream of a document that has been opened elsewhere.

    Raises, while its records are read:
        InputBroken, InputTooLarge: as for ``read_xml``.
    """
    return next(read_xml(Blob.held(document.place, document.content, DEFAULT), spec, findings))


def first_names(blob: Blob) -> tuple[str, ...]:
    """
    The names (``{uri}local``) of a document's first elements, the root before all.

    Raises:
        InputError: as for ``read_xml``.
    """
    names: list[str] = []
    reading = _Reading(blob, SourceSpec(), Counter(), Findings())
    with reading.told(), closing(blob.open()) as binary:
        for _, element in etree.iterparse(binary, events=("start",), **_safe(huge=False)):
            reading.refuse_doctype(element)
            names.append(str(element.tag))
            if len(names) == _FIRST_NAMES:
                break
    return tuple(dict.fromkeys(names))


class _Told:
    """Turns what reading and parsing raise into faults of ours."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, etree.XMLSyntaxError):
            raise _syntax(error, self._place) from error
        if isinstance(error, READING_ERRORS) and not isinstance(error, InputError):
            raise as_fault(error, self._place) from error


def _syntax(error: etree.XMLSyntaxError, place: Place) -> InputError:
    at = Place(place.file, None, error.lineno or None)
    message = error.msg or ""
    # The log holds what was wrong with earlier documents, too.
    last = error.error_log[-1] if error.error_log else None
    if last is not None and last.type == etree.ErrorTypes.ERR_UNDECLARED_ENTITY and not error.lineno:
        # lxml then says that there are no elements, as of a file that ends too early.
        return fault("no-xml", Place(place.file, None, last.line))
    if _LIMITS.search(message):
        return fault("xml-limit", at)
    return fault("truncated" if _EARLY.search(message) else "no-xml", at)


@lru_cache(maxsize=16)
def _compiled(paths: tuple[str, ...], namespaces: tuple[tuple[str, str], ...]) -> tuple[Any, ...]:
    """XPaths ready for use; many small documents have the same."""
    return tuple(etree.XPath(path, namespaces=dict(namespaces)) for path in paths)


Names = tuple[list[tuple[str, ...]], list[str], list[str]]

_known: deque[tuple[SourceSpec, Names]] = deque(maxlen=1)
"""The last spec, and its names: a folder of documents has one."""


def _names(spec: SourceSpec) -> Names:
    """The names of the elements around a record from within, of records, and of what has several."""
    for known, names in tuple(_known):
        if known is spec:
            return names
    *path, last = spec.records.strip("/").split("/") if spec.records else [""]
    around = [clark_names(step, spec) for step in reversed(path)]
    tags = [name for one in ([last] if last else spec.roots) for name in clark_names(one, spec)]
    names = around, tags, [f"{{{uri}}}*" for uri in spec.aliases]
    _known.append((spec, names))
    return names


class _Reading:
    """One document read as records."""

    def __init__(self, blob: Blob, spec: SourceSpec, skipped: Counter[str], findings: Findings) -> None:
        self._blob, self._spec, self._skipped, self._findings = blob, spec, skipped, findings
        self._path, self._tags, self._renamed = _names(spec)
        namespaces = tuple(spec.namespaces.items())
        self._omitted = _compiled(spec.omit, namespaces)
        self._split = splitter(spec.split, namespaces) if spec.split else lambda element: iter((element,))

    def told(self) -> _Told:
        """The guard under which the document is read."""
        return _Told(self._blob.place)

    def refuse_doctype(self, element: Element) -> None:
        """
        No document that is read here needs a document type; entities are declared there.

        Raises:
            InputBroken: there is one.
        """
        if element.getroottree().docinfo.internalDTD is not None:
            raise fault("doctype", self._blob.place)

    def records(self) -> Iterator[tuple[int, XmlRecord]]:
        """Line and record."""
        last = 0
        with self.told():
            for element in self._elements():
                self._tidy(element)
                for part in self._split(element):
                    record = XmlRecord(part)
                    # No two records share a number, although they may share a line.
                    last = max(record.line, last + 1)
                    yield last, record
        if not last:
            self._skipped["no-record"] += 1
            names = self._spec.records or ", ".join(self._spec.roots)
            self._findings.add(Finding(rules.NO_ELEMENT, self._blob.place, {"names": names}))

    def _elements(self) -> Iterator[Element]:
        """The elements that are records."""
        root = self._at_once() if self._blob.whole is not None and not self._path else None
        if root is not None:
            self.refuse_doctype(root)
            yield root
            return
        before = _ROOT.split(self._blob.head.replace(b"\0", b""), maxsplit=1)[0]
        if _DOCTYPE.search(before):
            raise fault("doctype", self._blob.place)
        with closing(self._blob.open()) as binary:
            yield from self._outermost(binary) if self._tags else self._whole(binary)

    def _at_once(self) -> Element | None:
        """
        The root of a small document, when that is the record.

        What cannot be read so is read as a large one is, which says what is wrong and keeps what stands before.
        """
        try:
            root = etree.fromstring(self._blob.whole, _parser(huge=self._spec.huge, encoding=self._spec.encoding))
        except etree.XMLSyntaxError:
            return None
        return root if not self._tags or root.tag in self._tags else None

    def _tidy(self, record: Element) -> None:
        """One name for what has several; what is to be left out is taken away."""
        if self._renamed:
            aliases = self._spec.aliases
            for element in record.iter(*self._renamed):
                uri, _, local = element.tag.rpartition("}")
                element.tag = f"{{{aliases[uri[1:]]}}}{local}"
        for omitted in self._omitted:
            for element in omitted(record):
                element.getparent().remove(element)

    def _settings(self) -> dict[str, Any]:
        return _safe(huge=self._spec.huge, encoding=self._spec.encoding)

    def _whole(self, binary: Any) -> Iterator[Element]:  # noqa: ANN401 - a file
        root = etree.parse(binary, etree.XMLParser(**self._settings())).getroot()
        self.refuse_doctype(root)
        yield root

    def _outermost(self, binary: Any) -> Iterator[Element]:  # noqa: ANN401 - a file
        """The elements that are records, none of which lies in another; what has been read is let go."""
        depth = 0
        for event, element in etree.iterparse(binary, events=("start", "end"), tag=self._tags, **self._settings()):
            if event == "start":
                if depth == 0:
                    self.refuse_doctype(element)
                depth += 1
                continue
            depth -= 1
            if depth or not self._in_path(element):
                continue
            if element.getparent() is None:
                yield element
                continue
            record = deepcopy(element)
            record.tail = None
            yield record
            _let_go(element)

    def _in_path(self, element: Element) -> bool:
        above = element.iterancestors()
        return all((parent := next(above, None)) is not None and parent.tag in tags for tags in self._path)


def _let_go(element: Element) -> None:
    """Empties an element and removes everything before it, at every level."""
    element.clear()
    for inner in (element, *element.iterancestors()):
        parent = inner.getparent()
        while parent is not None and inner.getprevious() is not None:
            del parent[0]
