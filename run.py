"""
Everything from a fresh checkout, with nothing but Python 3.11 or later.

    python run.py                     the demo
    python run.py test                the tests; further words go to tox
    python run.py convert avtal.csv   any command of ocds-sv, in the folder where you stand

Standard library only, and only syntax that Python 3.6 can read: an old Python gets a sentence, not a SyntaxError.
All that is installed lies in ``.venv`` beside this file: delete the folder and nothing is left.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WANTED = {"test": ["tox>=4.22"], "project": ["--editable", str(ROOT)]}

TOO_OLD = (
    "ocds_sv kräver Python 3.11 eller senare, och det här är {0}: hämta en nyare på python.org.\n"
    "ocds_sv requires Python 3.11 or later, and this is {0}: get a newer one at python.org."
)
FIRST_TIME = "Installerar i .venv (bara första gången) … / Installing into .venv (the first time only) …"
NO_INSTALLER = (
    "Varken uv eller pip finns: installera python3-venv (Debian, Ubuntu) eller uv och kör samma kommando igen.\n"
    "There is neither uv nor pip: install python3-venv (Debian, Ubuntu) or uv and run the same command again."
)
NOT_INSTALLED = (
    "Installationen misslyckades; orsaken står här ovanför. Bakom en proxy: sätt HTTPS_PROXY, och PIP_CERT till "
    "organisationens certifikat. Utan nät: se docs/dependencies.md. Kör sedan samma kommando igen.\n"
    "The installation failed; the reason stands above. Behind a proxy: set HTTPS_PROXY, and PIP_CERT to your "
    "organisation's certificate. Offline: see docs/dependencies.md. Then run the same command again."
)


class CannotInstallError(Exception):
    """The environment could not be made; the text says what to do."""


def python_of(venv: Path, windows: bool = sys.platform == "win32") -> Path:
    """The interpreter of an environment; console scripts are never used (AppLocker, PATH, moved folders)."""
    return venv / ("Scripts/python.exe" if windows else "bin/python")


def fits(venv: Path) -> bool:
    """Whether ``venv`` was made by this version of Python and its base interpreter is still there."""
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    settings = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    version = settings.get("version_info") or settings.get("version", "")
    same = version.split(".")[:2] == [str(part) for part in sys.version_info[:2]]
    return same and Path(settings.get("home", "")).is_dir() and python_of(venv).exists()


def create(venv: Path) -> None:
    """Make ``venv`` anew, without pip: what is there is of another Python, moved beyond use or half made."""
    shutil.rmtree(str(venv), ignore_errors=True)
    if call([sys.executable, "-m", "venv", "--without-pip", str(venv)], ROOT) != 0:
        raise CannotInstallError(NOT_INSTALLED)


def succeeds(command: "list[str]") -> bool:
    """Whether ``command`` ends well; what it prints is of no interest."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def pip_for(venv: Path) -> "list[str] | None":
    """The pip that installs into ``venv``: its own, else the running interpreter's (Debian has no ensurepip)."""
    inside = str(python_of(venv))
    if succeeds([inside, "-m", "pip", "--version"]) or succeeds([inside, "-m", "ensurepip"]):
        return [inside, "-m", "pip"]
    outside = [sys.executable, "-m", "pip", "--python", inside]
    return outside if succeeds([*outside, "--version"]) else None


def install(venv: Path, wanted: "list[str]") -> None:
    """Install ``wanted`` into ``venv`` with uv when it is there, else with pip; nothing outside ``venv`` is touched."""
    uv = shutil.which("uv")
    if uv and call([uv, "pip", "install", "--quiet", "--python", str(python_of(venv)), *wanted], ROOT) == 0:
        return
    pip = pip_for(venv)
    if pip is None:
        raise CannotInstallError(NO_INSTALLER)
    if call([*pip, "install", "--quiet", "--disable-pip-version-check", *wanted], ROOT) != 0:
        raise CannotInstallError(NOT_INSTALLED)


def fingerprint(venv: Path, wanted: "list[str]") -> str:
    """What an installation depends on: it is done again when the settings, the Python or the place are others."""
    facts = [(ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(venv).encode(), repr(wanted).encode()]
    return hashlib.sha256(b"\0".join(facts)).hexdigest()


def prepare(venv: Path, purpose: str) -> None:
    """See to it that ``venv`` exists and has what ``purpose`` needs; next to nothing is done when it already does."""
    stamp = venv / f"ready-for-{purpose}"
    wanted = WANTED[purpose]
    ready = fingerprint(venv, wanted)
    if fits(venv):
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == ready:
            return
        stamp.unlink(missing_ok=True)
    print(FIRST_TIME, file=sys.stderr, flush=True)
    if not fits(venv):
        create(venv)
    install(venv, wanted)
    # Written last: an interrupted installation leaves no stamp and is mended by the next run.
    stamp.write_text(ready, encoding="utf-8")


def as_called(script: str, windows: bool = sys.platform == "win32") -> str:
    """How the user started this file, for the commands that the demo names: there is no ``ocds-sv`` on the PATH."""
    python = "py" if windows else Path(sys.executable).name
    return f'{python} "{script}"' if " " in script else f"{python} {script}"


def call(command: "list[str]", folder: Path) -> int:
    """Run ``command`` in ``folder`` and give back its exit code, as a shell would."""
    try:
        code = subprocess.call(command, cwd=str(folder))
    except KeyboardInterrupt:
        return 130
    return code if code >= 0 else 128 - code


def main(words: "list[str]") -> int:
    """Do what ``words`` ask for; the exit code is that of the command which was run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.version_info[:2] < OLDEST:
        print(TOO_OLD.format(".".join(str(part) for part in sys.version_info[:3])), file=sys.stderr)
        return 2
    test = words[:1] == ["test"]
    try:
        prepare(VENV, "test" if test else "project")
    except CannotInstallError as problem:
        print(problem, file=sys.stderr)
        return 4
    python = str(python_of(VENV))
    if test:
        return call([python, "-P", "-m", "tox", "run", *words[1:]], ROOT)
    os.environ["OCDS_SV_COMMAND"] = as_called(sys.argv[0])
    # -P: a json.py or an ocds_sv folder where the user stands must not be taken for a module.
    return call([python, "-P", "-m", "ocds_sv", *(words or ["demo"])], Path.cwd())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
