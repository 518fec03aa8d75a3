"""From raw rows to records under a header: what CSV and workbooks have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ocds_sv.errors import InputError, MissingColumns
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.columns import clean_header, find_header, is_blank, resolve_columns, unique_headers
from ocds_sv.sources.faults import fault
from ocds_sv.sources.spec import Cell, SourceSpec
from ocds_sv.sources.sums import Summed, says_sum

Row = list[Cell]
Numbered = tuple[int, list[Cell]]


@dataclass(slots=True)
class Table:
    """
    A header and the rows below it.

    Attributes:
        place: file and sheet.
        header: unique names; empty when the table has no row at all.
        header_row: its number from 1; 0: there is none.
        skipped: rows that are no records, by reason.
        findings: where doubts go.
        title: what stands above the header.
    """

    place: Place
    header: tuple[str, ...]
    header_row: int
    skipped: Counter[str]
    findings: Findings
    spec: SourceSpec = field(default_factory=SourceSpec)
    title: str = ""

    def at(self, row: int, column: str | None = None) -> Place:
        """A place in this table."""
        return Place(self.place.file, self.place.sheet, row, column)

    def mend(self, number: int, row: Row) -> bool:
        """
        Bring ``row`` to the header's width; ``False`` when it is blank.

        Filled cells beyond the header and missing cells are findings.
        """
        if is_blank(row):
            self.skipped["blank"] += 1
            return False
        width = len(self.header)
        if len(row) > width:
            if not is_blank(row[width:]):
                count = sum(not is_blank([cell]) for cell in row[width:])
                self.findings.add(Finding(rules.BEYOND_HEADER, self.at(number), {"count": count}))
            del row[width:]
        elif len(row) < width:
            facts = {"found": len(row), "expected": width}
            self.findings.add(Finding(rules.ROW_SHORT, self.at(number), facts))
            row.extend([""] * (width - len(row)))
        return True

    def without_sum(self, rows: Iterable[Numbered]) -> Iterator[Numbered]:
        """
        ``rows`` but for a last one that is the sum of the others; reports when there are none.

        Raises:
            InputError: the rows broke off, after all those before the break.
        """
        summed = self._summed()
        held: Numbered | None = None
        try:
            if summed is None:
                for item in rows:
                    if held is not None:
                        yield held
                    held = item
            else:
                for item in rows:
                    if held is not None:
                        summed.add(held[1])
                        yield held
                    held = item
        except InputError:
            # Of what breaks off nobody has seen the last row.
            if held is not None:
                yield held
            raise
        if held is None:
            self.findings.add(Finding(rules.NO_RECORDS, self.place))
        elif says_sum(held[1]) or (summed is not None and summed.equals(held[1])):
            self.skipped["sum-row"] += 1
            self.findings.add(Finding(rules.SUM_ROW, self.at(held[0])))
        else:
            yield held

    def _summed(self) -> Summed | None:
        if self.spec.sum_row is None:
            return None
        try:
            column = resolve_columns(self.header, self.spec, self.place).get(self.spec.sum_row)
        except MissingColumns:
            # Whoever reads the columns reports that; here only the sum is in question.
            return None
        return None if column is None else Summed(column)


def begin(top: Sequence[Row], place: Place, spec: SourceSpec, findings: Findings) -> Table | None:
    """
    The table whose first rows are ``top``; ``None`` when they are all blank.

    Where the file has no header, the columns are called by their numbers.

    Raises:
        InputBroken: the declared header row does not exist or is blank.
    """
    if spec.headless:
        width = max((len(row) for row in top if not is_blank(row)), default=0)
        numbers = tuple(str(number) for number in range(1, width + 1))
        return Table(place, numbers, 0, Counter(), findings, spec, "") if numbers else None
    if spec.header is not None:
        index: int | None = spec.header - 1
        if index is None or not 0 <= index < len(top) or is_blank(top[index]):
            raise fault("header-row", place, header=spec.header)
    else:
        index = find_header(top, spec)
    if index is None:
        return None
    skipped: Counter[str] = Counter()
    for row in top[:index]:
        skipped["blank" if is_blank(row) else "preamble"] += 1
    where = Place(place.file, place.sheet, index + 1)
    header = unique_headers(top[index], where, findings)
    title = " ".join(text for row in top[:index] for cell in row if (text := clean_header(cell)))
    return Table(place, header, index + 1, skipped, findings, spec, title)
