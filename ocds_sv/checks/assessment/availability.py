"""What there is of each stage, and what joins the stages, the parties and the inputs."""

from __future__ import annotations

from typing import Any

from ocds_sv.checks.census import FIRST_INPUT, Census
from ocds_sv.checks.fields import STAGES, rate

_ORDER = tuple(STAGES)


def availability(census: Census) -> dict[str, Any]:
    """Releases, processes, objects, fields and dates by stage; releases by month."""
    coverage = list(census.fields.coverage())
    releases = {one.path: one.releases for one in coverage}
    processes = len(census.processes)
    stages = []
    for at, stage in enumerate(_ORDER):
        path = STAGES[stage]
        with_stage = census.with_bits(1 << at)
        span = census.spans[stage]
        stages.append(
            {
                "stage": stage,
                "releases": releases.get(path, 0),
                "processes": with_stage,
                "objects": census.fields.watch(path).objects,
                "share": rate(with_stage, processes),
                "fields": sum(one.stage == stage and one.path != path for one in coverage),
                "dates": {"min": span.earliest, "max": span.latest},
            }
        )
    months = [
        {"month": month, "releases": counts[""], **{stage: counts[stage] for stage in _ORDER}}
        for month, counts in sorted(census.months.items())
    ]
    return {"stages": stages, "months": months}


def linking(census: Census) -> dict[str, Any]:
    """How well the ocid joins stages and inputs, references find their objects and parties their registers."""
    processes = len(census.processes)
    pairs = []
    for later in range(1, len(_ORDER)):
        having = census.with_bits(1 << later)
        joined = census.with_bits(1 << later | 1 << later - 1)
        pairs.append(
            {
                "from": _ORDER[later - 1],
                "to": _ORDER[later],
                "processes": having,
                "joined": joined,
                "rate": rate(joined, having),
            }
        )
    return {
        "ocids": processes,
        "releasesPerOcid": rate(census.fields.number, processes),
        "stages": pairs,
        "references": [
            {
                "path": path,
                "references": count,
                "orphans": census.orphans[path],
                "rate": rate(count - census.orphans[path], count),
            }
            for path, count in sorted(census.references.items())
        ],
        "identifiers": [
            {
                "role": role,
                "parties": count,
                "identified": census.identified[role],
                "rate": rate(census.identified[role], count),
            }
            for role, count in sorted(census.roles.items())
        ],
        "inputs": _inputs(census),
    }


def _inputs(census: Census) -> list[dict[str, Any]]:
    counts = [[0, 0] for _ in census.inputs]
    for bits, count in census.processes.combinations().items():
        inputs = bits >> FIRST_INPUT
        shared = inputs & (inputs - 1) != 0
        at = 0
        while inputs:
            if inputs & 1:
                counts[at][0] += count
                counts[at][1] += shared * count
            inputs >>= 1
            at += 1
    return [
        {"path": name, "ocids": ocids, "joined": joined, "rate": rate(joined, ocids)}
        for name, (ocids, joined) in zip(census.inputs, counts, strict=True)
    ]
