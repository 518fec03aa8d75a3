"""What is wrong with a YAML text, said in Swedish: the words of libyaml's scanner and parser."""

from __future__ import annotations

NO_TEXT = "the file is no YAML in UTF-8; save it as UTF-8 (in Notepad: Save as, Encoding)"
NO_TEXT_SV = "filen är ingen YAML i UTF-8; spara den som UTF-8 (i Anteckningar: Spara som, Kodning)"

_SWEDISH = {
    "did not find expected key": "här väntas en nyckel; se efter indrag och citattecken på raden och den före",
    "did not find expected ',' or '}'": "här väntas ett komma eller }",
    "did not find expected ',' or ']'": "här väntas ett komma eller ]",
    "did not find expected '-' indicator": "här väntas ett bindestreck, som resten av listan har; se efter indraget",
    "did not find expected node content": "här väntas ett värde",
    "did not find expected <document start>": "här börjar något som inte hör till det ovanför; se efter indraget",
    "did not find expected alphabetic or numeric character": "här väntas en bokstav eller siffra",
    "did not find expected hexdecimal number": "här väntas ett hexadecimalt tal",
    "did not find expected whitespace or line break": "här väntas ett mellanslag eller en ny rad",
    "did not find expected comment or line break": "här väntas en kommentar eller en ny rad",
    "could not find expected ':'": "här väntas ett kolon efter nyckeln",
    "mapping values are not allowed in this context": "ett kolon får inte stå här; sätt texten inom citattecken",
    "mapping keys are not allowed in this context": "en nyckel får inte stå här; se efter indraget",
    "block sequence entries are not allowed in this context": "en lista får inte börja här; se efter indraget",
    "found character that cannot start any token": "tecknet får inte börja en text; sätt texten inom citattecken",
    "found a tab character that violates indentation": "indrag görs med mellanslag, inte med tabb",
    "found a tab character where an indentation space is expected": "indrag görs med mellanslag, inte med tabb",
    "found unexpected end of stream": "filen slutar mitt i en text; ett citattecken fattas",
    "found unexpected document indicator": "--- eller ... får inte stå här; ett citattecken fattas kanske",
    "found unexpected ':'": "ett kolon får inte stå här; sätt texten inom citattecken",
    "found unknown escape character": "omvänt snedstreck betyder något inom \"…\"; skriv \\\\ eller använd '…'",
    "found undefined alias": "namnet efter * är inte satt med & tidigare i filen",
    "found duplicate anchor": "namnet efter & finns redan",
}
"""The problems that a person's mapping can have; rarer ones are told in the library's English."""


def problem_sv(problem: str) -> str:
    """The library's ``problem`` in Swedish, or as it is."""
    return _SWEDISH.get(problem, problem)
