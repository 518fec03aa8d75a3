"""What is doubtful in a source itself, before any mapping looks at its values."""

from __future__ import annotations

from ocds_sv.findings import Rule, Severity

NOT_UTF8 = Rule(
    "encoding-not-utf8",
    Severity.NOTICE,
    "filen är inte UTF-8; den tolkas som {encoding}",
    "the file is not UTF-8; it is read as {encoding}",
    "Kontrollera att å, ä och ö blev rätt. Ange annars kodningen i mappningen (encoding).",
    "See that å, ä and ö came out right. Otherwise state the encoding in the mapping (encoding).",
)
UNDECODABLE = Rule(
    "undecodable-bytes",
    Severity.WARNING,
    "{count} byte saknar betydelse i {encoding} och ersattes med �",
    "{count} bytes mean nothing in {encoding} and were replaced with �",
    "Exportera filen på nytt som UTF-8, eller ange rätt kodning i mappningen (encoding).",
    "Export the file again as UTF-8, or state the right encoding in the mapping (encoding).",
)
MIXED_ENCODING = Rule(
    "encoding-mixed",
    Severity.WARNING,
    "en rad är inte UTF-8 som resten; den tolkas som {encoding}",
    "a line is not UTF-8 as the rest is; it is read as {encoding}",
    "Spara flödet som en fil och läs den; då avgörs kodningen på hela innehållet.",
    "Save the stream as a file and read that; the encoding is then decided on the whole content.",
)
NULS = Rule(
    "nul-characters",
    Severity.WARNING,
    "{count} NUL-tecken togs bort",
    "{count} NUL characters were removed",
    "Exportera filen på nytt; NUL-tecken tyder på en skadad överföring.",
    "Export the file again; NUL characters are a sign of a damaged transfer.",
)
WRONG_SUFFIX = Rule(
    "wrong-suffix",
    Severity.NOTICE,
    "filen är {found}, inte {named} som den sägs vara; den läses som {found}",
    "the file is {found}, not {named} as it is said to be; it is read as {found}",
    "Ge filen rätt filändelse, eller ange rätt format i mappningen.",
    "Give the file its right suffix, or state the right format in the mapping.",
)
NO_RECORDS = Rule(
    "no-records",
    Severity.WARNING,
    "det finns inga poster",
    "there are no records",
    "Kontrollera att exporten gjordes med rätt urval.",
    "See that the export was made with the right selection.",
)
HEADER_EMPTY = Rule(
    "header-empty",
    Severity.NOTICE,
    "en kolumn saknar rubrik och kallas '{name}'",
    "a column has no header and is called '{name}'",
    "Ge kolumnen en rubrik i källan om den ska användas.",
    "Give the column a header in the source if it is to be used.",
)
HEADER_REPEATED = Rule(
    "header-repeated",
    Severity.WARNING,
    "rubriken '{header}' finns flera gånger; den här kallas '{name}'",
    "the header '{header}' occurs more than once; this one is called '{name}'",
    "Ge kolumnerna skilda rubriker i källan. Mappningen kan använda namnet med nummer.",
    "Give the columns different headers in the source. The mapping can use the name with its number.",
)
BEYOND_HEADER = Rule(
    "cells-beyond-header",
    Severity.WARNING,
    "{count} ifyllda celler ligger till höger om sista rubriken och läses inte",
    "{count} filled cells lie to the right of the last header and are not read",
    "Oftast ett skiljetecken inne i en text som saknar citattecken: rätta raden i källan.",
    "Most often a separator inside a text without quotes: mend the row in the source.",
)
ROW_SHORT = Rule(
    "row-short",
    Severity.WARNING,
    "raden har {found} celler, rubriken {expected}; resten räknas som tomma",
    "the row has {found} cells, the header {expected}; the rest count as empty",
    "Oftast en radbrytning inne i en text som saknar citattecken: rätta raden i källan.",
    "Most often a line break inside a text without quotes: mend the row in the source.",
)
ROWS_IN_QUOTES = Rule(
    "rows-inside-quotes",
    Severity.ERROR,
    "en cell innehåller {count} radbrytningar och skiljetecken som hela rader: ett citattecken saknas troligen",
    "a cell holds {count} line breaks and separators like whole rows: a quotation mark is probably missing",
    "Rätta citattecknen på raden i källan; raderna i cellen har inte lästs som poster.",
    "Mend the quotation marks of the row in the source; the rows inside the cell were not read as records.",
)
SUM_ROW = Rule(
    "sum-row",
    Severity.INFO,
    "sista raden är en summarad och läses inte som post",
    "the last row is a sum and is not read as a record",
    "Inget behöver göras.",
    "Nothing needs to be done.",
)
UNKNOWN_LINE_TYPE = Rule(
    "unknown-line-type",
    Severity.WARNING,
    "raden börjar inte som någon radtyp i mappningen och läses inte",
    "the line begins as no line type of the mapping and is not read",
    "Lägg till radtypen i mappningens layout, med fält eller med skälet att den inte används.",
    "Add the line type to the mapping's layout, with fields or with the reason why it is not used.",
)
CARRIED_UNUSED = Rule(
    "line-without-records",
    Severity.WARNING,
    "raden hör till poster under den, men det finns inga",
    "the line belongs to records below it, but there are none",
    "Kontrollera exporten: posterna kan saknas, eller stå före raden.",
    "Check the export: the records may be missing, or stand before the line.",
)
NO_REGISTER = Rule(
    "register-absent",
    Severity.ERROR,
    "inget indata är registret '{register}' (en fil som heter {files}); dess fält lämnas tomma",
    "no input is the register '{register}' (a file named {files}); its fields are left empty",
    "Ange även registrets fil, till exempel: ocds-sv convert poster.json register.json …",
    "Give the register's file, too, for example: ocds-sv convert records.json register.json …",
)
NOT_IN_REGISTER = Rule(
    "not-in-register",
    Severity.WARNING,
    "registret '{register}' har ingen rad för värdet",
    "the register '{register}' has no row for the value",
    "Exportera registret på nytt, samtidigt som posterna.",
    "Export the register again, at the same time as the records.",
)
REGISTER_REPEATED = Rule(
    "register-row-repeated",
    Severity.WARNING,
    "registret har redan en annan rad med samma nyckel; den första används",
    "the register has another row with the same key already; the first is used",
    "Ta bort den ena raden i källan.",
    "Remove one of the rows in the source.",
)
REGISTER_WITHOUT_KEY = Rule(
    "register-row-without-key",
    Severity.NOTICE,
    "raden i registret saknar nyckel och kan inte höra till någon post",
    "the register's row has no key and can belong to no record",
    "Fyll i nyckeln i källan om raden behövs.",
    "Fill in the key in the source if the row is needed.",
)
HIDDEN_SHEET = Rule(
    "hidden-sheet",
    Severity.NOTICE,
    "bladet är dolt och läses inte",
    "the sheet is hidden and is not read",
    "Ange bladets namn i mappningen (sheets) om det ska läsas.",
    "Name the sheet in the mapping (sheets) if it is to be read.",
)
SHEET_SKIPPED = Rule(
    "sheet-skipped",
    Severity.NOTICE,
    "bladet har inte de rubriker som söks och läses inte",
    "the sheet lacks the headers that are looked for and is not read",
    "Ange bladets namn i mappningen (sheets) om det ska läsas.",
    "Name the sheet in the mapping (sheets) if it is to be read.",
)
ERROR_CELL = Rule(
    "error-cell",
    Severity.WARNING,
    "{count} celler innehåller ett beräkningsfel (som #DIV/0!) och räknas som tomma; den första är {cell}",
    "{count} cells hold a calculation error (such as #DIV/0!) and count as empty; the first is {cell}",
    "Rätta formlerna i arbetsboken och spara den på nytt.",
    "Mend the formulas in the workbook and save it again.",
)
MEMBER_SKIPPED = Rule(
    "member-skipped",
    Severity.NOTICE,
    "filen i arkivet är inget dataformat som läses",
    "the file in the archive is in no data format that is read",
    "Inget behöver göras om filen inte är data.",
    "Nothing needs to be done if the file is no data.",
)
BOM_IN_KEY = Rule(
    "bom-in-key",
    Severity.INFO,
    "första nyckeln börjar med ett BOM-tecken, som togs bort",
    "the first key begins with a byte order mark, which was removed",
    "Inget behöver göras.",
    "Nothing needs to be done.",
)
REPEATED_KEY = Rule(
    "repeated-key",
    Severity.WARNING,
    "nyckeln '{key}' finns flera gånger i samma objekt; den sista gäller",
    "the key '{key}' occurs more than once in one object; the last one counts",
    "Rätta exporten: JSON med upprepade nycklar läses olika av olika program.",
    "Mend the export: JSON with repeated keys is read differently by different programs.",
)
NOT_OBJECT = Rule(
    "item-not-object",
    Severity.WARNING,
    "posten är inget JSON-objekt och läses inte",
    "the item is no JSON object and is not read",
    "Ange var posterna finns i mappningen (records).",
    "State where the records are in the mapping (records).",
)
LINE_NOT_JSON = Rule(
    "line-not-json",
    Severity.ERROR,
    "raden är inte giltig JSON (tecken {column}) och läses inte",
    "the line is not valid JSON (character {column}) and is not read",
    "Rätta raden i källan; i JSON Lines är varje rad ett helt objekt.",
    "Mend the line in the source; in JSON Lines each line is one whole object.",
)
LONE_SURROGATE = Rule(
    "lone-surrogate",
    Severity.WARNING,
    "{count} halva Unicode-tecken (ensamma surrogat) kan inte läsas och ersattes",
    "{count} halves of Unicode characters (lone surrogates) cannot be read and were replaced",
    "Rätta exporten: texten har klippts mitt i ett tecken.",
    "Mend the export: the text was cut in the middle of a character.",
)
NO_ELEMENT = Rule(
    "no-such-element",
    Severity.WARNING,
    "filen har inget element som är en post ({names})",
    "the file has no element that is a record ({names})",
    "Hör filen till en annan mappning (ocds-sv inspect FIL säger vilken), kör den för sig; annars rätta roots eller "
    "records i mappningen.",
    "If the file belongs to another mapping (ocds-sv inspect FILE says which), run that by itself; else correct roots "
    "or records in the mapping.",
)
SLOW_JSON = Rule(
    "slow-json-reader",
    Severity.NOTICE,
    "den snabba JSON-läsaren (yajl2_c) saknas; läsningen tar ungefär tjugo gånger så lång tid",
    "the fast JSON reader (yajl2_c) is missing; reading takes about twenty times as long",
    "Installera om ijson från ett färdigbyggt paket (wheel).",
    "Install ijson again from a built package (wheel).",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
"""All rules of this room, in the order above."""
