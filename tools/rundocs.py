"""
Run what a Markdown document shows: every fenced block, in order, in one folder.

    console   lines with `$ ` are run; the lines below one are what it prints (`...` is anything), none: not compared
    python    executed in one namespace per document; with `>>>` as a doctest
    yaml, csv, json, jsonl, toml, xml
              with `file=NAME` after the language, or `# file: NAME` as the first line: written to the folder;
              else read, to see that it is what it says
    text      pictures and excerpts: nothing to run

Any other language is a fault: a block that nothing runs must say so by being `text`.
A command must end with exit code 0 unless the next one is `$ echo $?`, whose output shows the code.
"""

import csv
import doctest
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice, pairwise
from pathlib import Path
from typing import NoReturn

from lxml import etree
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```[ ]*$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# file: (?P<name>\S.*)\n")
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PATIENCE = 120
"""Seconds that one command may take."""

NOT_RUN = {
    "python run.py test": "it would run this runner in itself",
    "py run.py test": "it would run this runner in itself",
    "git clone": "needs the network",
    "cd ocds": "into the clone that was not made",
    "pipx": "installs into the user's home",
    "uvx": "downloads",
    "pip": "downloads",
    "python -m pip": "downloads",
}
"""Commands that are only read for their syntax, by how they begin, each with the reason."""


class DocumentError(AssertionError):
    """A block that does not do what the document says; the text has file and line."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words after it, its text, and the line (from 1) on which the text starts."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int

    @property
    def file(self) -> str | None:
        """The name under which the document wants it written, if any."""
        for word in self.words:
            if word.startswith("file="):
                return word.removeprefix("file=")
        match = FILE.match(self.text)
        return match["name"] if match else None


def blocks(markdown: str) -> Iterator[Block]:
    """The fenced blocks of a document; an indented one (in a list) loses its indent."""
    for match in FENCE.finditer(markdown):
        language, *words = match["info"].split() or [""]
        text = re.sub(f"^{match['indent']}", "", match["body"], flags=re.MULTILINE)
        yield Block(language, tuple(words), text, markdown.count("\n", 0, match.start("body")) + 1)


@dataclass
class Document:
    """
    One document on its way through.

    Attributes:
        path: the Markdown file.
        folder: where its commands run and its files are written.
        environment: of the commands.
        names: the namespace of its Python blocks.
        code: the exit code of the last command.
    """

    path: Path
    folder: Path
    environment: Mapping[str, str]
    names: dict[str, object] = field(default_factory=lambda: {"__name__": "__document__"})
    code: int = 0

    def run(self) -> None:
        """Run all blocks. Raises DocumentError at the first that fails."""
        for block in blocks(self.path.read_text(encoding="utf-8")):
            if block.language not in LANGUAGES:
                self.fail(block.line, f"nothing knows how to run a block of language {block.language!r}")
            LANGUAGES[block.language](self, block)

    def fail(self, line: int, reason: str) -> NoReturn:
        """Raise DocumentError with the place."""
        raise DocumentError(f"{self.path.name}:{line}: {reason}")

    def write_or_read(self, block: Block) -> None:
        """A file of the document, or an excerpt that must at least be what it says."""
        if block.file:
            place = self.folder / block.file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, encoding="utf-8", newline="\n")
        try:
            READERS[block.language](block.text)
        except ValueError as error:
            self.fail(block.line, f"is no {block.language}: {error}")

    def python(self, block: Block) -> None:
        """Execute a block of Python in the document's namespace and folder."""
        place, before = f"{self.path.name}:{block.line}", Path.cwd()
        os.chdir(self.folder)
        try:
            if ">>>" in block.text:
                self._doctest(block, place)
            else:
                code = compile("\n" * (block.line - 1) + block.text, str(self.path), "exec")
                with redirect_stdout(StringIO()):
                    exec(code, self.names)  # noqa: S102 # that is the job: the documents are our own
        finally:
            os.chdir(before)

    def _doctest(self, block: Block, place: str) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, {}, place, str(self.path), block.line - 1)
        test.globs = self.names
        report = StringIO()
        failed, _ = doctest.DocTestRunner(optionflags=LOOSE).run(test, out=report.write, clear_globs=False)
        if failed:
            self.fail(block.line, report.getvalue())

    def console(self, block: Block) -> None:
        """Run the commands of a block and compare what they print with what is shown."""
        if not block.text.startswith("$ "):
            self.fail(block.line, "a console block starts with a command: '$ ...'")
        steps = list(commands(block))
        for (line, command, shown), following in pairwise([*steps, (0, "", "")]):
            if command == "echo $?":
                printed = f"{self.code}\n"
            elif command.startswith(tuple(NOT_RUN)):
                shlex.split(command)
                continue
            else:
                printed = self.pipeline(line, command)
                if self.code and following[1] != "echo $?":
                    self.fail(line, f"{command}: exit code {self.code}\n{printed}")
            if shown and not same(shown, printed):
                self.fail(line, f"{command}: shown\n{shown}\nbut printed\n{printed}")

    def pipeline(self, line: int, command: str) -> str:
        """Run one command line (words, quotes, ``|``, ``<``, ``>``) without a shell; give what it prints."""
        lexer = shlex.shlex(command, posix=True, punctuation_chars="|<>")
        lexer.whitespace_split, lexer.commenters = True, ""
        stages: list[list[str]] = [[]]
        for word in lexer:
            stages.append([]) if word == "|" else stages[-1].append(word)
        data, notes = "", ""
        for stage in stages:
            words, source, target = redirected(stage)
            # One stream, as on a terminal, unless its output goes somewhere else.
            together = stage is stages[-1] and not target
            data, said = self.stage(line, words, self.path_text(source) if source else data, together=together)
            notes += said
            if target:
                (self.folder / target).write_text(data, encoding="utf-8", newline="\n")
                data = ""
        return notes + data

    def path_text(self, name: str) -> str:
        """The text of a file in the document's folder."""
        return (self.folder / name).read_text(encoding="utf-8")

    def stage(self, line: int, words: list[str], data: str, *, together: bool) -> tuple[str, str]:
        """One program of a pipeline: what it prints, and what it says on stderr."""
        if words[0] == "cat":
            self.code = 0
            return "".join(self.path_text(name) for name in words[1:]) or data, ""
        if words[:2] == ["head", "-n"]:
            self.code = 0
            text = self.path_text(words[3]) if words[3:] else data
            return "".join(islice(text.splitlines(keepends=True), int(words[2]))), ""
        done = subprocess.run(  # noqa: S603 # a list, from our own documents
            self.program(line, words),
            input=data,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if together else subprocess.PIPE,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        self.code = done.returncode
        return done.stdout, done.stderr or ""

    def program(self, line: int, words: list[str]) -> list[str]:
        """What stands for the words of a document on this machine."""
        if words[0] == "ocds-sv":
            return [sys.executable, "-m", "ocds_sv", *words[1:]]
        if words[0] not in {"python", "py"}:
            self.fail(line, f"{words[0]} is no command that every reader has")
        if words[1:2] == ["run.py"]:
            return [sys.executable, "-m", "ocds_sv", *(words[2:] or ["demo"])]
        return [sys.executable, *words[1:]]


def commands(block: Block) -> Iterator[tuple[int, str, str]]:
    """Line, command and shown output of a console block."""
    lines = block.text.splitlines()
    starts = [number for number, text in enumerate(lines) if text.startswith("$ ")]
    for start, end in pairwise([*starts, len(lines)]):
        yield block.line + start, lines[start][2:].strip(), "\n".join(lines[start + 1 : end]).strip()


def redirected(words: list[str]) -> tuple[list[str], str | None, str | None]:
    """The words without ``< source`` and ``> target``, and those two."""
    rest, ends = list(words), dict[str, str]()
    for sign in "<>":
        if sign in rest:
            at = rest.index(sign)
            ends[sign] = rest[at + 1]
            del rest[at : at + 2]
    return rest, ends.get("<"), ends.get(">")


def same(shown: str, printed: str) -> bool:
    """Whether a program printed what is shown; trailing blanks do not count, ``...`` is anything."""
    want, got = ("\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (shown, printed))
    return doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS)


def read_yaml(text: str) -> object:
    """Parse YAML 1.2; raises ValueError."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ValueError(error) from error


def read_xml(text: str) -> object:
    """The root of an XML document; ValueError when it is none."""
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(error) from error


READERS: dict[str, Callable[[str], object]] = {
    "yaml": read_yaml,
    "csv": lambda text: list(csv.reader(StringIO(text), strict=True)),
    "json": json.loads,
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    "toml": tomllib.loads,
    "xml": read_xml,
}

LANGUAGES: dict[str, Callable[[Document, Block], None]] = {
    "console": Document.console,
    "python": Document.python,
    "text": lambda _document, _block: None,
    **dict.fromkeys(READERS, Document.write_or_read),
}
