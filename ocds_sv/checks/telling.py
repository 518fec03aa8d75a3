"""Which of the faults that are found are told: those of the rules and stages that are wanted, if not waived."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from ocds_sv.checks.asking import Found, Pointer
from ocds_sv.checks.fields import STAGES, stage_of
from ocds_sv.checks.tally import Tally, generic
from ocds_sv.checks.waiting import One
from ocds_sv.checks.waivers import Waivers


class Telling:
    """
    Tells a tally.

    Args:
        wanted: names of the rules.
        stages: only faults in these are told, beside those that belong to none; empty = all.
        waivers: findings that are excepted.
        as_of: the date that stands for today.

    Attributes:
        tally: what was told.
    """

    def __init__(self, wanted: Collection[str], stages: Collection[str], waivers: Waivers | None, as_of: date) -> None:
        self._wanted, self._stages, self._waivers, self._as_of = wanted, stages, waivers, as_of
        self.tally = Tally()

    def tell(self, one: One, faults: Iterable[Found]) -> None:
        """Tell what was found in ``one``, before and now."""
        self.tally.next_release()
        for found in (*one.faults, *faults):
            if found[0].name not in self._wanted or (self._stages and not self._of_the_stages(found[1])):
                continue
            if self._waivers is not None and self._excepted(self._waivers, found, one):
                self.tally.waive(found, one.value)
            else:
                self.tally.add(found, one.value, one.file, one.line)

    def _of_the_stages(self, place: Pointer) -> bool:
        stage = stage_of(generic(place))
        return stage not in STAGES or stage in self._stages

    def _excepted(self, waivers: Waivers, found: Found, one: One) -> bool:
        check, place, _ = found
        ocid = one.value.get("ocid")
        return waivers.excepts(check.name, ocid if isinstance(ocid, str) else "", generic(place), self._as_of)
