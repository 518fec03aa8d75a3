"""The official examples of eForms fields as notices of their own, and what a release says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
EFORMS = "http://data.europa.eu/p27"
PREFIXES = {
    "cac": f"{UBL}:CommonAggregateComponents-2",
    "cbc": f"{UBL}:CommonBasicComponents-2",
    "ext": f"{UBL}:CommonExtensionComponents-2",
    "efac": f"{EFORMS}/eforms-ubl-extension-aggregate-components/1",
    "efbc": f"{EFORMS}/eforms-ubl-extension-basic-components/1",
    "efext": f"{EFORMS}/eforms-ubl-extensions/1",
}
ROOTS = {
    "planning": ("PriorInformationNotice", "pin-only"),
    "competition": ("ContractNotice", "cn-standard"),
    "result": ("ContractAwardNotice", "can-standard"),
    "cont-modif": ("ContractAwardNotice", "can-modif"),
}
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
_STEP = re.compile(r"([\w.:@*-]+)((?:\[(?:[^\[\]]|\[[^\]]*\])*\])*)")
_PREDICATE = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]")
_EQUAL = re.compile(r"(.+?)\s*=\s*'([^']*)'$")


def clark(name: str) -> str:
    """``prefix:local`` as ``{uri}local``."""
    prefix, mark, local = name.rpartition(":")
    return f"{{{PREFIXES[prefix]}}}{local}" if mark else local


def steps_of(xpath: str) -> list[tuple[str, list[str]]]:
    """The steps below the root, each with its predicates."""
    found = [(name, _PREDICATE.findall(rest)) for name, rest in _STEP.findall(xpath.removeprefix("/*/"))]
    return [(name, predicates) for name, predicates in found if not name.startswith("@")]


def satisfy(element: Any, predicate: str) -> None:
    """Add what a predicate wants and ``element`` lacks."""
    equal = _EQUAL.match(predicate)
    if predicate.startswith("not(") or element.xpath(f"boolean({predicate})", namespaces=PREFIXES):
        return
    path, value = equal.groups() if equal else (predicate, "x")
    for step in path.removesuffix("/text()").split("/"):
        if step.startswith("@"):
            element.set(clark(step[1:]), value)
            return
        element = element.getparent() if step == ".." else below(element, step)
    element.text = element.text or value


def below(element: Any, name: str) -> Any:
    """The child ``name``, made when there is none."""
    child = element.find(clark(name))
    return etree.SubElement(element, clark(name)) if child is None else child


def grafted(xpath: str, snippet: str) -> Any | None:
    """A root with ``snippet`` where ``xpath`` leads, whatever the predicates ask for put there too."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
    pieces = list(etree.fromstring(f"<x {spaces}>{snippet}</x>"))
    steps = steps_of(xpath)
    names = [clark(name) for name, _ in steps]
    depth = next((names.index(piece.tag) for piece in pieces if piece.tag in names), None)
    if depth is None:
        return None
    root = etree.Element("root", nsmap=PREFIXES)
    parent = root
    for name, _ in steps[:depth]:
        parent = below(parent, name)
    parent.extend(pieces)
    return root


def satisfied(root: Any, xpath: str) -> bool:
    """Add what the predicates on the way ask for; whether the way leads to anything."""
    element = root
    for name, predicates in steps_of(xpath):
        element = element.find(clark(name))
        if element is None:
            return False
        for predicate in predicates:
            satisfy(element, predicate)
    return True


def form_of(xpath: str) -> str:
    """The form in which a field stands."""
    if "ContractModification" in xpath:
        return "cont-modif"
    if "/efac:NoticeResult/" in xpath or "'result'" in xpath:
        return "result"
    return "planning" if "@schemeName='Part'" in xpath else "competition"


def whole(inside: Any, form: str, number: int) -> Any:
    """The notice around an example: what every notice has, and the organisations and lots that it names."""
    root, kind = ROOTS[form]
    notice = etree.Element(f"{{{UBL}:{root}-2}}{root}", nsmap=PREFIXES)
    notice.extend(list(inside))
    facts = {
        "cbc:ID": str(uuid5(NAMESPACE_URL, str(number))),
        "cbc:ContractFolderID": None if form == "planning" else str(uuid5(NAMESPACE_URL, f"process {number}")),
        "cbc:IssueDate": "2024-03-20+01:00",
        "cbc:VersionID": "01",
        "cbc:NoticeTypeCode": kind,
        "cbc:NoticeLanguageCode": "ENG",
    }
    for name, value in facts.items():
        if value is not None and notice.find(clark(name)) is None:
            etree.SubElement(notice, clark(name)).text = value
    notice.find(clark("cbc:NoticeTypeCode")).set("listName", form)
    _define_organisations(notice)
    _identify_lots(notice, form)
    _identify_results(notice)
    return notice


