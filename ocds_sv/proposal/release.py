"""The release that recognised columns make, with what the standard asks for around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocds_sv.proposal.columns import TABLES, Guessed
from ocds_sv.proposal.recognition import node_of
from ocds_sv.standard.node import IDENTITY

_PARTIES = ("supplier", "payee", "tenderer")
_TAGS = (("tender", "tender"), ("award", "awards"), ("contract", "contracts"))


class Release:
    """
    The release as a tree of blocks and expressions.

    Attributes:
        tree: blocks by field name, expressions as texts.
        key: the expression that tells processes apart.
        lookups: codelist to table of the package and its column.
        extensions: those that the fields come with.
    """

    def __init__(self, columns: Sequence[Guessed]) -> None:
        self._by_meaning = {one.guess.meaning: one.name for one in columns if one.guess is not None}
        self.lookups: dict[str, tuple[str, str]] = {}
        self.extensions: set[str] = set()
        self.key = self._key(columns)
        self.tree: dict[str, Any] = {}
        for meaning, name in self._by_meaning.items():
            if "/" in meaning:
                self._put(meaning, name)
        self._complete()

    def _key(self, columns: Sequence[Guessed]) -> str:
        """The column that tells processes apart: one that known mappings build ocids from, no party and no date."""
        for one in columns:
            guess = one.guess
            if guess is None or guess.known is None or "ocid" not in guess.known.meanings:
                continue
            if not guess.meaning.startswith("parties") and node_of(guess.meaning).format != "date-time":
                return f"{{{one.name}|slug}}"
        for meaning in ("tender/id", "contracts/id", "awards/id"):
            if meaning in self._by_meaning:
                return f"{{{self._by_meaning[meaning]}|slug}}"
        return "{@row}"

    def _put(self, meaning: str, name: str) -> None:
        node = node_of(meaning)
        if node.extension is not None:
            self.extensions.add(node.extension)
        place: Any = self.tree
        *above, last = meaning.split("/")
        path = ""
        for part in above:
            word, _, code = part.rstrip("]").partition("[")
            path = f"{path}/{word}".strip("/")
            place = self._inside(place, word, code, is_list=node_of(path).kind == "array")
        codelist = node.codelist
        value: Any = f"{{{name}}}"
        if meaning.endswith("identifier/id"):
            value = f"{{{name}|orgnr}}"
        elif meaning.endswith("classification/id") and "items" in meaning:
            value = f"{{{name}|cpv}}" if "tender" in meaning else value
            if "tender" in meaning:
                place["scheme"] = "CPV"
        elif codelist is not None and codelist.name in TABLES:
            self.lookups[codelist.name] = TABLES[codelist.name]
            value = {"from": value, "lookup": codelist.name}
        place[last] = [value] if node.kind == "array" else value

    def _inside(self, place: dict[str, Any], word: str, code: str, *, is_list: bool) -> dict[str, Any]:
        if not is_list:
            inner: dict[str, Any] = place.setdefault(word, {})
            return inner
        blocks: list[dict[str, Any]] = place.setdefault(word, [])
        for block in blocks:
            if code in block.get("roles", [""]):
                return block
        block = {"each": "rows"} if word in {"parties", "items", "transactions"} and code != "buyer" else {}
        if code:
            block["roles"] = [code]
        blocks.append(block)
        return block

    def _complete(self) -> None:
        """Ids, references and the fields that the standard requires."""
        self._parties()
        self._awards()
        for name in ("awards", "contracts"):
            for block in self.tree.get(name, ()):
                self._identified(name, block)
        for block in self.tree.get("contracts", ()):
            (award,) = self.tree["awards"]
            block["awardID"] = award["id"] if block.get("each") else "{$key}"
        tender = self.tree.get("tender")
        if tender is not None:
            tender["id"] = "{$key}"
        _numbered(self.tree, "")
        _currencies(self.tree)

    def _identified(self, name: str, block: dict[str, Any]) -> None:
        """One block for the whole group, or one for each row when the rows say which is which."""
        column = self._by_meaning.get(f"{name}/id")
        lists = [block.get(inner, []) for inner in ("items", "suppliers")]
        lists.append(block.get("implementation", {}).get("transactions", []))
        if column is None or f"{{{column}|" in self.key:
            block["id"] = "{$key}"
        else:
            block["each"] = "rows"
            for one in (one for inner in lists for one in inner):
                one.pop("each", None)

    def _parties(self) -> None:
        parties = self.tree.setdefault("parties", [])
        for block in parties:
            number = block.get("identifier", {}).get("id")
            name = block.get("name")
            ids = [f"SE-ON-{number}"] if number else []
            ids += [name.replace("}", "|local_id}")] if name else []
            block["id"] = ids[0] if len(ids) == 1 else {"from": ids} if ids else "{$key}"
            if number:
                block["identifier"] = {"scheme": "SE-ON", **block["identifier"]}
        if not any("buyer" in block["roles"] for block in parties):
            identifier = {"scheme": "SE-ON", "id": "{$buyer_id|orgnr}"}
            buyer = {"id": "SE-ON-{$buyer_id|orgnr}", "name": "{$buyer_name}", "identifier": identifier}
            parties.insert(0, {**buyer, "roles": ["buyer"]})
        buyer = next(block for block in parties if "buyer" in block["roles"])
        self.tree["buyer"] = {name: buyer[name] for name in ("id", "name") if name in buyer}

    def _awards(self) -> None:
        supplier = next((block for role in _PARTIES for block in self.tree["parties"] if role in block["roles"]), None)
        if supplier is None and "contracts" not in self.tree:
            return
        awards = self.tree.setdefault("awards", [{}])
        if supplier is not None:
            supplier["roles"] = list(dict.fromkeys(["supplier", *supplier["roles"]]))
            reference = {name: supplier[name] for name in ("id", "name") if name in supplier}
            awards[0]["suppliers"] = [{"each": "rows", **reference}]

    def date(self) -> str | None:
        """The expression of the release's date, ``None`` when no column has one."""
        dates = [name for meaning, name in self._by_meaning.items() if node_of(meaning).format == "date-time"]
        return f"{{{dates[0]}}}" if dates else None

    @property
    def has_buyer(self) -> bool:
        """Whether the file says who buys."""
        return any(meaning.startswith("parties[buyer]") for meaning in self._by_meaning)

    def tags(self) -> list[str]:
        """What the release tells of."""
        found = [
            tag
            for tag, part in (("tender", "tender"), ("award", "awards"), ("contract", "contracts"))
            if part in self.tree
        ]
        transactions = any("implementation" in block for block in self.tree.get("contracts", ()))
        return [*found, *(["implementation"] if transactions else [])] or ["tender"]


def _numbered(tree: Any, path: str) -> None:  # noqa: ANN401 - any part of a release
    """What stands in a list, and nothing names, is numbered."""
    for name, value in tree.items():
        inner = f"{path}/{name}".strip("/")
        for block in value if isinstance(value, list) else [value]:
            if not isinstance(block, dict) or "from" in block:
                continue
            if isinstance(value, list) and IDENTITY in node_of(inner).names():
                block.setdefault(IDENTITY, "{#}" if "each" in block else "1")
            _numbered(block, inner)


def _currencies(tree: Any) -> None:  # noqa: ANN401 - any part of a release
    """An amount without a currency says nothing: kronor, until somebody knows better."""
    if isinstance(tree, list):
        for item in tree:
            _currencies(item)
    elif isinstance(tree, dict):
        if "amount" in tree:
            tree.setdefault("currency", "SEK")
        for item in list(tree.values()):
            _currencies(item)
