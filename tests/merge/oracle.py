"""The reference implementation, and what ours leaves to be compared with it."""

import warnings

import ocdsmerge
from ocdsmerge.exceptions import DuplicateIdValueWarning


class Oracle:
    def __init__(self, schema):
        self._merger = ocdsmerge.Merger(schema)

    @property
    def rules(self):
        return self._merger.merge_rules

    def compiled(self, releases):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DuplicateIdValueWarning)
            return self._merger.create_compiled_release(releases)

    def versioned(self, releases):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DuplicateIdValueWarning)
            return self._merger.create_versioned_release(releases)
