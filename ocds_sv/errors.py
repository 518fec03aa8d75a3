"""
What can stop a run, as one tree of exceptions.

    OcdsSvError                 exit code 4: a fault inside, or a run left incomplete
    ├── UsageError              exit code 2: options that contradict each other or name nothing
    │   └── UnknownName         … a mapping, node, table or parameter that does not exist
    ├── MappingError            exit code 2: a mapping refused, with all its faults
    ├── InputError              exit code 3: a file that cannot be read as what it is said to be
    │   ├── InputNotFound       … no such file, an empty glob or folder
    │   ├── InputLocked         … open in another program, or no permission
    │   ├── InputBroken         … truncated, wrong format, impossible encoding
    │   ├── InputTooLarge       … a decompression bomb, an endless line
    │   └── MissingColumns      … the header lacks columns that the mapping needs
    ├── OutputError             exit code 4: the disk is full, the folder may not be written
    ├── WorkerError             exit code 4: a worker process that is gone before its work is done
    ├── ClusterError            exit code 4: a cluster that does not answer, or loses its workers
    └── PrivacyError            exit code 5: the privacy gate refuses

Bad *data* is never an exception: it is a finding (``ocds_sv.findings``) and the run goes on.
Every class carries its text in Swedish and English; ``facts`` fill the text.
Facts are names, places and counts, never values from the source: an exception may end up in a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class OcdsSvError(Exception):
    """
    Root of everything this package raises on purpose.

    Attributes:
        facts: what fills the text, by name.
        exit_code: what the command line answers with.
        sv: the text in Swedish, a ``str.format`` template.
        en: the text in English.
    """

    exit_code: ClassVar[int] = 4
    sv: ClassVar[str] = "Internt fel: {reason}"
    en: ClassVar[str] = "Internal fault: {reason}"

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    def text(self, lang: str = "en") -> str:
        """The message in ``lang`` (``"sv"`` or ``"en"``)."""
        return (self.sv if lang == "sv" else self.en).format(**self.facts)

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only facts would be lost on the way back from a worker process.
        return _rebuild, (type(self), self.facts)


def _rebuild(kind: type[OcdsSvError], facts: dict[str, object]) -> OcdsSvError:
    return kind(**facts)


class UsageError(OcdsSvError):
    """Options or arguments that cannot be meant."""

    exit_code = 2
    sv = "Fel användning: {reason_sv}"
    en = "Wrong usage: {reason}"


class UnknownName(UsageError, LookupError):
    """A name that stands for nothing, with the nearest ones that do."""

    sv = "{kind_sv} '{name}' finns inte.{near_sv}"
    en = "There is no {kind} '{name}'.{near}"


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing wrong in a mapping.

    Attributes:
        file: the YAML file's name as given.
        line: from 1.
        column: from 1.
        path: where in the mapping, such as ``release.contracts[0].title``; may be empty.
        sv: what is wrong and how to mend it, in Swedish.
        en: the same in English.
    """

    file: str
    line: int
    column: int
    path: str
    sv: str
    en: str

    def text(self, lang: str = "en") -> str:
        """``file:line:column: path: what is wrong``, as compilers write it."""
        where = f"{self.file}:{self.line}:{self.column}: "
        return where + (f"{self.path}: " if self.path else "") + (self.sv if lang == "sv" else self.en)


class MappingError(OcdsSvError, ValueError):
    """A mapping that is refused whole; ``faults`` has every reason, in the file's order."""

    exit_code = 2

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults=faults)
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column))

    def text(self, lang: str = "en") -> str:
        """One line per fault."""
        return "\n".join(fault.text(lang) for fault in self.faults)


class InputError(OcdsSvError):
    """An input that cannot be read; ``place`` says which, ``reason`` why, with the remedy."""

    exit_code = 3
    sv = "{place_sv}: {reason_sv}"
    en = "{place}: {reason}"

    def __init__(self, **facts: object) -> None:
        super().__init__(**{"place_sv": facts.get("place"), **facts})

    def said(self, lang: str = "en") -> str:
        """The message in ``lang`` without its place."""
        return self.text(lang).removeprefix(f"{self.facts['place_sv' if lang == 'sv' else 'place']}: ")


class InputNotFound(InputError, FileNotFoundError):
    """No such file, or a glob or folder without anything to read."""


class InputLocked(InputError, PermissionError):
    """The file is there but may not be read, often because Excel has it open."""


class InputBroken(InputError, ValueError):
    """The file is not what its name or the mapping says, or ends too early."""


class InputTooLarge(InputError, ValueError):
    """A limit against decompression bombs and endless lines was passed."""


class MissingColumns(InputError, LookupError):
    """The header lacks columns; ``missing``, ``found`` and ``near`` say which, what there is, what is close."""

    sv = "{place_sv}: kolumner saknas: {missing}. Rubrikerna i filen: {found}.{near_sv}"
    en = "{place}: columns are missing: {missing}. The file's headers: {found}.{near}"


class OutputError(OcdsSvError, OSError):
    """The output could not be written; nothing partial is left behind."""

    sv = "{place}: kunde inte skrivas: {reason_sv}"
    en = "{place}: could not be written: {reason}"


class WorkerError(OcdsSvError):
    """A worker process is gone before its work is done; nothing partial is left behind."""

    sv = (
        "En arbetsprocess avslutades innan den var klar: den stoppades utifrån, eller så tog minnet slut. Kör igen, "
        "med färre processer (--workers 1) om det upprepas."
    )
    en = (
        "A worker process ended before its work was done: it was stopped from outside, or memory ran out. Run again, "
        "with fewer processes (--workers 1) if it happens once more."
    )


class ClusterError(OcdsSvError):
    """The cluster cannot do the work; nothing partial is left behind."""

    sv = "Klustret: {reason_sv}"
    en = "The cluster: {reason}"


class PrivacyError(OcdsSvError):
    """The privacy gate refuses to go on."""

    exit_code = 5
    sv = "Integritetsspärren: {reason_sv}"
    en = "Privacy gate: {reason}"
