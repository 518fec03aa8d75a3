"""The compiled functions give what the naive interpreter gives, for random mappings and random records."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocds_sv.findings import Place
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.editor import editor_schema

HEADER = ("a", "b", "c", "extra")
COLUMNS = {"a": ["a"], "b": ["b"], "c": ["c"], "d": ["d"]}
CELLS = ["", " ", "a", "B", "a,b", " x ; y,x", "0", "1 234,50", "2024-03-01", "5560912148", "SAKNAS", "*****", "ja"]
CELLS += ["NULL", "active", "A,a,a", "12"]
WORDS = ["", "a", "x", "y", "*", "ja", "active", "0"]
CALLS = [
    "upper",
    "lower",
    "before(',')",
    "after(';')",
    "orgnr",
    "local_id",
    "digits",
    "known",
    "number",
    "slug",
    "date",
]
LEAVES = {
    "title": None,
    "description": None,
    "procurementMethodDetails": None,
    "numberOfTenderers": None,
    "hasEnquiries": None,
    "status": ["active", "cancelled"],
    "submissionMethod": ["inPerson", "written"],
}

NUMBERS = {"numberOfTenderers", "hasEnquiries"}


class Grammar:
    """Draws the parts of a mapping; ``names`` are the source's fields in the scope at hand."""

    def __init__(self, draw: st.DrawFn, *, table: bool, group: bool) -> None:
        self.draw = draw
        self.table = table
        self.group = group
        self.texts = False
        self.around = 0

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(1, 100)) <= percent

    def pick(self, choices: list[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def hole(self, *, named: bool = True, alone: bool = False) -> str:
        names = ["a", "b", "c", "d"] if self.table else ["a", "b", "o.a", "z"]
        if alone and not self.table:
            names += ["t", "l.a", "t.0"]
        names = [f"^.{name}" if self.around and self.chance(15) else name for name in names]
        names += (
            ["$p", "$empty", "#", "@row"]
            + ["$v", "$w", "$q"] * named
            + ["."] * (self.texts or bool(self.around and not self.table))
        )
        calls = "".join("|" + self.pick(CALLS) for _ in range(self.pick([0, 0, 0, 1, 1, 2])))
        return f"{{{self.pick(names)}{calls}}}"

    def template(self, *, named: bool = True, alone: bool = True) -> str:
        if self.chance(40):
            return self.hole(named=named, alone=alone)
        parts = [self.hole(named=named) if self.chance(65) else self.pick(["x-", "/", "{{", "å"]) for _ in range(2)]
        return "".join([*parts, self.hole(named=named)])

    def value(self, constants: list[str] | None = None, *, named: bool = True, text: bool = True) -> Any:
        """An expression; ``text``: the field takes any text, so a table may fill it."""
        if constants and self.chance(30):
            return self.pick(constants)
        if self.chance(60):
            return self.template(named=named)
        table = "codes" if constants and "active" in constants else self.pick(["words", "kept"])
        looked_up = (text if not constants else table == "codes") and self.chance(25)
        sources = [self.template(named=named, alone=not looked_up) for _ in range(self.pick([1, 1, 2, 3]))]
        value: dict[str, Any] = {"from": sources, **({"lookup": table} if looked_up else {})}
        rows = self.table and self.group and not self.around and self.chance(20)
        if rows:
            value["rows"] = self.pick(["min", "max"])
        elif self.chance(30):
            value["split"] = self.pick([",", ";"])
        if self.chance(25):
            value["apply"] = [self.pick(CALLS)]
        if self.chance(30):
            value["default"] = self.pick(constants) if constants else self.template(named=named)
        if self.chance(8):
            value["required"] = True
        return value

    def when(self) -> dict[str, Any]:
        if not self.chance(30):
            return {}
        return {
            "when": {self.template(alone=False): self.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))}
        }

    def each(self) -> dict[str, Any]:
        """What may repeat a block here; the caller counts ``around``."""
        choices: list[Any] = [None, None]
        if not self.texts:
            choices += [["rows"] if self.table else ["l", "t", "o", "l.m"]] * 2
        if self.table and self.around:
            choices = [None, None]
        choices.append("text")
        choice = self.pick(choices)
        if choice is None:
            return {}
        if choice == "text":
            return {"each": {"from": self.template(), "split": ","}}
        return {"each": self.pick(choice)}

    def block(self, fields: Any, *, repeat: bool = False) -> dict[str, Any]:
        """A block: what repeats it is read outside, what keeps it and what it holds inside."""
        each = self.each() if repeat else {}
        before = self.texts, self.around
        self.texts = self.texts or isinstance(each.get("each"), dict)
        self.around += bool(each)
        if each and not isinstance(each["each"], dict):
            self.texts = False
        block = {**each, **self.when(), **fields()}
        self.texts, self.around = before
        return block

    def organisation(self) -> dict[str, Any]:
        whole = {"id": self.value(text=True), "name": self.value()}
        if self.chance(40):
            whole["identifier"] = {"scheme": "SE-ON", "id": self.value(), "legalName": self.template()}
        if self.chance(60):
            whole["roles"] = [self.pick(["buyer", "supplier", "{a}"]) for _ in range(self.pick([1, 2]))]
        return whole

    def reference(self) -> dict[str, Any]:
        return {"id": self.value(text=True), "name": self.value()}

    def award(self) -> dict[str, Any]:
        award: dict[str, Any] = {"id": self.value(text=True), "title": self.value()}
        if self.chance(50):
            award["value"] = {"amount": self.value(text=False), "currency": self.value(["SEK", "EUR"])}
        if self.chance(60):
            award["suppliers"] = [self.block(self.reference, repeat=True) for _ in range(self.pick([1, 1, 2]))]
        if self.chance(40):
            award["items"] = [self.block(self.item, repeat=True)]
        return award

    def item(self) -> dict[str, Any]:
        return {"id": self.value(text=True), "description": self.value(), "quantity": self.value(text=False)}

    def tender(self) -> dict[str, Any]:
        chosen = self.draw(st.lists(st.sampled_from(sorted(LEAVES)), unique=True, max_size=4))
        tender: dict[str, Any] = {"id": self.value(["t"])}
        tender |= {name: self.value(LEAVES[name], text=name not in NUMBERS) for name in chosen}
        if self.chance(40):
            tender["value"] = {"amount": self.value(text=False), "currency": "SEK"}
        if self.chance(40):
            tender["tenderPeriod"] = self.block(lambda: {"startDate": self.value(text=False), "endDate": "{b}"})
        return tender

    def mapping(self) -> dict[str, Any]:
        release: dict[str, Any] = {
            "ocid": self.pick(["x-1", "{$p}-1", "{a}"]),
            "tag": ["tender"],
            "date": "2024-01-01",
            "initiationType": "tender",
        }
        if self.chance(70):
            release["tender"] = self.block(self.tender)
        if self.chance(70):
            release["parties"] = [self.block(self.organisation, repeat=True) for _ in range(self.pick([1, 2, 3]))]
        if self.chance(70):
            release["awards"] = [self.block(self.award, repeat=True) for _ in range(self.pick([1, 2]))]
        source: dict[str, Any] = {"missing": ["NULL"]}
        source |= {"columns": COLUMNS, "optional": ["d"]} if self.table else {"format": "json"}
        if self.group:
            source["group"] = self.pick(["{a}", "{b}", "{a}/{b|lower}"])
        values = {"v": self.value(named=False), "w": {"from": ["{$v}-{a}", "{$v|lower}"]}}
        if "split" in json.dumps(values["v"]) or not self.table:
            values["v"] = {"from": ["{b}", "{a}"]}
        if self.table and "rows" in values["v"]:
            values["v"].pop("rows")
        choices = {"one": "{a}", "two": {"from": ["{b|digits}", "{c}" if self.table else "{o.b}"]}}
        lookups = {
            "words": {"a": "first", "B": "", "0": "zero"},
            "kept": {"a": "first", "x": "", "else": "keep"},
            "codes": {"a": "active", "ja": "active", "x": "cancelled", "b": ""},
        }
        used = json.dumps([release, values])
        return {
            "source": source,
            "params": {"p": "P", "empty": None, "q": {"default": self.pick(["one", "two"]), "choices": choices}},
            "values": values,
            "lookups": {name: terms for name, terms in lookups.items() if f'"lookup": "{name}"' in used},
            # So that no column is left unused.
            "privacy": {"persons": [{"name": "{a}{b}{c}{d}"}]} if self.table else None,
            "release": release,
        }


