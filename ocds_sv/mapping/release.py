"""The release tree of a mapping, checked against the standard and turned into plain data."""

from __future__ import annotations

from collections.abc import Mapping

from ocds_sv.mapping import reading
from ocds_sv.mapping.envelope import Table
from ocds_sv.mapping.language import (
    PARAM,
    SOURCE,
    Call,
    Condition,
    Constant,
    Each,
    Expression,
    Field,
    Hole,
    Items,
    Lookup,
    Object,
    Param,
    Part,
    Template,
    Value,
    named,
)
from ocds_sv.mapping.scopes import ABOVE
from ocds_sv.mapping.templates import near, parse_call, parse_template
from ocds_sv.mapping.unite import united
from ocds_sv.mapping.values import constant, takes_any_text
from ocds_sv.mapping.xpaths import check_xpath, split_pipes
from ocds_sv.mapping.yamltree import Block, Faults, Mark, Scalar, Sequence, Tree
from ocds_sv.standard import Node
from ocds_sv.sweden.faults import ValueFault

VALUE_KEYS = {
    "from": "one or several expressions; the first that is not empty counts",
    "split": "a separator that makes several values of one text",
    "apply": "functions applied after `from`, to each part if split",
    "lookup": "a table of `lookups`; an unknown term is a finding",
    "default": "what stands in for emptiness",
    "required": "`true`: an empty value rejects the record",
    "rows": "`min` or `max`: of all the group's rows, compared as text",
}
"""The keys of a value, with their meaning."""

BLOCK_KEYS = {
    "each": "repeats the block: `rows` of the group, a path to a list in JSON, an XPath, or a value with `split`",
    "when": "expression → texts: keeps the block when all hold; `*` is anything, an empty text is emptiness. "
    "In the release itself it keeps the record",
}
"""The keys of a block beside the fields, with their meaning."""

ROWS = ("min", "max")


