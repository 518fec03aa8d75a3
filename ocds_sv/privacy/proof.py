"""The last look at what is about to be written: nothing that was to be withheld may be left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ocds_sv.errors import PrivacyError
from ocds_sv.privacy.names import folded, may_have, name_pattern
from ocds_sv.privacy.rewrite import key_pattern, may_have_key
from ocds_sv.privacy.survey import Survey
from ocds_sv.privacy.vocabulary import CODE_KEYS, WITHHELD_ID, whole_number
from ocds_sv.sweden.identity import personal_spans, shape


class Proof:
    """Looks for everything that the survey listed, independently of how the release was rewritten."""

    def __init__(
        self,
        survey: Survey,
        is_mask: Callable[[str], bool],
        persons: Collection[str],
        token: str,
        accept: Mapping[str, str],
    ) -> None:
        self._keys = [*survey.keys]
        self._names = [*survey.names]
        self._own = f"{WITHHELD_ID}{token}-"
        self._survey = survey
        self._is_mask = is_mask
        self._persons = persons
        self._accept = accept

    def check(self, release: object) -> None:
        """
        Pass, or refuse.

        Raises:
            PrivacyError: something personal is left; the path says where, the value is not told.
        """
        if Survey(release, self._is_mask, self._persons).verdicts:
            raise _left("parties")
        self._walk(release, "", "")

    def _walk(self, value: object, key: str, path: str) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                here = f"{path}/{name}" if path else name
                if not name.isalpha() and self._has_number(name, f"{path}/*"):
                    raise _left(f"{path}/{shape(name)}")
                self._walk(item, name, here)
        elif isinstance(value, list):
            for item in value:
                self._walk(item, key, path)
        elif isinstance(value, str):
            if self._has_number(value, path) or (key not in CODE_KEYS and self._has_name(value)):
                raise _left(path)
        elif (digits := whole_number(value, key)) is not None and self._has_number(digits, path):
            raise _left(path)

    def _has_number(self, text: str, path: str) -> bool:
        text = text.replace(self._own, WITHHELD_ID)
        for key in self._keys:
            if may_have_key(key, text) and key_pattern(key).search(text) is not None:
                return True
        return any(not (path in self._accept and text[start:end].isdigit()) for start, end in personal_spans(text))

    def _has_name(self, text: str) -> bool:
        text = text.replace(self._own, WITHHELD_ID)
        small = folded(text)
        for name in self._names:  # noqa: SIM110 - most texts are asked in vain, and a generator costs more
            if may_have(name, small) and name_pattern(name).search(text) is not None:
                return True
        return False


def _left(path: str) -> PrivacyError:
    return PrivacyError(
        reason=f"something personal is left at {path}; the release was not written. Report this as a fault",
        reason_sv=f"något personligt är kvar i {path}; releasen har inte skrivits. Rapportera det som ett fel",
    )
