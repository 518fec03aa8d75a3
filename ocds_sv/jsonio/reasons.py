"""Why the machine said no, in words: one row per error number."""

from __future__ import annotations

import errno

_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: (
        "disken är full. Frigör utrymme eller skriv till en annan disk.",
        "the disk is full. Make room or write to another disk.",
    ),
    errno.EFBIG: (
        "filen blev större än systemet tillåter. Höj gränsen eller skriv komprimerat (.gz).",
        "the file grew larger than the system allows. Raise the limit or write compressed (.gz).",
    ),
    errno.EACCES: (
        "åtkomst nekas. Stäng filen om den är öppen i ett annat program, eller välj en mapp där du får skriva.",
        "access is denied. Close the file if another program has it open, or choose a folder that you may write to.",
    ),
    errno.EROFS: (
        "disken är skrivskyddad. Välj en annan mapp.",
        "the disk is read-only. Choose another folder.",
    ),
    errno.ENOENT: (
        "mappen finns inte. Skapa den först eller rätta sökvägen.",
        "the folder does not exist. Create it first or correct the path.",
    ),
    errno.EISDIR: (
        "det är en mapp. Ange ett filnamn i mappen.",
        "it is a folder. Give the name of a file in it.",
    ),
    errno.ENOTDIR: (
        "en del av sökvägen är en fil, inte en mapp. Rätta sökvägen.",
        "a part of the path is a file, not a folder. Correct the path.",
    ),
    errno.EEXIST: (
        "där ligger en fil, och en mapp ska skrivas. Ta bort filen eller välj ett annat namn.",
        "there is a file, and a folder is to be written. Remove the file or choose another name.",
    ),
    errno.ENAMETOOLONG: (
        "namnet är för långt. Välj ett kortare.",
        "the name is too long. Choose a shorter one.",
    ),
    errno.EIO: (
        "disken svarar med fel. Skriv till en annan disk.",
        "the disk answers with an error. Write to another disk.",
    ),
}
_REASONS[errno.EPERM] = _REASONS[errno.EACCES]
_REASONS[getattr(errno, "EDQUOT", errno.ENOSPC)] = _REASONS[errno.ENOSPC]


def reason(error: OSError, lang: str) -> str:
    """What ``error`` means and what to do, in ``lang``; an unknown number is named by its symbol."""
    number = _number(error)
    known = _REASONS.get(number)
    if known is not None:
        return known[0] if lang == "sv" else known[1]
    symbol = errno.errorcode.get(number, type(error).__name__)
    return f"systemet svarade {symbol}." if lang == "sv" else f"the system answered {symbol}."


def _number(error: OSError) -> int:
    if error.errno is not None:
        return error.errno
    return errno.EISDIR if isinstance(error, IsADirectoryError) else 0
