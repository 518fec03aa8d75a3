"""The report as workflow commands of GitHub Actions: annotations on the files of a change."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.report.labels import counted, label
from ocds_sv.report.reading import Example, Json, examples

EXAMPLES = 3
"""Of each rule. GitHub shows some ten of a level and step, so that the first of every rule comes first."""
_COMMANDS = {"blocker": "error", "error": "error", "warning": "warning", "notice": "notice", "info": "notice"}


def as_github(report: Json, lang: str) -> bytes:
    """A command for each example; the title has the rule and its count."""
    numbered: list[tuple[int, Example]] = []
    seen: dict[str, int] = {}
    for example in examples(report):
        turn = seen[example.result["rule"]] = seen.get(example.result["rule"], 0) + 1
        if turn <= EXAMPLES:
            numbered.append((turn, example))
    ordered = [example for _, example in sorted(numbered, key=lambda one: one[0])]
    lines = [*_broken(report, lang), *(_command(example, lang) for example in ordered)]
    return "".join(line + "\n" for line in lines).encode("utf-8", "replace")


def _broken(report: Json, lang: str) -> Iterator[str]:
    for one in report["systemErrors"]:
        yield _written("error", one["file"], one["line"], label("broken", lang), one["message"][lang])


def _command(example: Example, lang: str) -> str:
    result, sample, cell = example.result, example.sample, example.cell
    title = f"{result['rule']} ({counted(result, lang)})"
    where = " ".join(filter(None, (cell["sheet"], f"{cell['column']}{cell['row'] or ''}", cell["header"])))
    message = " ".join(filter(None, (where and f"{where}:", sample["message"][lang], example.rule["fix"][lang])))
    return _written(_COMMANDS[result["severity"]], example.file, example.line, title, message)


def _written(command: str, file: str, line: int, title: str, message: str) -> str:
    places = [("file", file), ("line", str(line) if file and line > 0 else ""), ("title", title)]
    told = ",".join(f"{key}={_property(value)}" for key, value in places if value)
    return f"::{command} {told}::{_data(message)}"


def _data(text: str) -> str:
    """The escapes of GitHub's runner: the percent sign and line breaks."""
    return "".join(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").splitlines())


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
