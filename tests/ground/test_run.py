"""run.py: what a newcomer meets first, on machines of every kind. Environments and installations are real."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "run.py"
ECHO = """
import os, sys
print(f"{__package__}|{os.getcwd()}|{sys.argv[1:]}|{sys.prefix}")
print(os.environ.get("OCDS_SV_COMMAND"), file=sys.stderr)
sys.exit(7)
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py in a checkout of its own, whose folder has blanks and Swedish letters, and whose package is tiny."""
    checkout = tmp_path / "min mapp åäö"
    checkout.mkdir()
    shutil.copy(RUN, checkout)
    (checkout / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    # The uv of these tests' own environment: pip takes ten times as long, and is tried where no uv is found.
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("OCDS_SV_COMMAND", "set anew by run.py, and put back after the test")
    spec = importlib.util.spec_from_file_location("checkout_run", checkout / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.WANTED = {"project": [str(wheel(tmp_path, "ocds_sv"))], "test": [str(wheel(tmp_path, "tox"))]}
    return module


def wheel(folder: Path, package: str) -> Path:
    """A wheel whose ``python -m package`` says where it runs, with what, and ends with exit code 7."""
    path = folder / f"{package}-1-py3-none-any.whl"
    info = f"{package}-1.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{package}/__main__.py", ECHO)
        archive.writestr(f"{package}/__init__.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def no_uv(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which uv is not found."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def broken(folder: Path, *modules: str) -> str:
    """A folder for PYTHONPATH in which ``modules`` cannot be imported, as on Debian without python3-venv."""
    for name in modules:
        (folder / f"{name}.py").write_text("raise ImportError\n", encoding="utf-8")
    return str(folder)


def test_it_can_be_read_by_python_3_6() -> None:
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("minor", range(6, 11))
def test_an_old_python_answers_with_a_sentence(minor: int, tmp_path: Path) -> None:
    """With real old interpreters, where the machine has them."""
    old = shutil.which(f"python3.{minor}")
    asked = subprocess.run([old, "-c", ""], capture_output=True, check=False) if old else None
    if asked is None or asked.returncode:
        pytest.skip(f"no Python 3.{minor} on this machine")
    shutil.copy(RUN, tmp_path)

    done = subprocess.run([str(old), "run.py"], cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 2
    assert b"requires Python 3.11 or later" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_too_old_is_said_in_both_languages(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run.OLDEST = (99, 0)

    assert run.main(["demo"]) == 2
    said = capsys.readouterr().err
    assert "kräver Python" in said
    assert "requires Python" in said
    assert not run.VENV.exists()


def test_the_users_command_runs_where_the_user_stands(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Words with blanks arrive whole, the exit code comes back, and the environment lies beside run.py."""
    elsewhere = tmp_path / "någon annanstans"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    assert run.main(["convert", "två ord.csv", "--limit", "3"]) == 7
    printed = capfd.readouterr().out.strip()
    assert printed == f"ocds_sv|{elsewhere}|['convert', 'två ord.csv', '--limit', '3']|{run.VENV}"
    assert run.VENV == run.ROOT / ".venv"


