"""What the machine refuses, in words: what is missing to a reader is a file, to a writer the folder."""

import errno

import pytest

from ocds_sv.jsonio.reasons import reason, reason_of_reading


@pytest.mark.parametrize(
    ("number", "reading", "writing"),
    [
        (errno.ENOENT, "filen finns inte", "mappen finns inte"),
        (errno.EISDIR, "Ange en fil i den", "Ange ett filnamn i mappen"),
        (errno.EACCES, "läsa den", "där du får skriva"),
        (errno.EEXIST, "där ligger en fil", "där ligger en fil"),
        (errno.ENOSPC, "disken är full", "disken är full"),
        (errno.EMLINK, "systemet svarade EMLINK", "systemet svarade EMLINK"),
    ],
)
def test_a_reader_and_a_writer_are_told_what_they_need(number, reading, writing):
    error = OSError(number, "no")

    assert reading in reason_of_reading(error, "sv")
    assert writing in reason(error, "sv")
    assert reason_of_reading(error, "en") != reason_of_reading(error, "sv")


def test_an_error_without_a_number_is_named():
    assert reason_of_reading(IsADirectoryError("x"), "en") == "it is a folder. Give a file in it."
