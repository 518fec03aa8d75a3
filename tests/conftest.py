"""What all rooms' tests share: options, the hypothesis profiles, the shared data, and a closed network."""

from __future__ import annotations

import importlib.util
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# No deadline: a shared machine is slow now and then, and that is no fault of the code.
settings.register_profile("default", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("quick", settings.get_profile("default"), max_examples=20)
settings.register_profile("long", deadline=None, max_examples=5_000, print_blob=True)
settings.register_profile("long-short", settings.get_profile("long"), max_examples=300)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="rewrite golden files, then review the difference")
    parser.addoption("--short", action="store_true", help="benchmarks and fuzzing in minutes")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: once per run is enough (real installations); tox -e fresh")
    if not config.option.markexpr:
        config.option.markexpr = "not benchmark and not browser and not cluster and not slow"
    profile = os.environ.get("HYPOTHESIS_PROFILE", "default")
    settings.load_profile("long-short" if profile == "long" and config.getoption("--short") else profile)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; tests that read it are skipped where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the data folder ../shared/data is not beside this checkout")
    return folder


@dataclass
class Here:
    """
    Runs the parts of a run in this process, each as it travels: pickled on the way there and on the way back.

    Attributes:
        folder: for what is exchanged.
        workers: as many as are pretended to work.
        twice: every task is done a second time, as after the death of a worker, and the second result counts.
        tasks: how many tasks there were.
    """

    folder: Path
    workers: int = 3
    twice: bool = False
    tasks: int = 0

    def __call__(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        for task in tasks:
            self.tasks += 1
            if self.twice:
                function(pickle.loads(pickle.dumps(task)))
            yield pickle.loads(pickle.dumps(function(pickle.loads(pickle.dumps(task)))))


@pytest.fixture
def here(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Here:
    """A spread whose parts are as small as files are."""
    monkeypatch.setattr("ocds_sv.parts.LEAST", 1)
    return Here(tmp_path_factory.mktemp("exchange"))


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture(scope="session")
def offline() -> ModuleType:
    """The refusal of connections, loaded once per process; ``offline.__file__`` is for the commands a test starts."""
    spec = importlib.util.spec_from_file_location("offline", ROOT / "tests/ground/offline/sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def no_network(offline: ModuleType) -> Iterator[None]:
    """Fail a test that tries to reach another machine, also when its code swallows the refusal."""
    offline.ATTEMPTS.clear()
    yield
    attempts, offline.ATTEMPTS[:] = list(offline.ATTEMPTS), []
    assert not attempts, f"tried to open a connection: {attempts}"
