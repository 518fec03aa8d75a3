"""What stands in single fields: contacts, documents, languages and texts that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ocds_sv.checks.glances import texts
from ocds_sv.checks.places import inside, stages
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.findings import Severity
from ocds_sv.standard.files import codes, sections
from ocds_sv.sweden.identity import mask_text
from ocds_sv.sweden.tables import table

_REFERENCE = "https://standard.open-contracting.org/1.1/en/schema/reference/"
_CONTACT = (f"{_REFERENCE}#contactpoint",)
_DOCUMENT = (f"{_REFERENCE}#document",)
_LONGEST = 250
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_TELEPHONE = re.compile(
    r"[+(]{0,2}[0-9](?:[-()/., \u00a0\u2013]*[0-9]){4,14} *(?:(?:ankn?|anknytning|ext|vxl|växel|x)\.? *[0-9]*)?",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"(?:application|audio|example|font|haptics|image|message|model|multipart|text|video)/[A-Za-z0-9!#$&^_.+-]+"
)
_OUTSIDE = frozenset({"offline/print", "offline/digital"})


@rule(
    "ContactPoint",
    Severity.NOTICE,
    "content",
    says=("the value is no e-mail address", "värdet är ingen e-postadress"),
    fix=("Write one address, name@example.org.", "Skriv en adress, namn@example.org."),
    pelican="field.email",
    sources=_CONTACT,
    needs=("email",),
    reads=("email",),
)
def email_in_another_form(contact: Json, _: Context) -> Iterator[Fault]:
    """
    A contact's e-mail is no address.

    Refused:

        {"email": "inkop at example.org"}

    Accepted:

        {"email": "inkop@example.org"}
    """
    if isinstance(contact["email"], str) and not _EMAIL.fullmatch(contact["email"].strip()):
        yield Fault("email")


@rule(
    "ContactPoint",
    Severity.NOTICE,
    "content",
    says=("the value is no telephone number", "värdet är inget telefonnummer"),
    fix=(
        "Write one number; international form, +46 8 123 45 67, is understood everywhere.",
        "Skriv ett nummer; internationell form, +46 8 123 45 67, förstås överallt.",
    ),
    pelican="field.telephone",
    sources=_CONTACT,
    reads=("telephone", "faxNumber"),
)
def telephone_in_another_form(contact: Json, _: Context) -> Iterator[Fault]:
    """
    A contact's telephone or fax number is no number.

    National form is a number, too: who dials it in Sweden gets through.

    Refused:

        {"telephone": "se webbplatsen"}

        {"faxNumber": "0"}

    Accepted:

        {"telephone": "08-123 45 67"}

        {"telephone": "+46 (0)8 123 45 67 ankn. 12", "faxNumber": "0701234567"}
    """
    for name in ("telephone", "faxNumber"):
        value = contact.get(name)
        if isinstance(value, str) and not _TELEPHONE.fullmatch(value.strip()):
            yield Fault(name)


@rule(
    "Identifier",
    Severity.WARNING,
    "identity",
    says=("'{scheme}' is no code of org-id.guide", "'{scheme}' är ingen kod i org-id.guide"),
    fix=("Use the list's code, such as SE-ON.", "Använd listans kod, till exempel SE-ON."),
    pelican="field.identifier_scheme",
    sources=("https://org-id.guide/about",),
    needs=("scheme",),
    reads=("scheme", "id"),
)
def scheme_in_another_form(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    An identifier's scheme is no country and register, such as SE-ON.

    The codes are those of org-id.guide: a country (or X and a letter for what is international), a hyphen, a register.

    Refused:

        {"scheme": "ORGNR", "id": "556091-2148"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}

        {"scheme": "XI-LEI", "id": "529900T8BM49AURSDO55"}
    """
    scheme = identifier["scheme"]
    if isinstance(scheme, str) and scheme and not _is_scheme(scheme):
        yield Fault("scheme", scheme=mask_text(scheme[:40]))


@cache
def _is_scheme(scheme: str) -> bool:
    country, _, register = scheme.partition("-")
    known = country in (codes("country", "countryCode") or {}) or (len(country) == len("XI") and country[0] == "X")
    return known and re.fullmatch(r"[A-Z0-9_]{2,20}", register) is not None


@rule(
    "Release",
    Severity.NOTICE,
    "content",
    says=("a document of the type {code} stands in {stage}", "ett dokument av typen {code} står i {stage}"),
    fix=("Move the document, or mend its type.", "Flytta dokumentet, eller rätta dess typ."),
    pelican="field.document_type",
    sources=("https://standard.open-contracting.org/1.1/en/schema/codelists/#document-type",),
    glance=lambda abreast: texts.documents_out_of_place(sections(), abreast),
)
def document_of_another_stage(_: Json, context: Context) -> Iterator[Fault]:
    """
    A document's type belongs to another stage than the one where the document stands.

    Refused:

        {"planning": {"documents": [{"id": "1", "documentType": "contractSigned"}]}}

    Accepted:

        {"contracts": [{"id": "K", "documents": [{"id": "1", "documentType": "contractSigned"}]}]}

        {"planning": {"documents": [{"id": "1", "documentType": "egen"}]}}
    """
    for stage, place, document in inside("documents", context.of(stages)):
        code = document.get("documentType")
        fitting = sections().get(code) if isinstance(code, str) else None
        if fitting and stage not in fitting:
            yield Fault(*place, "documentType", code=code, stage=stage)


