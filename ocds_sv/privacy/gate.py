"""The gate itself: asked once for every release, answering with what may be written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ocds_sv.errors import PrivacyError
from ocds_sv.findings import Finding, Place, Rule
from ocds_sv.privacy.amounts import add_amounts
from ocds_sv.privacy.clean import is_clean
from ocds_sv.privacy.proof import Proof
from ocds_sv.privacy.rewrite import Rewriter
from ocds_sv.privacy.rules import NUMBER_ACCEPTED
from ocds_sv.privacy.scan import scan_for
from ocds_sv.privacy.survey import Survey
from ocds_sv.privacy.vocabulary import WITHHELD_ID
from ocds_sv.sweden.masks import is_mask, plain


@dataclass(frozen=True)
class Policy:
    """
    What the gate is to do.

    Attributes:
        enabled: off means that everything passes as it is.
        decision: who decided to turn it off and why; goes into the run's report.
        masks: texts that stand for a withheld name in this source alone.
        accept: OCDS path without indexes (``contracts/implementation/transactions/id``) → why digits in a row
            there are no personal numbers; they are counted, not masked.

    Raises:
        PrivacyError: the gate is off without a decision, or a path is accepted without a reason.
    """

    enabled: bool = True
    decision: str = ""
    masks: tuple[str, ...] = ()
    accept: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.enabled and not self.decision.strip():
            raise PrivacyError(
                reason="it can only be turned off with a decision; say who decided and why: --decision TEXT",
                reason_sv="den kan bara stängas av med ett beslut; ange vem som beslutat och varför: --decision TEXT",
            )
        for path, reason in self.accept.items():
            if not reason.strip():
                raise PrivacyError(
                    reason=f"privacy.accept has no reason for {path}; write why the numbers there are not personal",
                    reason_sv=f"privacy.accept saknar skäl för {path}; skriv varför numren där inte är personnummer",
                )


class Gate:
    """
    Lets releases pass, withholding what points at a person.

    Attributes:
        policy: what it was told to do.
        counts: how often each rule applied, by the rule's id.
        releases: how many releases were changed.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.counts: Counter[str] = Counter()
        self.releases = 0
        self._masks = frozenset(plain(mask) for mask in policy.masks)
        self._scan = scan_for(self._masks)
        self._before: dict[str, Decimal] = {}
        self._after: dict[str, Decimal] = {}
        self._noted: Counter[tuple[Rule, str]] = Counter()
        self._ocid = ""

    def suspects(self, encoded: bytes) -> bool:
        """
        Whether there may be something to withhold in a release: one quick look, which sees too much, never too little.

        Args:
            encoded: the release as UTF-8 JSON.
        """
        return self.policy.enabled and self._scan.may_be_personal(encoded)

    def release(
        self, release: dict[str, object], encoded: bytes, token: str, persons: Collection[str] = ()
    ) -> dict[str, object] | None:
        """
        What to write instead of ``release``; ``None`` when it may be written as it is.

        Args:
            release: as the mapping made it; never changed.
            encoded: the same as UTF-8 JSON.
            token: unique for this release in the publication; see ``vocabulary.release_token``.
            persons: names that the mapping knows to be those of natural persons.

        Raises:
            PrivacyError: something personal would be left, or amounts would be lost; the release must not be written.
        """
        if not self.policy.enabled or not (persons or self.suspects(encoded)):
            self._noted = Counter()
            return None
        return self.examined(release, encoded, token, persons)

    def examined(
        self, release: dict[str, object], encoded: bytes, token: str, persons: Collection[str] = ()
    ) -> dict[str, object] | None:
        """As ``release``, of a release that the quick look suspects or whose mapping names persons."""
        if self._noted:
            self._noted = Counter()
        if not self.policy.enabled:
            return None
        survey = Survey(release, self._is_mask, persons, _first_free(encoded, token))
        if not survey.found and is_clean(encoded):
            return None
        rewriter = Rewriter(survey, token, self.policy.accept)
        new = rewriter.value(release, "", "")
        assert isinstance(new, dict)
        self._noted = rewriter.noted
        for (rule, _), count in rewriter.noted.items():
            self.counts[rule.id] += count
        self._ocid = str(new.get("ocid", ""))
        Proof(survey, self._is_mask, persons, token, self.policy.accept).check(new)
        if all(rule is NUMBER_ACCEPTED for rule, _ in rewriter.noted):
            return None
        self._reconcile(release, new)
        self.releases += 1
        return new

    def findings(self, place: Place) -> list[Finding]:
        """What the last release gave occasion to: one finding for each rule and path, with the fact ``count``."""
        return [
            Finding(
                rule,
                place,
                {"count": count, "path": path, "reason": self.policy.accept.get(path, "")},
                path,
                self._ocid,
            )
            for (rule, path), count in self._noted.items()
        ]

    def reconciliation(self) -> dict[str, object]:
        """For the report: releases changed, what was done, and the sums of amounts before and after, by currency."""
        return {
            "releases": self.releases,
            "rules": dict(sorted(self.counts.items())),
            "amounts": {
                currency: {when: format(amount, "f") for when, amount in sums.items()}
                for currency, sums in self.amounts().items()
            },
            "equal": self._before == self._after,
        }

    def amounts(self) -> dict[str, dict[str, Decimal]]:
        """The sums of amounts ``before`` and ``after``, by currency, over the releases that were changed."""
        return {name: {"before": amount, "after": self._after[name]} for name, amount in sorted(self._before.items())}

    def _is_mask(self, text: str) -> bool:
        return is_mask(text, self._masks)

    def _reconcile(self, release: object, new: object) -> None:
        before: dict[str, Decimal] = {}
        after: dict[str, Decimal] = {}
        add_amounts(release, before)
        add_amounts(new, after)
        if before != after:
            raise PrivacyError(
                reason="withholding would change the sum of a release's amounts; the release was not written",
                reason_sv="maskeringen skulle ändra summan av beloppen i ett release; det har inte skrivits",
            )
        for currency, amount in before.items():
            self._before[currency] = self._before.get(currency, Decimal(0)) + amount
            self._after[currency] = self._after.get(currency, Decimal(0)) + after[currency]


def _first_free(encoded: bytes, token: str) -> int:
    """The first number that no id of this token has yet: 1, unless the release went through the gate before."""
    own = f"{WITHHELD_ID}{token}-".encode()
    if own not in encoded:
        return 1
    return 1 + max(map(int, re.findall(re.escape(own) + rb"([0-9]+)", encoded)), default=0)
