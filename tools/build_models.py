"""
Writes ``ocds_sv/models/_generated.py`` from the schemas and texts in ``schemas/ocds``.

    python tools/build_models.py
"""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ocds_sv.standard import Standard, texts

TARGET = Path(__file__).resolve().parents[1] / "ocds_sv" / "models" / "_generated.py"

HEADER = '''
"""OCDS {version} as Pydantic models; written by tools/build_models.py from schemas/ocds, do not edit."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from ocds_sv.models.base import Moment, NonEmpty, Number, OcdsModel, Unique
'''

Json = dict[str, Any]
INDENT = "    "
WIDTH = 116
"""What the project's lines hold inside a class."""

MAIN = {"number": "Number", "integer": "StrictInt", "boolean": "StrictBool", "object": "dict[str, Any]"}


def snake(name: str) -> str:
    """``awardPeriod`` → ``award_period``, ``awardID`` → ``award_id``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


class Writer:
    """
    Classes and code types, collected while the schema is walked; each class comes after those it needs.

    Attributes:
        classes: the text of each class by its name, in the order to be written.
        codes: the ``Literal`` of each closed codelist by its name.
    """

    def __init__(self, definitions: Json) -> None:
        self.definitions = definitions
        self.classes: dict[str, str] = {}
        self.codes: dict[str, str] = {}

    def write_class(self, name: str, schema: Json) -> str:
        """Write the class of an object and answer its name."""
        if name not in self.classes:
            fields = list(self.fields(schema))
            text = [f"class {name}(OcdsModel):", *textwrap.indent(self.docstring(name, schema), "    ").splitlines()]
            self.classes[name] = "\n".join([*text, "", *textwrap.indent("\n".join(fields), "    ").splitlines()])
        return name

    @staticmethod
    def docstring(name: str, schema: Json) -> str:
        """What the object is, what its fields mean, and which of them the standard advises against."""
        meanings = {key.rpartition(".")[2]: texts.of_field(key).description for key in texts.fields_of(name)}
        deprecated = [f"``{snake(field)}``" for field, child in schema["properties"].items() if "deprecated" in child]
        lines = ['"""', texts.of_type(name).description, "", "Attributes:"]
        for field in schema["properties"]:
            lines += textwrap.wrap(
                f"{snake(field)}: {meanings[field]}", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT * 2
            )
        if deprecated:
            lines += ["", f"Deprecated in the standard: {', '.join(deprecated)}."]
        return "\n".join([*lines, '"""'])

    def fields(self, schema: Json) -> Iterator[str]:
        """One line per field."""
        required = schema.get("required", ())
        for name, child in schema["properties"].items():
            kind = self.type_of(name, child)
            # The models' own rule finds every OCDS name but this kind again.
            given = f'validation_alias="{name}", serialization_alias="{name}"' if "_" in name else ""
            if name in required:
                default = f" = Field({given})" if given else ""
                yield f"{snake(name)}: {kind}{default}{self.remark(child)}"
            else:
                default = f"Field(default=None, {given})" if given else "None"
                yield f"{snake(name)}: {kind if kind == 'Any' else f'{kind} | None'} = {default}{self.remark(child)}"

    @staticmethod
    def remark(schema: Json) -> str:
        """The open codelist from which values should be taken."""
        return f"  # codes: {schema['codelist'].removesuffix('.csv')}" if schema.get("openCodelist") else ""

    def type_of(self, name: str, schema: Json) -> str:
        """The Python type of a field."""
        if "$ref" in schema:
            target = schema["$ref"].rpartition("/")[2]
            # A versioned release has its own shape for every value; it is written by merging, not by hand.
            return (
                "dict[str, Any]" if target == "VersionedRelease" else self.write_class(target, self.definitions[target])
            )
        if "oneOf" in schema:
            return " | ".join(self.list_of("linkedRelease", variant) for variant in schema["oneOf"])
        declared = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        types = [one for one in declared if one != "null"]
        if types == ["array"]:
            return self.list_of(name.removesuffix("s"), schema)
        if "properties" in schema:
            return self.write_class(name[0].upper() + name[1:], schema)
        return self.text(schema) if types == ["string"] else self.other(schema, types)

    @staticmethod
    def other(schema: Json, types: list[str]) -> str:
        """The type of a value that is neither text, array nor an object with known fields."""
        if set(types) == {"string", "integer"}:
            return "NonEmpty | StrictInt" if schema.get("minLength") else "str | StrictInt"
        return MAIN[types[0]] if len(types) == 1 else "Any"

    def list_of(self, name: str, schema: Json) -> str:
        """The type of an array, with its limits."""
        item = self.type_of(name, {"codelist": schema.get("codelist"), **schema["items"]})
        limits = [f"Field(min_length={schema['minItems']})"] if "minItems" in schema else []
        limits += ["Unique"] if schema.get("uniqueItems") else []
        return f"Annotated[list[{item}], {', '.join(limits)}]" if limits else f"list[{item}]"

    def text(self, schema: Json) -> str:
        """The type of a text: a moment, a code of a closed list, or text."""
        if "enum" in schema:
            name = str(schema["codelist"]).removesuffix(".csv")
            name = name[0].upper() + name[1:]
            self.codes[name] = ", ".join(f'"{code}"' for code in schema["enum"] if code is not None)
            return name
        if schema.get("format") == "date-time":
            return "Moment"
        if "pattern" in schema:
            return f"Annotated[str, Field(pattern=r{schema['pattern']!r})]".replace("\\\\", "\\")
        return "NonEmpty" if schema.get("minLength") else "str"


def models() -> str:
    """The whole module."""
    standard = Standard.load()
    records, releases = standard.schema("record-package"), standard.schema("release-package")
    writer = Writer(records["definitions"])
    writer.write_class("ReleasePackage", releases)
    writer.write_class("RecordPackage", records)
    literals = [
        "\n".join(
            [f"{name} = Literal[", *textwrap.wrap(codes, 116, initial_indent="    ", subsequent_indent="    "), "]"]
        )
        for name, codes in sorted(writer.codes.items())
    ]
    parts = [HEADER.strip().format(version=standard.version), "# fmt: off", *literals, "# fmt: on"]
    return formatted("\n\n".join([*parts, *writer.classes.values()]) + "\n")


def formatted(text: str) -> str:
    """``text`` as ruff lays it out."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8").stdout  # noqa: S603 - a command of our own


def main() -> None:
    """Write the module anew."""
    TARGET.write_text(models(), encoding="utf-8", newline="\n")
    print(TARGET)


if __name__ == "__main__":
    main()