@rule(
    "Document",
    Severity.NOTICE,
    "content",
    says=("the description has {length} characters", "beskrivningen har {length} tecken"),
    fix=("Shorten it; the document itself has the rest.", "Förkorta den; resten står i dokumentet."),
    pelican="field.document_description_length",
    sources=_DOCUMENT,
    needs=("description",),
)
def long_document_description(document: Json, _: Context) -> Iterator[Fault]:
    """
    A document's description is longer than 250 characters.

    Refused:

        {"id": "1", "description": "Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång. Lång."}

    Accepted:

        {"id": "1", "description": "Kort."}
    """  # noqa: E501 - it has to be long
    if isinstance(document["description"], str) and len(document["description"]) > _LONGEST:
        yield Fault("description", length=len(document["description"]))


@rule(
    "Document",
    Severity.NOTICE,
    "content",
    says=("'{format}' is no media type", "'{format}' är ingen mediatyp"),
    fix=("Write a media type, such as application/pdf.", "Skriv en mediatyp, till exempel application/pdf."),
    pelican="field.document_format_codelist",
    sources=("https://www.iana.org/assignments/media-types/media-types.xhtml",),
    needs=("format",),
    reads=("format",),
)
def format_that_is_no_media_type(document: Json, _: Context) -> Iterator[Fault]:
    """
    A document's format has not the form of a media type, or none of its registered kinds.

    Refused:

        {"id": "1", "format": "pdf"}

    Accepted:

        {"id": "1", "format": "application/pdf"}

        {"id": "2", "format": "offline/print"}
    """
    value = document["format"]
    if isinstance(value, str) and value and not _MEDIA.fullmatch(value) and value not in _OUTSIDE:
        yield Fault("format", format=mask_text(value[:40]))


def _languages() -> dict[str, bool]:
    return codes("language", "documentation_details") or {}


@rule(
    "Release",
    Severity.NOTICE,
    "content",
    says=("'{code}' is no language of ISO 639-1", "'{code}' är inget språk i ISO 639-1"),
    fix=("Write two small letters, such as sv.", "Skriv två små bokstäver, till exempel sv."),
    pelican="field.language",
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#language",),
    glance=lambda abreast: texts.languages_unlike(_languages(), abreast),
)
def language_in_another_form(release: Json, context: Context) -> Iterator[Fault]:
    """
    A language is no code of two small letters.

    Refused:

        {"language": "Swedish"}

        {"tender": {"id": "1", "documents": [{"id": "1", "language": "SV"}]}}

    Accepted:

        {"language": "sv", "tender": {"id": "1", "documents": [{"id": "1", "language": "en"}]}}
    """
    known = _languages()
    language = release.get("language")
    if isinstance(language, str) and language and language not in known:
        yield Fault("language", code=mask_text(language[:20]))
    for _stage, place, document in inside("documents", context.of(stages)):
        language = document.get("language")
        if isinstance(language, str) and language and language not in known:
            yield Fault(*place, "language", code=mask_text(language[:20]))


@cache
def _longest() -> int:
    return max(map(len, _fillers()))


@cache
def _fillers() -> frozenset[str]:
    return frozenset({"", *(row["text"] for row in table("fillers"))})


@rule(
    "Release",
    Severity.NOTICE,
    "content",
    says=("'{text}' says nothing", "'{text}' säger ingenting"),
    fix=("Leave the field out, or write what it is.", "Utelämna fältet, eller skriv vad det är."),
    sources=(_REFERENCE,),
    glance=lambda abreast: texts.short_texts(_longest(), abreast),
)
def text_that_says_nothing(_: Json, context: Context) -> Iterator[Fault]:
    """
    A title or a description is what people type when they must type something.

    Refused:

        {"tender": {"id": "1", "title": "test"}}

        {"awards": [{"id": "1", "description": "Uppgift saknas"}]}

    Accepted:

        {"tender": {"id": "1", "title": "Test av brandlarm"}}
    """
    longest = _longest()
    for _stage, place, one in context.of(stages):
        for name in _TEXTS:
            value = one.get(name)
            if not isinstance(value, str) or (len(value) > longest and value[0].isalnum() and value[-1].isalnum()):
                # Nothing can be stripped at its ends: it has more to it than any filler.
                continue
            if value.strip() and value.strip(" .-").casefold() in _fillers():
                yield Fault(*place, name, text=value.strip()[:20])


_TEXTS = ("title", "description")


RULES = (
    email_in_another_form,
    telephone_in_another_form,
    scheme_in_another_form,
    document_of_another_stage,
    long_document_description,
    format_that_is_no_media_type,
    language_in_another_form,
    text_that_says_nothing,
)
