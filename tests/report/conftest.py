"""The reports that renderings are tried with."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("report_fixtures", Path(__file__).with_name("reports.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
reports = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reports)


@pytest.fixture
def report():
    """A report with everything that one can have."""
    return reports.made()


@pytest.fixture
def huge():
    """A report that fits on no page."""
    return reports.huge()


@pytest.fixture(scope="session")
def made():
    """What makes such a report, for tests that want many."""
    return reports.made


@pytest.fixture(scope="session")
def hostile():
    """A supplier's name that would reach into spreadsheets, browsers, Markdown and workflows."""
    return reports.HOSTILE
