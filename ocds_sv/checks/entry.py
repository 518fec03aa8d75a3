"""What there is to look at in OCDS data, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocds_sv.checks.kinds import Kind
from ocds_sv.checks.parsing import Place, Reason
from ocds_sv.errors import InputError

if TYPE_CHECKING:  # Who compiles asks no rule.
    from ocds_sv.checks import wrapping
    from ocds_sv.checks.rule import Json


@dataclass(slots=True)
class Entry:
    """
    Something to check.

    Attributes:
        kind: what it is; of a package everything but its releases or records, and before them, as a declaration, what
            stands before.
        value: the parsed object.
        file: the input's name.
        line: the line of the file on which it begins.
        place: where it stands inside the package or record, as keys and positions.
        text: the object as the file writes it; ``None`` for what stands inside another that was read whole.
        faults: what was found while it was read.
    """

    kind: Kind
    value: Json
    file: str
    line: int
    place: Place = ()
    text: bytes | None = None
    faults: list[wrapping.Found] = field(default_factory=list)


@dataclass(slots=True)
class Broken:
    """
    Text that cannot be read.

    Attributes:
        file: the input's name.
        line: where it begins; 0: it is the whole file.
        why: the reason, without any of the text.
        inside: it may be what a package holds.
    """

    file: str
    line: int
    why: Reason
    inside: bool = True

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.why.en

    @property
    def reason_sv(self) -> str:
        """Why, in Swedish."""
        return self.why.sv


def unread(name: str, error: InputError) -> Broken:
    """A file, or a member of an archive, that cannot be read as what it is said to be."""
    return Broken(str(error.facts.get("file") or name), 0, Reason("input", error.said("sv"), error.said("en")))