@st.composite
def mappings(draw: st.DrawFn, *, table: bool, group: bool = False) -> str:
    """A mapping as YAML text (JSON is YAML)."""
    return json.dumps(Grammar(draw, table=table, group=group).mapping(), ensure_ascii=False)


TEXTS = st.sampled_from(CELLS)
TYPED = st.sampled_from([*CELLS, None, True, False, 12, 0, Decimal("1.50"), Decimal(7), date(2024, 3, 1)])
SCALARS = st.sampled_from([*CELLS, None, True, 12, 0, Decimal("1.50")])
WORDS_THERE = st.sampled_from([cell for cell in CELLS if cell.strip() not in {"", "NULL"}])
INNER = st.fixed_dictionaries({}, optional={"a": SCALARS, "b": SCALARS})
ELEMENT = st.fixed_dictionaries({}, optional={"a": SCALARS, "b": SCALARS, "m": st.lists(INNER, max_size=2), "o": INNER})
OBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "a": SCALARS,
        "b": SCALARS,
        "t": st.lists(WORDS_THERE, max_size=3),
        "l": st.lists(ELEMENT, max_size=3),
        "o": INNER,
    },
)


def rows(cells: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.lists(cells, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=most)


def agree(load: Any, mapped: Any, interpreter: Any, text: str, records: list[Any], header: Any, **options: Any) -> None:
    mapping: Mapping = load(text)
    place = Place("rader.csv")
    expected = interpreter.Interpreter(mapping, mapping.parameters({}), header, place)
    outcome = mapped(mapping, records, header, place=place, **options)

    numbered = list(enumerate(records, 1 if header is None else 2))
    assert outcome.releases == list(expected.releases(numbered))


# A mapping of hundreds of choices takes minutes to shrink; the failure names the first mapping found instead.
unshrunk = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])


