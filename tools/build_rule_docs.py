"""Write docs/rules.md from the rules: python tools/build_rule_docs.py."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ocds_sv.checks.choice import ALL  # noqa: E402 - the checkout is put on the path first
from ocds_sv.checks.rule import Check  # noqa: E402

PAGE = ROOT / "docs" / "rules.md"
HEAD = """# The rules of the check

Generated from the rules themselves by `tools/build_rule_docs.py`. `ocds-sv rule NAME` tells the same in one language.
"""


def rule(check: Check) -> list[str]:
    """One rule."""
    lines = [f"### {check.name}", "", f"{check.severity.capitalize()} · {check.dimension} · **{check.title('en')}**"]
    lines += ["", check.why("en"), "", f"Mend it: {check.fix_en}"]
    lines += ["", f"*På svenska.* **{check.title('sv')}** {check.why('sv')} {check.fix_sv}"]
    lines += ["", "Pelican: " + ", ".join(f"`{one}`" for one in check.pelican)] if check.pelican else []
    lines += ["", "Source: " + ", ".join(f"<{one}>" if one.startswith("http") else one for one in check.sources)]
    for title, examples in (("Refused", check.refused), ("Accepted", check.accepted)):
        for example in examples:
            lines += ["", f"{title}:", "", "```json", orjson.dumps(example).decode(), "```"]
    return [*lines, ""]


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for check in ALL.values() for line in rule(check))])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(ROOT))
