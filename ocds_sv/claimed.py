"""What of the XML in front of us a mapping answers for, value by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ocds_sv.errors import InputError, UsageError
from ocds_sv.findings import Findings
from ocds_sv.mapping import Mapper, Mapping
from ocds_sv.mapping.inputs import XML
from ocds_sv.mapping.mapper import exempt
from ocds_sv.mapping.xmlleaves import XmlLeafCounter
from ocds_sv.mapping.xmlrecord import Record
from ocds_sv.sources import Stream
from ocds_sv.sources.inputs import files_of
from ocds_sv.sources.reading import open_item


@dataclass(slots=True)
class Claimed:
    """
    The elements with a text and none within, by what becomes of them.

    Attributes:
        records: how many records were read.
        values: how many there are.
        left: how many no XPath names, that ``unmapped`` gives a reason for.
        unclaimed: how many neither names, by path.
        unread: what is wrong with files, and with members of archives, that cannot be read to their end.
    """

    records: int = 0
    values: int = 0
    left: int = 0
    unclaimed: Counter[str] = field(default_factory=Counter)
    unread: list[InputError] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part that is mapped or left out with a reason, from 0 to 1."""
        return 1 - self.unclaimed.total() / self.values if self.values else 1.0

    def json(self) -> dict[str, object]:
        """Everything as one JSON object."""
        return {
            "records": self.records,
            "values": self.values,
            "share": self.share,
            "left_out_with_reason": self.left,
            "unclaimed": dict(self.unclaimed.most_common()),
        }


def claimed(mapping: Mapping, inputs: Sequence[str | Path]) -> Claimed:
    """
    What ``mapping`` claims of the values in ``inputs``; what cannot be read is noted, and what comes after it is read.

    Raises:
        InputError: there is no such input, or none that can be read.
        UsageError: the mapping is not of XML.
    """
    if mapping.source.format != XML:
        raise UsageError(
            reason_sv=f"mappningen {mapping.name} läser inte XML; för den räknas värdena vid convert",
            reason=f"the mapping {mapping.name} does not read XML; its values are counted by convert",
        )
    found = Claimed()
    unnamed: Counter[str] = Counter()
    count, kept = None, Record()
    for stream in _streams(mapping, inputs, found):
        if count is None:
            mapper = Mapper(mapping, mapping.parameters({}), None, stream.place, Findings())
            count = XmlLeafCounter(kept, mapper.claimed, mapping.source.namespaces, lambda path: "/@" in path, unnamed)
        try:
            for number, record in stream.records:
                found.records += 1
                found.values += sum(
                    1 for one in record.element.iter() if not len(one) and one.text and not one.text.isspace()
                )
                kept.begin(record.element)
                count(number, record)
        except InputError as error:
            found.unread.append(error)
    if found.unread and not found.records:
        raise found.unread[0]
    with_reason = partial(exempt, globs=mapping.unmapped)
    found.unclaimed = Counter({path: number for path, number in unnamed.items() if not with_reason(path)})
    found.left = unnamed.total() - found.unclaimed.total()
    return found


def _streams(mapping: Mapping, inputs: Sequence[str | Path], found: Claimed) -> Iterator[Stream]:
    def told(_: str, error: InputError) -> None:
        found.unread.append(error)

    for item in files_of(inputs):
        try:
            yield from open_item(item, mapping.source, Findings(), [], told)
        except InputError as error:
            found.unread.append(error)
