"""What is wrong with how data are written and wrapped, before anything is asked of a release itself."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.parsing import Place, has_repeats, repeated_keys
from ocds_sv.checks.rule import Check, Fault, Json
from ocds_sv.findings import Severity
from ocds_sv.sweden.identity import mask_text

Found = tuple[Check, Place, Fault]

_STANDARD = "https://standard.open-contracting.org/1.1/en/"
_SHOWN = 60


def _check(
    name: str, severity: Severity, *, says: tuple[str, str], fix: tuple[str, str], source: str = _STANDARD
) -> Check:
    def found_while_reading(_: Json, __: object) -> Iterator[Fault]:
        return iter(())

    return Check(name, "Release", severity, "structure", found_while_reading, *says, *fix, sources=(source,))


NOT_UTF8 = _check(
    "text-in-another-encoding",
    Severity.ERROR,
    says=("the text is not UTF-8; it is read as {encoding}", "texten är inte UTF-8; den läses som {encoding}"),
    fix=("JSON is UTF-8: save or export the file so.", "JSON är UTF-8: spara eller exportera filen så."),
    source="https://www.rfc-editor.org/rfc/rfc8259#section-8.1",
)
REPEATED_KEY = _check(
    "repeated-key",
    Severity.ERROR,
    says=(
        "the object has the key '{name}' more than once; the last one counts",
        "objektet har nyckeln '{name}' mer än en gång; den sista gäller",
    ),
    fix=(
        "Write each key once: programs differ in which they take.",
        "Skriv varje nyckel en gång: program väljer olika.",
    ),
    source="https://www.rfc-editor.org/rfc/rfc8259#section-4",
)
OLD_VERSION = _check(
    "data-of-an-older-version",
    Severity.ERROR,
    says=(
        "the data follow OCDS 1.0, and are checked by 1.1",
        "uppgifterna följer OCDS 1.0 och granskas enligt 1.1",
    ),
    fix=(
        "Upgrade the data: ocds-sv upgrade, or ocdskit upgrade 1.0:1.1.",
        "Uppgradera uppgifterna: ocds-sv upgrade, eller ocdskit upgrade 1.0:1.1.",
    ),
    source="https://standard.open-contracting.org/1.1/en/schema/changelog/",
)
VERSIONED = _check(
    "versioned-release",
    Severity.INFO,
    says=(
        "a versioned release is checked by its schema alone",
        "en versionerad release granskas bara mot sitt schema",
    ),
    fix=("Check the releases that it was made of, too.", "Granska också releaserna som den är gjord av."),
    source="https://standard.open-contracting.org/1.1/en/schema/records_reference/",
)
LATE_EXTENSIONS = _check(
    "extensions-after-the-releases",
    Severity.NOTICE,
    says=(
        "the package declares extensions after its releases; they were checked without: {names}",
        "paketet anger tillägg efter sina releaser; de granskades utan: {names}",
    ),
    fix=("Write what is said of the package before its releases.", "Skriv det som gäller paketet före releaserna."),
)

RULES = (NOT_UTF8, REPEATED_KEY, OLD_VERSION, VERSIONED, LATE_EXTENSIONS)
OF_TEXT = (NOT_UTF8, REPEATED_KEY)
"""Those of them about how a text is written."""

_INLINE = ("identifier", "address", "contactPoint")
"""What 1.0 said of an organisation wherever it was named; 1.1 says it once, among the parties."""


def of_text(text: bytes, value: object, encoding: str) -> list[Found]:
    """What is wrong with a text that was parsed to ``value``; ``encoding`` when it is not UTF-8."""
    found: list[Found] = [(NOT_UTF8, (), Fault(encoding=encoding))] if encoding else []
    if has_repeats(text, value):
        found += [
            (REPEATED_KEY, place, Fault(name=mask_text(str(place[-1])[:_SHOWN]))) for place in repeated_keys(text)
        ]
    return found


def is_old(value: Json) -> bool:
    """Whether a package says that it follows OCDS 1.0, or a release has what only 1.0 has."""
    version = value.get("version")
    if isinstance(version, str):
        return version == "1.0" or version.startswith("1.0.")
    return "parties" not in value and any(map(_is_inline, _organisations(value)))


def _organisations(release: Json) -> Iterator[object]:
    yield release.get("buyer")
    tender = release.get("tender")
    if isinstance(tender, dict):
        yield tender.get("procuringEntity")
    awards = release.get("awards")
    for award in awards if isinstance(awards, list) else ():
        suppliers = award.get("suppliers") if isinstance(award, dict) else None
        yield from suppliers if isinstance(suppliers, list) else ()


def _is_inline(organisation: object) -> bool:
    return isinstance(organisation, dict) and "id" not in organisation and any(key in organisation for key in _INLINE)