class ReleaseReader:
    """
    Reads the parts of a release, noting faults on the way.

    Attributes:
        params: the names a ``{$hole}`` may have.
        columns: the columns a hole may name; ``None`` when any path may stand there (JSON, XML).
        used: the source names that holes and ``each`` have named so far.
        used_params: the parameters named so far.
        used_lookups: the lookups named so far.
    """

    def __init__(
        self,
        faults: Faults,
        params: Mapping[str, object],
        lookups: Mapping[str, Table],
        columns: set[str] | None,
        namespaces: Mapping[str, str] | None = None,
    ) -> None:
        self._faults = faults
        self._namespaces = namespaces
        self.params = params
        self.columns = columns
        self._lookups = lookups
        self.used: set[str] = set()
        self.used_params: set[str] = set()
        self.used_lookups: set[str] = set()
        # What repeats the blocks around the expression being read, outermost first.
        self._around: list[Each] = []

    def object(self, tree: Tree, node: Node, path: str) -> Object:
        """A block of keys that are fields of ``node``."""
        entries = reading.block(tree, path, self._faults)
        each = self._each(entries, path)
        if each is not None:
            self._around.append(each)
        when = self.conditions(entries.get("when"), path)
        fields = self._fields(entries, node, path)
        if each is not None:
            self._around.pop()
        self._required(entries, node, path)
        return Object(node, node.path, fields, each, when)

    def _fields(self, entries: Block, node: Node, path: str) -> tuple[tuple[str, Part], ...]:
        fields: list[tuple[str, Part]] = []
        for key, value in entries:
            if key in BLOCK_KEYS:
                continue
            child = node.child(key)
            where = f"{path}.{key}"
            if child is None:
                sv, en = near(key, node.names())
                self._faults.add(entries.marks[key], where, f"fältet finns inte i OCDS{sv}", f"no such OCDS field{en}")
            elif not (isinstance(value, Scalar) and value.null):
                part = self.part(value, child, where)
                # A list of nothing would be an empty array in every release.
                if not isinstance(part, Items) or part.blocks:
                    fields.append((key, part))
        return tuple(fields)

    def _required(self, entries: Block, node: Node, path: str) -> None:
        missing = sorted(node.required - entries.entries.keys() - ({node.identity} if path == "release" else set()))
        # A block whose keys are all misspelt has been told so already.
        if missing and entries.entries:
            names = ", ".join(missing)
            self._faults.add(entries.mark, path, f"standarden kräver {names}", f"the standard requires {names}")

    def part(self, tree: Tree, node: Node, path: str) -> Part:
        """What fills the field ``node``."""
        if node.kind == "array":
            return self._items(tree, node, path)
        if node.kind == "object":
            if not isinstance(tree, Block):
                self._faults.add(
                    tree.mark, path, "fältet är ett objekt, ange dess nycklar", "the field is an object, give its keys"
                )
            part = self.object(tree, node, path)
            if part.each is not None:
                self._faults.add(
                    tree.mark, path, "bara block i en lista kan upprepas", "only blocks of a list can be repeated"
                )
            return part
        return Field(node, node.path, self.expression(tree, path, node))

    def _items(self, tree: Tree, node: Node, path: str) -> Items:
        items = node.items
        assert items is not None
        trees = tree.items if isinstance(tree, Sequence) else (tree,)
        blocks: list[Object | Field] = []
        for number, item in enumerate(trees):
            where = f"{path}[{number}]"
            if items.kind == "object":
                if not isinstance(item, Block):
                    self._faults.add(
                        item.mark, where, "här väntas ett block med nycklar", "a block of keys is expected here"
                    )
                    continue
                blocks.append(self.object(item, items, where))
            else:
                expression = self.expression(item, where, items)
                if expression != Constant(None):
                    blocks.append(Field(items, node.path, expression))
        return Items(node, node.path, united(blocks))

    def expression(self, tree: Tree, path: str, node: Node | None = None) -> Expression:
        """A template, a constant or a value with ``from``; ``node`` is the field it fills, if it fills one."""
        if isinstance(tree, Scalar):
            return self._template(tree, path, node)
        if isinstance(tree, Block) and "from" in tree.entries:
            return self._value(tree, path, node)
        self._faults.add(
            tree.mark,
            path,
            "här väntas en text eller ett block med from",
            "a text or a block with from is expected here",
        )
        return Constant(None)

    def _template(self, tree: Scalar, path: str, node: Node | None) -> Template | Constant:
        if tree.null:
            return Constant(None)
        split = {} if self._namespaces is None else {"split": split_pipes}
        template = parse_template(tree.text, tree.mark, path, self._faults, **split)
        holes = [part for part in template.parts if isinstance(part, Hole)]
        for hole in holes:
            self._hole(hole, path)
        if holes:
            return template
        text = "".join(str(part) for part in template.parts)
        return self._constant(text, tree.mark, path, node)

    def _constant(self, text: str, mark: Mark, path: str, node: Node | None) -> Constant:
        if node is None or not text:
            return Constant(text or None)
        try:
            return Constant(constant(node, text))
        except ValueFault as fault:
            codes = node.codelist.codes if node.codelist else ()
            sv, en = near(text, codes)
            self._faults.add(
                mark,
                path,
                f"'{text}' passar inte fältet ({fault.rule}){sv}",
                f"'{text}' does not fit ({fault.rule}){en}",
            )
            return Constant(None)

    def _hole(self, hole: Hole, path: str) -> None:
        if hole.kind == PARAM:
            self.used_params.add(hole.name)
            if hole.name not in self.params:
                sv, en = near(hole.name, self.params)
                self._faults.add(
                    hole.mark, path, f"parametern '{hole.name}' finns inte{sv}", f"no parameter '{hole.name}'{en}"
                )
            elif self._around and self._spans_rows(hole.name):
                self._rows_inside(hole.mark, path)
        elif hole.kind == SOURCE:
            self._source(hole.name, hole.mark, path)

    def _spans_rows(self, name: str, above: frozenset[str] = frozenset()) -> bool:
        """Whether a named value looks at all rows of a group, itself or through others."""
        param = self.params.get(name)
        if not isinstance(param, Param) or name in above:
            return False
        expressions = [one for one in (param.value, *param.choices.values()) if one is not None]
        inner = set().union(*map(named, expressions))
        return any(map(_has_rows, expressions)) or any(self._spans_rows(one, above | {name}) for one in inner)

    def _rows_inside(self, mark: Mark, path: str) -> None:
        self._faults.add(
            mark,
            path,
            "rows: min och max gäller hela gruppen och kan inte stå i ett block med each",
            "rows: min and max are of the whole group and cannot stand in a block with each",
        )

    def _source(self, name: str, mark: Mark, path: str) -> None:
        levels = 0
        while name.startswith(ABOVE):
            name = name.removeprefix(ABOVE)
            levels += 1
        if levels > len(self._around):
            self._faults.add(mark, path, f"'{ABOVE}' leder ut ur posten", f"'{ABOVE}' leads out of the record")
        self.used.add(name)
        if self._namespaces is not None:
            check_xpath(name, self._namespaces, mark, path, self._faults)
        if self.columns is not None and name not in self.columns:
            sv, en = near(name, self.columns)
            self._faults.add(
                mark,
                path,
                f"kolumnen '{name}' finns inte under source.columns{sv}",
                f"the column '{name}' is not among source.columns{en}",
            )

    def _value(self, tree: Block, path: str, node: Node | None) -> Value:
        reading.only(tree, VALUE_KEYS, path, self._faults)
        source = tree.entries["from"]
        trees = source.items if isinstance(source, Sequence) else (source,)
        lookup = self._lookup(tree, path, node)
        # What a lookup takes in are terms, not codes; only what comes out must fit the field.
        inner = None if lookup is not None else node
        default = tree.get("default")
        rows = reading.text(tree.get("rows"), f"{path}.rows", self._faults)
        if rows is not None and rows not in ROWS:
            self._faults.add(tree.marks["rows"], f"{path}.rows", "rows är min eller max", "rows is min or max")
        if rows is not None and self._around:
            self._rows_inside(tree.marks["rows"], f"{path}.rows")
        if rows is not None and "split" in tree.entries:
            self._faults.add(
                tree.marks["split"], f"{path}.split", "split går inte ihop med rows", "split does not go with rows"
            )
        return Value(
            sources=tuple(self.expression(item, f"{path}.from", inner) for item in trees),
            split=reading.text(tree.get("split"), f"{path}.split", self._faults),
            apply=self._calls(tree.get("apply"), path),
            lookup=lookup,
            default=None if default is None else self.expression(default, f"{path}.default", node),
            required=reading.truth(tree.get("required"), f"{path}.required", self._faults),
            rows=rows,
        )

    def _calls(self, tree: Tree | None, path: str) -> tuple[Call, ...]:
        names = reading.texts(tree, f"{path}.apply", self._faults)
        mark = tree.mark if tree is not None else Mark("", 1, 1)
        return tuple(
            call for name in names if (call := parse_call(name, mark, f"{path}.apply", self._faults)) is not None
        )

    def _lookup(self, tree: Block, path: str, node: Node | None) -> Lookup | None:
        name = reading.text(tree.get("lookup"), f"{path}.lookup", self._faults)
        if name is None:
            return None
        self.used_lookups.add(name)
        found = self._lookups.get(name)
        if found is None:
            sv, en = near(name, self._lookups)
            self._faults.add(
                tree.marks["lookup"], path, f"tabellen '{name}' finns inte{sv}", f"there is no lookup '{name}'{en}"
            )
            return None
        for value in () if takes_any_text(node) else sorted(set(found.terms.values()) - {""}):
            self._constant(value, found.tree.mark, f"lookups.{name}", node)
        return Lookup(name, found.terms, found.other)

    def _each(self, entries: Block, path: str) -> Each | None:
        tree = entries.get("each")
        if tree is None:
            return None
        if isinstance(tree, Block):
            value = self.expression(tree, f"{path}.each")
            return Each(value=value if isinstance(value, Value) else None)
        name = reading.text(tree, f"{path}.each", self._faults) or ""
        if self.columns is not None and name != "rows":
            self._faults.add(
                tree.mark,
                f"{path}.each",
                "en tabell upprepas med 'rows' eller med from och split",
                "a table is repeated with 'rows', or with from and split",
            )
        nearest = self._around[-1] if self._around else None
        if nearest is not None and (self.columns is not None or nearest.value is not None):
            self._faults.add(
                tree.mark,
                f"{path}.each",
                "blocket utanför upprepas redan, och i det finns ingen lista",
                "the block around it is repeated already, and there is no list inside",
            )
        if name != "rows":
            self.used.add(name)
        if self._namespaces is not None:
            check_xpath(name, self._namespaces, tree.mark, f"{path}.each", self._faults)
        return Each(path=name)

    def conditions(self, tree: Tree | None, path: str) -> tuple[Condition, ...]:
        """``when``: expression → the texts that keep the block."""
        found: list[Condition] = []
        entries = reading.block(tree, f"{path}.when", self._faults) if tree is not None else None
        for key, value in entries or ():
            assert entries is not None
            expression = self._template(Scalar(entries.marks[key], key), f"{path}.when", None)
            allowed = frozenset(reading.texts(value, f"{path}.when", self._faults))
            found.append(Condition(expression, allowed or frozenset({""})))
        return tuple(found)


def _has_rows(expression: Expression) -> bool:
    if not isinstance(expression, Value):
        return False
    inner = (*expression.sources, *(() if expression.default is None else (expression.default,)))
    return expression.rows is not None or any(map(_has_rows, inner))
