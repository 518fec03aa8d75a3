"""Swedish or English, never a mixture."""

import ast
import json
import re
from pathlib import Path

import pytest

from ocds_sv import cli
from ocds_sv.cli import language

PACKAGE = Path(cli.__file__).parent
COMMANDS = (
    (),
    ("convert",),
    ("inspect",),
    ("mapping",),
    ("mapping", "list"),
    ("mapping", "show"),
    ("mapping", "check"),
    ("mapping", "schema"),
    ("standard",),
    ("standard", "show"),
    ("standard", "list"),
    ("demo",),
    ("completion",),
)


@pytest.mark.parametrize(
    ("args", "env", "expected"),
    [
        ((), {}, "en"),
        ((), {"LANG": "sv_SE.UTF-8"}, "sv"),
        ((), {"LANG": "de_DE.UTF-8"}, "en"),
        ((), {"LANG": "sv_SE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ((), {"LANG": "en_GB.UTF-8", "LC_ALL": "sv_FI"}, "sv"),
        ((), {"LC_ALL": "C", "LANG": "sv_SE.UTF-8"}, "en"),
        ((), {"LC_ALL": "", "LANG": "sv_SE.UTF-8"}, "sv"),
        ((), {"OCDS_SV_LANG": "sv", "LC_ALL": "en_GB"}, "sv"),
        (("--lang", "en"), {"OCDS_SV_LANG": "sv", "LANG": "sv_SE"}, "en"),
        (("convert", "fil.csv", "--lang=sv"), {}, "sv"),
        (("convert", "--", "--lang=sv"), {}, "en"),
        (("convert", "--lang"), {}, "en"),
    ],
)
def test_the_option_wins_over_the_variable_and_the_variable_over_the_system(
    args, env, expected, monkeypatch, quiet_environment
):
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    language.choose(args)

    assert language.current() == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_text_is_there_in_both_languages(command, call):
    swedish = call(*command, "--help", "--lang", "sv")
    english = call(*command, "--help", "--lang", "en")

    assert swedish[0] == english[0] == 0
    assert swedish[1].startswith("Användning:")
    assert english[1].startswith("Usage:")
    for options in re.findall(r"^ {2}(-.*?)(?: {2,}|$)", english[1], re.MULTILINE):
        name = options.split()[0].rstrip(",")
        assert name in swedish[1]
    assert not set(_sentences(swedish[1])) & set(_sentences(english[1]))


def _sentences(text):
    return re.findall(r"\b\w+ \w+ \w+ \w+\b", text.replace("Open Contracting Data Standard", "OCDS"))


def test_clicks_own_words_are_swedish_too(process):
    for args, word in (
        (("--hjlp",), "Menade du"),
        (("convert",), "Argument saknas"),
        (("convert", "a", "--limit", "x"), "Fel värde för '--limit'"),
        (("convert", "a", "--fail-on", "x"), "är inget av"),
        (("convert", "a", "-o"), "kräver ett värde"),
        (("mapping", "show", "a", "b"), "argument för mycket"),
        (("kovnert",), "Menade du 'convert'?"),
    ):
        done = process(*args, "--lang", "sv") if args[-1] != "-o" else process("--lang", "sv", *args)
        text = done.stderr.decode()

        assert done.returncode == 2
        assert word in text
        assert "Fel: " in text
        assert "Error" not in text


def test_clicks_words_are_swedish_where_another_library_has_imported_it_before(process):
    words = "import click, click.core, click.formatting; from ocds_sv.cli import main; main()"

    done = process("convert", "--help", "--lang", "sv", code=words)

    assert done.stdout.decode().startswith("Användning:")


def test_clicks_swedish_keeps_every_gap_of_the_english():
    words = json.loads(language.CLICK_WORDS.read_text(encoding="utf-8"))

    for english, swedish in words.items():
        assert swedish
        assert set(re.findall(r"\{\w*", swedish)) <= set(re.findall(r"\{\w*", english))


def _says():
    for file in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield f"{file.name}:{node.lineno}", *[ast.unparse(arg) for arg in node.args]


def test_no_message_says_the_same_words_in_both_languages():
    found = list(_says())

    assert len(found) > 50
    for place, swedish, english in found:
        assert swedish != english, place


def test_nothing_is_said_to_people_outside_of_say():
    for file in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in {"help", "short_help", "epilog"}:
                assert isinstance(node.value, ast.Call), f"{file.name}:{node.value.lineno}"
                assert node.value.func.id == "say", f"{file.name}:{node.value.lineno}"
