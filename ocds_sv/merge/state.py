"""
What is remembered between compilations: the releases, in order, and what was written of each process.

A folder with a manifest, runs of releases (one a compilation, merged to one now and then) and a run of texts. Files are
never altered; a new manifest names the new ones, and until it stands the old state does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson

from ocds_sv.errors import InputBroken
from ocds_sv.jsonio import content_hash, encode, write_file
from ocds_sv.jsonio.scratch import written
from ocds_sv.merge import runs
from ocds_sv.merge.account import Account
from ocds_sv.merge.crew import Crew
from ocds_sv.merge.intake import Known
from ocds_sv.merge.jobs import Job
from ocds_sv.merge.process import Processes, Tally
from ocds_sv.merge.runs import Held, Index, Text
from ocds_sv.merge.sorting import Sorter
from ocds_sv.standard.instants import instant

MANIFEST = "manifest.json"
FORM = 1
"""The number of this form of a state; another is refused."""

MOST_RUNS = 8
"""More runs of releases than this become one."""


@dataclass
class State:
    """
    The memory of one line of compilations; got from ``State.load``.

    Attributes:
        folder: where it lies.
        known: what was learnt of all inputs so far.
    """

    folder: Path
    known: Known
    _runs: list[str] = field(default_factory=list)
    _texts: str = ""
    _made_with: str = ""
    _generation: int = 0

    def __post_init__(self) -> None:
        self._newest = self.known.newest

    @staticmethod
    def load(folder: str | Path) -> State:
        """
        The state in ``folder``, which is made when it is not there.

        Raises:
            InputBroken: the folder holds something else.
            OutputError: the folder cannot be made.
        """
        home = Path(folder)
        with written(home):
            home.mkdir(parents=True, exist_ok=True)
        try:
            facts = orjson.loads((home / MANIFEST).read_bytes())
        except FileNotFoundError:
            return State(home, Known())
        except ValueError:
            facts = {}
        if facts.get("form") != FORM:
            raise InputBroken(
                place=str(home / MANIFEST),
                reason="this is no state that this version can read. Give another folder.",
                reason_sv="det är inget tillstånd som den här versionen kan läsa. Ange en annan mapp.",
            )
        known = Known(**{**facts["known"], "documents": [tuple(row) for row in facts["known"]["documents"]]})
        return State(home, known, facts["runs"], facts["texts"], facts["made_with"], facts["generation"])

    def texts(self, sorter: Sorter, processes: Processes, crew: Crew, account: Account, tally: Tally) -> Iterator[Text]:
        """Every process's text: those of changed processes anew, the others as they were."""
        self._generation += 1
        old = [self.folder / name for name in self._runs]
        fresh = self._added(sorter, old, account)
        made_with = _fingerprint(processes, account.extensions)
        paths = [*old, fresh] if fresh is not None else old
        indexes = [runs.index(path) for path in paths]
        everything = made_with != self._made_with
        if everything:
            new = crew.texts(Job(paths, indexes, None, processes), tally) if paths else iter(())
        elif fresh is not None:
            new = crew.texts(Job(paths, indexes, len(paths) - 1, processes), tally)
        else:
            new = iter(())
        before = [] if everything or not self._texts else [self.folder / self._texts]
        target = self.folder / f"texts-{self._generation:08d}.run"
        with written(self.folder):
            yield from _kept(target, _updated(new, before, account))
        self._texts, self._made_with = target.name, made_with
        if fresh is not None and (tally.unread or tally.rejected):
            self._mend(fresh, processes)
            indexes[-1] = runs.index(fresh)
            if not indexes[-1].size:
                del paths[-1], indexes[-1]
        self._runs = self._compacted(paths, indexes)

    def commit(self) -> None:
        """
        Make what was written the state.

        Raises:
            OutputError: it could not be written; the state is as it was.
        """
        names = {MANIFEST, self._texts, *self._runs}
        with written(self.folder):
            for name in names - {MANIFEST}:
                _sync(self.folder / name)
        facts = {
            "form": FORM,
            "generation": self._generation,
            "made_with": self._made_with,
            "runs": self._runs,
            "texts": self._texts,
            "known": asdict(self.known),
        }
        write_file(str(self.folder / MANIFEST), encode(facts) + b"\n")
        for path in self.folder.glob("*.run"):
            if path.name not in names:
                path.unlink(missing_ok=True)

    def _added(self, sorter: Sorter, old: list[Path], account: Account) -> Path | None:
        """The run of the releases that are new, or ``None`` when there are none."""
        target = self.folder / f"releases-{self._generation:08d}.run"
        with written(self.folder):
            runs.write(target, _unknown(sorter.ordered(), old, [runs.index(path) for path in old], account))
            if runs.index(target).size:
                return target
            target.unlink()
        return None

    def _mend(self, fresh: Path, processes: Processes) -> None:
        """Leave out of a run what its merge has shown to be of no use, and with it its date."""
        target = fresh.with_name(f"mended-{fresh.name}")
        newest = (instant(self._newest) or ("", False), 1, self._newest)
        with written(self.folder):
            with runs.Writer(target) as writer:
                for held in runs.merged([fresh], [runs.index(fresh)]):
                    release = processes.release(held, Tally())
                    if release is not None:
                        writer.add(held)
                        date = release["date"]
                        newest = max(newest, (instant(date) or ("", False), -held.arrival, date))
            target.replace(fresh)
        self.known.newest = newest[-1]

    def _compacted(self, paths: list[Path], indexes: list[Index]) -> list[str]:
        if len(paths) <= MOST_RUNS:
            return [path.name for path in paths]
        target = self.folder / f"all-{self._generation:08d}.run"
        with written(self.folder):
            runs.write(target, runs.merged(paths, indexes))
        return [target.name]


def _unknown(new: Iterator[Held], old: list[Path], indexes: list[Index], account: Account) -> Iterator[Held]:
    """The releases that no earlier run has brought, to the byte."""
    with runs.opened(old, indexes) as between:
        for ocid, group in groupby(new, attrgetter("ocid")):
            before = {(held.instant, held.text) for held in between(ocid, ocid + b"\0")}
            for held in group:
                if (held.instant, held.text) in before:
                    account.repeated += 1
                else:
                    yield held


def _updated(new: Iterator[Text], before: list[Path], account: Account) -> Iterator[Text]:
    """The texts of before with the new ones in their places."""
    old = runs.merged(before, [runs.index(path) for path in before])
    known = next(old, None)
    for ocid, text in new:
        while known is not None and known.ocid < ocid:
            yield known.ocid, known.text
            known = next(old, None)
        if known is not None and known.ocid == ocid:
            account.changed += known.text != text
            known = next(old, None)
        else:
            account.changed += 1
        yield ocid, text
    while known is not None:
        yield known.ocid, known.text
        known = next(old, None)


def _kept(target: Path, made: Iterator[Text]) -> Iterator[Text]:
    """The texts, each written to the run ``target`` on its way."""
    with runs.Writer(target) as writer:
        for ocid, text in made:
            writer.add(Held(ocid, b"", 0, 0, 0, text))
            yield ocid, text


def _fingerprint(processes: Processes, extensions: tuple[str, ...]) -> str:
    """What the texts depend on, beside the releases."""
    options = processes.options
    facts: dict[str, Any] = {
        "versioned": options.versioned,
        "records": options.records,
        "linked": options.linked,
        "extensions": list(extensions),
        "form": FORM,
    }
    return content_hash(facts)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
