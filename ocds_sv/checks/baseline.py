"""An earlier report that the present one is compared with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from ocds_sv.checks.marks import Marks
from ocds_sv.errors import InputNotFound, UsageError
from ocds_sv.jsonio.reasons import reason_of_reading


@dataclass(frozen=True, slots=True)
class Baseline:
    """
    What is kept of the earlier report.

    Attributes:
        path: as it was given.
        sha256: of the file.
        report: the report without its results.
        marks: fingerprints by rule.
        whole: the present check looks at all that there is; of a part nobody can say what is fixed.
    """

    path: str
    sha256: str
    report: dict[str, Any]
    marks: dict[str, Marks]
    whole: bool = True

    @classmethod
    def load(cls, path: str | Path) -> Baseline:
        """
        The report at ``path``.

        Raises:
            InputNotFound: it cannot be read.
            UsageError: it is no report of ``ocds-sv check``.
        """
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            reason = reason_of_reading(error, "en")
            reason_sv = reason_of_reading(error, "sv")
            raise InputNotFound(place=str(path), reason=reason, reason_sv=reason_sv) from None
        try:
            report = orjson.loads(content)
            marks = {
                name: Marks(one["marks"], complete=one["complete"]) for name, one in report["fingerprints"].items()
            }
            kept = {key: report[key] for key in ("reportId", "tool", "run", "verdict", "scope", "assessment")}
            previous(kept)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise UsageError(
                reason=f"'{path}' is no report of this version of 'ocds-sv check'",
                reason_sv=f"'{path}' är ingen rapport från den här versionen av 'ocds-sv check'",
            ) from None
        return cls(str(path), hashlib.sha256(content).hexdigest(), kept, marks)

    def summary(self, results: list[dict[str, Any]], ruleset: str) -> dict[str, Any]:
        """The comparison as a whole."""
        told = [one["status"] for one in results if one["status"] is not None]
        return {
            "path": self.path,
            "sha256": self.sha256,
            "reportId": self.report["reportId"],
            "asOf": self.report["run"]["asOf"],
            "sameRules": self.report["tool"]["rulesetSha256"] == ruleset,
            "exact": all(one["exact"] for one in told),
            **{word: sum(one[word] for one in told) for word in ("new", "persisting", "fixed")},
            "previous": previous(self.report),
        }


def previous(report: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a report that a trend is drawn from."""
    return {
        "releases": report["scope"]["releases"],
        "ocids": report["scope"]["ocids"],
        "indicators": sum(one["computable"] for one in report["assessment"]["indicators"]),
        "counts": report["verdict"]["counts"],
    }
