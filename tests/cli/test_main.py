"""Whatever happens, the answer is a sentence and an exit code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROKEN = """
import sys
from ocds_sv import cli
def make():
    raise {error}
cli.group.make = make
sys.argv = ["ocds-sv", *sys.argv[1:]]
cli.main()
"""


def test_the_version_is_the_projects(call):
    code, out, _ = call("--version")

    assert code == 0
    assert re.fullmatch(r"ocds-sv \d+\.\d+\.\d+\S*\n", out)


def test_no_command_is_answered_with_the_help(call):
    code, out, err = call("--lang", "en")

    assert code == 2
    assert "convert" in out + err


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(("word", "meant"), [("konvert", "convert"), ("inspekt", "inspect"), ("mappng", "mapping")])
def test_a_misspelt_command_is_answered_with_the_nearest(word, meant, lang, call):
    code, out, err = call("--lang", lang, word)

    assert (code, out) == (2, "")
    assert f"'{meant}'?" in err


def test_a_misspelt_subcommand_is_answered_with_the_nearest(call):
    code, _, err = call("mapping", "chek", "--lang", "en")

    assert code == 2
    assert "Did you mean 'check'?" in err


@pytest.mark.parametrize(
    ("lang", "words"), [("sv", "Internt fel: ZeroDivisionError"), ("en", "Internal fault: ZeroDivisionError")]
)
def test_a_fault_in_the_program_is_a_sentence_without_traceback_and_without_data(lang, words, process):
    done = process("demo", env={"OCDS_SV_LANG": lang}, code=BROKEN.format(error="ZeroDivisionError('811228-9874')"))
    text = done.stderr.decode()

    assert done.returncode == 4
    assert text.startswith(words)
    assert "cli/__init__:" in text
    assert "Traceback" not in text
    assert "811228" not in text


def test_the_traceback_is_there_for_those_who_ask(process):
    done = process(env={"OCDS_SV_DEBUG": "1"}, code=BROKEN.format(error="ZeroDivisionError()"))

    assert done.returncode == 1
    assert b"Traceback" in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        ("KeyboardInterrupt", 130, "Interrupted"),
        ("BrokenPipeError", 141, ""),
        ("cli.console.Terminated", 143, "Terminated"),
        ("cli.OcdsSvError(reason='x')", 4, "Internal fault: x"),
    ],
)
def test_each_way_to_end_has_its_code(error, code, words, process):
    done = process(code=BROKEN.format(error=error))

    assert done.returncode == code
    assert done.stderr.decode().startswith(words)
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
def test_a_reader_that_goes_away_is_no_fault():
    command = f'"{sys.executable}" -m ocds_sv completion bash | head -c 1'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)

    assert done.stderr == b""


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_no_console_is_too_narrow_for_our_letters(encoding, process):
    for args in (("--help",), ("convert", "--help"), ("konvert",)):
        done = process("--lang", "sv", *args, env={"PYTHONIOENCODING": encoding})

        assert b"Traceback" not in done.stderr
        assert b"Internt fel" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(shell, call):
    code, out, _ = call("completion", shell)

    assert code == 0
    assert "_OCDS_SV_COMPLETE" in out


def test_completion_knows_the_commands(process):
    done = process(env={"_OCDS_SV_COMPLETE": "bash_complete", "COMP_WORDS": "ocds-sv con", "COMP_CWORD": "1"})

    assert done.stdout.decode().splitlines() == ["plain,convert"]


def test_the_help_starts_without_the_engine(process):
    heavy = "rich jsonschema lxml pydantic yaml python_calamine ijson xlsxwriter ocds_sv.mapping ocds_sv.sources"
    code = (
        "import sys; from ocds_sv import cli; cli.run(['--help']); cli.run(['convert', '--help']);"
        f"print([name for name in {heavy.split()} if name in sys.modules], file=sys.stderr)"
    )

    assert process(code=code).stderr.decode().strip() == "[]"