def _define_organisations(notice: Any) -> None:
    """Every organisation that is named is there, with a name; the examples leave out both."""
    organizations = notice
    for step in (*EXTENSION.split("/"), "efac:Organizations"):
        organizations = below(organizations, step)
    named = {text for text in notice.xpath("//cbc:ID/text()", namespaces=PREFIXES) if re.match("(ORG|TPO)-", text)}
    path = "efac:Organization/*/cac:PartyIdentification/cbc:ID/text()"
    for missing in sorted(named - set(organizations.xpath(path, namespaces=PREFIXES))):
        company = below(etree.SubElement(organizations, clark("efac:Organization")), "efac:Company")
        below(below(company, "cac:PartyIdentification"), "cbc:ID").text = missing
    for number, organization in enumerate(organizations):
        if organization.tag == clark("efac:Organization"):
            company = below(organization, "efac:Company")
            name = below(below(company, "cac:PartyName"), "cbc:Name")
            name.text = name.text or f"Organisation {number}"


def _identify_lots(notice: Any, form: str) -> None:
    for lot in notice.iterfind(clark("cac:ProcurementProjectLot")):
        mark = below(lot, "cbc:ID")
        mark.text = mark.text or ("PAR-0001" if form == "planning" else "LOT-0001")
        group = mark.text.startswith("GLO-")
        mark.set("schemeName", "Part" if form == "planning" else "LotsGroup" if group else "Lot")


def _identify_results(notice: Any) -> None:
    """What the standard or a reference asks of a result: ids, and both halves of a number that is counted."""
    ids = {
        "LotResult": "RES-0001",
        "LotTender": "TEN-0001",
        "SettledContract": "CON-0001",
        "TenderingParty": "TPA-0001",
    }
    for result in notice.iter(clark("efac:NoticeResult")):
        for name, value in ids.items():
            for element in result.iterfind(clark(f"efac:{name}")):
                mark = below(element, "cbc:ID")
                mark.text = mark.text or value
        for kind, code in (("ReceivedSubmissionsStatistics", "tenders"), ("AppealRequestsStatistics", "complainants")):
            for element in result.iter(clark(f"efac:{kind}")):
                counted, number = below(element, "efbc:StatisticsCode"), below(element, "efbc:StatisticsNumeric")
                counted.text = counted.text or code
                number.text = number.text or "2"


def minimal_notice(pair: Mapping[str, Any], number: int) -> Any | None:
    """The notice of an official example; ``None`` where the example does not stand where its field's XPath leads."""
    xpath = pair["xpath"]
    inside = etree.fromstring(pair["notice_xml"]) if pair["notice_xml"] else grafted(xpath, pair["xml"])
    if inside is None or not satisfied(inside, xpath):
        return None
    return whole(inside, form_of(xpath), number)


LOCAL = re.compile(r"(ORG|TPO|UBO|RES|TEN|TPA|CON|LOT|GLO|PAR)-\d+$")


def differences(wanted: object, given: object, path: str = "") -> Iterator[str]:
    """
    What the official fragment says and the release does not.

    Ids are ours by design: one must be there, whatever it is.
    """
    if isinstance(wanted, dict):
        yield from _of_objects(wanted, given, path)
    elif isinstance(wanted, list):
        yield from _of_arrays(wanted, given, path)
    elif not _same(wanted, given):
        yield f"{path}: wanted {wanted!r}, not {given!r}"


def _of_objects(wanted: dict[str, Any], given: object, path: str) -> Iterator[str]:
    if not isinstance(given, dict):
        yield f"{path}: no object"
        return
    for key, value in wanted.items():
        if key not in given:
            yield f"{path}/{key}: missing, wanted {value}"
        elif key != "id" or not (path == "/withheldInformation" or _counted_or_local(value)):
            yield from differences(value, given[key], f"{path}/{key}")


def _of_arrays(wanted: list[Any], given: object, path: str) -> Iterator[str]:
    if not isinstance(given, list):
        yield f"{path}: no array"
        return
    for item in wanted:
        tries = [list(differences(item, one, path)) for one in given]
        if [] not in tries:
            yield from min(tries, key=len, default=[f"{path}: missing, wanted {item}"])


def _counted_or_local(value: object) -> bool:
    return isinstance(value, str) and (value.isdigit() or LOCAL.search(value) is not None)


def _same(wanted: object, given: object) -> bool:
    if isinstance(wanted, str) and isinstance(given, str):
        if wanted.startswith("ocds-"):
            return given.startswith("ocds-")
        return _spaced(wanted) == _spaced(given) or (LOCAL.match(wanted) is not None and given.endswith(f"/{wanted}"))
    return wanted == given


def _spaced(text: str) -> str:
    """The examples shorten texts with and without a space before the dots."""
    return text.replace(" ...", "...")