def test_a_module_where_the_user_stands_is_not_taken_for_ours(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    broken(tmp_path, "ocds_sv", "runpy")

    assert run.main(["demo"]) == 7


def test_without_words_it_is_the_demo_and_test_is_tox_in_the_project(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run.main([]) == 7
    assert "|['demo']|" in capfd.readouterr().out
    assert run.main(["test", "-e", "lint"]) == 7
    assert f"tox|{run.ROOT}|['run', '-e', 'lint']|" in capfd.readouterr().out


def test_a_second_run_installs_nothing_until_the_settings_change(
    run: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    run.prepare(run.VENV, "project")
    assert run.FIRST_TIME in capfd.readouterr().err

    run.prepare(run.VENV, "project")
    assert capfd.readouterr() == ("", "")

    (run.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    run.prepare(run.VENV, "project")
    assert run.FIRST_TIME in capfd.readouterr().err


def test_an_installation_that_failed_is_explained_and_tried_again(
    run: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good = run.WANTED["project"]
    run.WANTED["project"] = [str(tmp_path / "missing-1-py3-none-any.whl")]

    assert run.main(["demo"]) == 4
    said = capfd.readouterr().err
    assert "missing-1" in said, "the installer's own words stay visible"
    assert "HTTPS_PROXY" in said
    assert "Traceback" not in said

    run.WANTED["project"] = good
    assert run.main(["demo"]) == 7


def test_uv_that_fails_gives_way_to_pip(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A uv on PATH may be a wrapper without a program behind it."""
    name, text = ("uv.bat", "@exit /b 3\n") if os.name == "nt" else ("uv", "#!/bin/sh\nexit 3\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / name).write_text(text, encoding="utf-8")
    (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert run.main(["demo"]) == 7
    assert "|['demo']|" in capfd.readouterr().out


@pytest.mark.usefixtures("no_uv")
def test_without_ensurepip_the_pip_outside_installs(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec("pip") is None:
        pytest.skip("the interpreter of these tests has no pip of its own")
    monkeypatch.setenv("PYTHONPATH", broken(tmp_path, "ensurepip"))

    run.create(run.VENV)

    assert run.pip_for(run.VENV) == [sys.executable, "-m", "pip", "--python", str(run.python_of(run.VENV))]
    assert run.main(["demo"]) == 7


@pytest.mark.usefixtures("no_uv")
def test_without_any_installer_a_sentence_names_the_package_to_install(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", broken(tmp_path, "ensurepip", "pip"))

    assert run.main(["demo"]) == 4
    said = capfd.readouterr().err
    assert "python3-venv" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("fault", ["another version", "base gone", "no interpreter", "no settings", "half made"])
def test_a_stale_environment_is_made_anew(fault: str, run: ModuleType) -> None:
    run.create(run.VENV)
    assert run.fits(run.VENV)
    settings = run.VENV / "pyvenv.cfg"
    text = settings.read_text(encoding="utf-8")
    if fault == "another version":
        settings.write_text(text.replace("version = 3.", "version = 2."), encoding="utf-8")
    elif fault == "base gone":
        lines = ["home = /nowhere" if line.startswith("home") else line for line in text.splitlines()]
        settings.write_text("\n".join(lines), encoding="utf-8")
    elif fault == "no interpreter":
        run.python_of(run.VENV).unlink()
    elif fault == "no settings":
        settings.unlink()
    else:
        shutil.rmtree(run.VENV)
        run.VENV.mkdir()
    (run.VENV / "left over").touch()
    assert not run.fits(run.VENV)

    assert run.main(["demo"]) == 7
    assert run.fits(run.VENV)
    assert not (run.VENV / "left over").exists()


def test_the_interpreter_lies_elsewhere_on_windows(run: ModuleType) -> None:
    assert run.python_of(Path("v"), windows=True) == Path("v/Scripts/python.exe")
    assert run.python_of(Path("v"), windows=False) == Path("v/bin/python")


def test_the_command_is_told_how_the_user_started_it(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    python = "py" if os.name == "nt" else Path(sys.executable).name
    monkeypatch.setattr(sys, "argv", ["../kopia/run.py", "demo"])

    assert run.main(["demo"]) == 7
    assert capfd.readouterr().err.splitlines()[-1] == f"{python} ../kopia/run.py"
    assert run.as_called("run.py", windows=True) == "py run.py"
    assert run.as_called("min kopia/run.py", windows=True) == 'py "min kopia/run.py"'


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")
def test_a_command_ended_by_a_signal_answers_as_in_a_shell(run: ModuleType) -> None:
    assert run.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 15)"], run.ROOT) == 128 + 15


@pytest.mark.slow
@pytest.mark.parametrize("with_uv", [True, False], ids=["uv", "pip"])
def test_a_fresh_checkout_runs(*, with_uv: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole thing, with all dependencies, from the registry; the second start finds everything in place."""
    uv = shutil.which("uv")
    if with_uv and (uv is None or subprocess.run([uv, "--version"], capture_output=True, check=False).returncode):
        pytest.skip("uv is not on this machine")
    if not with_uv:
        monkeypatch.setenv("PATH", os.defpath if shutil.which("uv", path=os.defpath) is None else "")
    checkout = tmp_path / "utcheckad kopia"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "tests", "build", "dist")
    shutil.copytree(ROOT, checkout, ignore=left_out)

    first = subprocess.run([sys.executable, str(checkout / "run.py"), "--help"], capture_output=True, check=False)
    again = subprocess.run(
        [sys.executable, str(checkout / "run.py"), "demo"], cwd=tmp_path, capture_output=True, check=False
    )

    assert first.returncode == 0, first.stderr.decode(errors="replace")
    assert b"convert" in first.stdout
    assert again.returncode == 0, again.stderr.decode(errors="replace")
    assert b"Installing into .venv" not in again.stderr