@unshrunk
@given(text=mappings(table=True), records=rows(TEXTS, 3), shared=st.booleans())
def test_rows_of_texts(text: str, records: Any, shared: bool, load: Any, mapped: Any, interpreter: Any) -> None:
    agree(load, mapped, interpreter, text, records, HEADER, shared=shared)


@unshrunk
@given(text=mappings(table=True), records=rows(TYPED, 3))
def test_rows_of_typed_cells(text: str, records: Any, load: Any, mapped: Any, interpreter: Any) -> None:
    agree(load, mapped, interpreter, text, records, HEADER, plain=False)


@unshrunk
@given(text=mappings(table=True, group=True), records=rows(TEXTS, 8), shared=st.booleans())
def test_groups_of_rows(text: str, records: Any, shared: bool, load: Any, mapped: Any, interpreter: Any) -> None:
    agree(load, mapped, interpreter, text, records, HEADER, shared=shared)


@unshrunk
@given(text=mappings(table=False), records=st.lists(OBJECTS, min_size=1, max_size=3))
def test_json_objects(text: str, records: Any, load: Any, mapped: Any, interpreter: Any) -> None:
    agree(load, mapped, interpreter, text, records, None)


VALIDATOR = jsonschema.Draft7Validator(editor_schema())


@settings(unshrunk, max_examples=50)
@given(text=st.one_of(mappings(table=True, group=True), mappings(table=False)))
def test_the_editor_schema_has_nothing_against_what_the_loader_takes(text: str, load: Any) -> None:
    load(text)

    assert [list(error.absolute_path) for error in VALIDATOR.iter_errors(json.loads(text))] == []


def test_most_of_what_is_compared_is_a_release(load: Any, mapped: Any) -> None:
    """Were all records rejected, the tests above would compare nothing."""
    made: list[bool] = []

    @settings(unshrunk, max_examples=40)
    @given(text=mappings(table=True, group=True), records=rows(TEXTS, 6))
    def convert(text: str, records: Any) -> None:
        made.extend(release is not None for release in mapped(load(text), records, HEADER).releases)

    convert()

    assert sum(made) > len(made) / 2
