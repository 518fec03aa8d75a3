"""What is new since the last run: unchanged releases are left out, changed ones become updates, the lost are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson

from ocds_sv.conversion.memory import Memory, Process, Published
from ocds_sv.conversion.stages import bones, ending, place, updated
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.jsonio import content_hash, encode
from ocds_sv.jsonio.exact import loads
from ocds_sv.mapping.rules import RULES
from ocds_sv.standard.instants import instant

Json = dict[str, Any]
Mode = Literal["changes", "full", "easy"]
Gone = Literal["report", "status", "withdrawn"]

_ZONE = ZoneInfo("Europe/Stockholm")
_OF_RUN = frozenset({"id", "date", "tag"})
"""Fields that a release has of itself: they do not make it a change."""

_TOKEN = re.compile(rb'"withheld-[^"]*"')
"""A withheld party's id is made anew each time the file changes, and says nothing."""

_SHORT = 8


class Changes:
    """
    Decides of each release whether it is published, and under which tag, id and date.

    Attributes:
        counts: releases by what they were: new, changed, unchanged; processes that are gone.
    """

    def __init__(self, memory: Memory, mode: Mode, gone: Gone, today: date, findings: Findings) -> None:
        self.counts: Counter[str] = Counter()
        self._memory = memory
        self._mode = mode
        self._gone = gone
        self._findings = findings
        self._now = datetime.combine(today, time(), _ZONE)
        if mode == "full":
            memory.forget()

    def decided(self, encoded: bytes, origin: bytes) -> tuple[bytes, bytes] | None:
        """The release and its origin as they are published; ``None`` for what was published before."""
        release: Json = loads(encoded)
        ocid, tags = release["ocid"], release["tag"]
        stage, content = " ".join(sorted(tags)), _content(release)
        process = self._memory.process(ocid) or Process("", "", b"{}", gone=False)
        same = self._memory.release(ocid, stage, content)
        told = set(process.tags.split())
        was_told = not told.isdisjoint(tags)
        if same is not None and not process.gone:
            self.counts["unchanged"] += 1
            self._memory.add(ocid, stage, content, same)
            self._memory.keep(ocid, process)
            return self._again(release, same, origin) if self._mode == "easy" else None
        if was_told and self._mode != "full":
            self.counts["changed"] += 1
            release = self._changed(release, process, content)
            if self._mode == "changes":
                release["tag"] = updated(tags, told)
        else:
            self.counts["new"] += 1
        self._keep(release, process, stage, content, told | set(tags))
        return encode(release), _renamed(origin, release["id"])

    def lost(self) -> Iterator[bytes]:
        """Releases for the processes that the source has no more, as many as are to be published."""
        self._tell_lost_stages()
        for ocid, process in self._memory.not_met():
            self.counts["gone"] += 1
            self._findings.add(Finding(RULES["process-gone"], Place(self._memory.place), {"process": ocid}, ocid=ocid))
            self._memory.keep(ocid, process._replace(gone=True))
            if self._gone == "report":
                continue
            told = set(process.tags.split())
            fields = ending(orjson.loads(process.bones), told, withdrawn=self._gone == "withdrawn")
            if fields is not None:
                release = {"ocid": ocid, "id": content_hash(fields), "date": "", **fields}
                release = self._changed(release, process, content_hash(fields))
                tags = told | set(fields["tag"])
                self._keep(release, process, " ".join(fields["tag"]), _content(release), tags, gone=True)
                yield encode(release)

    def _tell_lost_stages(self) -> None:
        """A process goes forward: an earlier stage that is in the source no more is nothing to tell."""
        for ocid, met in self._memory.stages_of_met():
            latest = max((place(stage.split()) for stage, is_met in met.items() if is_met), default=-1)
            for stage, is_met in met.items():
                if not is_met and place(stage.split()) > latest:
                    facts = {"stage": stage, "process": ocid}
                    self._findings.add(Finding(RULES["stage-gone"], Place(self._memory.place), facts, ocid=ocid))
                    self._memory.forget_stage(ocid, stage)

    def _changed(self, release: Json, process: Process, content: str) -> Json:
        """With an id that the process has not had, and a date after all that it has had."""
        ocid, identity = release["ocid"], str(release["id"])
        free, number = identity, 2
        while self._memory.has_id(ocid, free):
            free = f"{identity}-{content[:_SHORT]}" if number == 2 else f"{identity}-{content[:_SHORT]}-{number - 1}"  # noqa: PLR2004
            number += 1
        moment = instant(str(release.get("date", "")))
        if moment is not None and moment[0] > process.newest:
            return {**release, "id": free}
        last = datetime.fromisoformat(process.newest).replace(tzinfo=UTC, microsecond=0)
        later = max(self._now, (last + timedelta(seconds=1)).astimezone(_ZONE))
        return {**release, "id": free, "date": later.isoformat()}

    def _again(self, release: Json, same: Published, origin: bytes) -> tuple[bytes, bytes]:
        return encode({**release, "id": same.id, "date": same.date}), _renamed(origin, same.id)

    def _keep(
        self, release: Json, process: Process, stage: str, content: str, told: set[str], *, gone: bool = False
    ) -> None:
        ocid = release["ocid"]
        moment = instant(str(release.get("date", "")))
        newest = max(process.newest, moment[0]) if moment is not None else process.newest
        kept = encode(bones(release, orjson.loads(process.bones)))
        self._memory.add(ocid, stage, content, Published(str(release["id"]), str(release.get("date", ""))))
        self._memory.keep(ocid, Process(" ".join(sorted(told)), newest, kept, gone))


def _content(release: Json) -> str:
    """What is said, whoever says it and when."""
    said = {name: value for name, value in release.items() if name not in _OF_RUN}
    return content_hash(loads(_TOKEN.sub(b'"withheld"', encode(said))))


def _renamed(origin: bytes, identity: object) -> bytes:
    facts = orjson.loads(origin)
    return origin if facts.get("id") == str(identity) else encode({**facts, "id": str(identity)})
