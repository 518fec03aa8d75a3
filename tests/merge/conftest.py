"""The rules and the reference implementation, for one standard each."""

import importlib.util
from pathlib import Path

import pytest

from ocds_sv.merge.rules import rules
from ocds_sv.standard import Standard

HERE = Path(__file__).parent


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def oracle_of():
    return load("oracle").Oracle


@pytest.fixture(scope="session")
def standard():
    return Standard.load(("lots", "bids"))


@pytest.fixture(scope="session")
def oracle(oracle_of, standard):
    return oracle_of(standard.schema())


@pytest.fixture(scope="session")
def merge_rules(standard):
    return rules(standard.release)
