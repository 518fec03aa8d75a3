"""The report as JUnit XML: a suite for each dimension, a case for each rule."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ocds_sv.report.labels import counted, label
from ocds_sv.report.reading import Json, rules
from ocds_sv.report.table import place

EXAMPLES = 5
_FAILURES = {"blocker", "error"}
"""Severities that make a case fail; the milder ones are told in its output."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Json, lang: str) -> bytes:
    """The counts of each rule stand in its properties; what was not looked for is skipped, with the reason."""
    known = rules(report)
    root = Element("testsuites", name=report["tool"]["name"])

    def dimension(result: Json) -> str:
        return str(known[result["rule"]]["dimension"])

    for name, members in groupby(sorted(report["results"], key=dimension), key=dimension):
        suite = SubElement(root, "testsuite", name=_legal(name or "rules"))
        for result in members:
            _case(suite, result, known[result["rule"]], lang)
        _total(suite)
    if report["systemErrors"]:
        suite = SubElement(root, "testsuite", name="input")
        for broken in report["systemErrors"]:
            line = f":{broken['line']}" if broken["line"] else ""
            case = SubElement(suite, "testcase", classname="input", name=_legal(f"{broken['file']}{line}"))
            SubElement(case, "error", message=_legal(broken["message"][lang]), type="input")
        _total(suite)
    _total(root)
    indent(root)
    content: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def _total(element: Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(sum(1 for _ in element.iter(tag))))


def _case(suite: Element, result: Json, rule: Json, lang: str) -> None:
    case = SubElement(suite, "testcase", classname=f"ocds_sv.{suite.get('name')}", name=_legal(result["rule"]))
    properties = SubElement(case, "properties")
    for key in ("severity", "outcome", "failed", "waived", "checked"):
        SubElement(properties, "property", name=key, value=str(result[key]))
    reason = result.get("reason", {}).get(lang, "")
    if result["outcome"] in {"na", "skipped"}:
        SubElement(case, "skipped", message=_legal(reason or label(result["outcome"], lang)))
    elif result["outcome"] == "system_error":
        SubElement(case, "error", message=_legal(reason), type="system_error")
    elif result["outcome"] == "fail":
        count = counted(result, lang)
        text = _legal("\n".join([*_examples(result, lang), f"→ {rule['fix'][lang]}"]))
        if result["severity"] in _FAILURES:
            SubElement(case, "failure", message=count, type=result["severity"]).text = text
        else:
            SubElement(case, "system-out").text = f"{label(result['severity'], lang)}: {count}\n{text}"


def _examples(result: Json, lang: str) -> list[str]:
    return [
        f"{'; '.join(place(cell, lang) for cell in one['cells']) or one['file'] + ':' + str(one['line'])} "
        f"{one['ocid']} {one['pointer'] or '/'}: {one['message'][lang]}"
        for one in result["samples"][:EXAMPLES]
    ]


def _legal(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
