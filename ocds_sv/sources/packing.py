"""One packed stream as its bytes, within limits: gzip, bzip2, xz and Zstandard."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, cast

from ocds_sv.errors import InputError
from ocds_sv.findings import Place
from ocds_sv.sources.blob import BUFFER
from ocds_sv.sources.faults import fault
from ocds_sv.sources.spec import Limits

TAR_AT, TAR = 257, b"ustar"


Errors = tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True)
class Packing:
    """
    A way to pack one stream.

    Attributes:
        name: as people call it.
        magic: the first bytes.
        open: gives the unpacked bytes of a packed stream, and what reading them raises when they are damaged.
    """

    name: str
    magic: bytes
    open: Callable[[IO[bytes]], tuple[object, Errors]]


def _gzip(raw: IO[bytes]) -> tuple[object, Errors]:
    return gzip.GzipFile(fileobj=raw, mode="rb"), (gzip.BadGzipFile, zlib.error)


def _bzip2(raw: IO[bytes]) -> tuple[object, Errors]:
    # Damage is an OSError here, one without a number.
    return bz2.BZ2File(raw), (OSError, ValueError)


def _xz(raw: IO[bytes]) -> tuple[object, Errors]:
    return lzma.LZMAFile(raw), (lzma.LZMAError,)


def _zstd(raw: IO[bytes]) -> tuple[object, Errors]:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 # for those alone who have such a file
    else:
        from backports import zstd  # noqa: PLC0415 # the same
    return zstd.ZstdFile(raw), (zstd.ZstdError,)


PACKINGS = (
    Packing("gzip", b"\x1f\x8b", _gzip),
    Packing("bzip2", b"BZh", _bzip2),
    Packing("xz", b"\xfd7zXZ\x00", _xz),
    Packing("zstd", b"\x28\xb5\x2f\xfd", _zstd),
)


def packing_of(head: bytes) -> Packing | None:
    """How a file that begins with ``head`` is packed."""
    return next((one for one in PACKINGS if head.startswith(one.magic)), None)


def is_tar(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a tar archive."""
    return head[TAR_AT : TAR_AT + len(TAR)] == TAR


def unpacked(packing: Packing, raw: IO[bytes], place: Place, limits: Limits) -> IO[bytes]:
    """The bytes that ``raw`` is packed from; reading them raises ``InputTooLarge`` beyond the limits."""
    counted = Counted(raw)
    stream, errors = packing.open(cast("IO[bytes]", counted))
    limited = Limited(cast("IO[bytes]", stream), lambda: counted.count, place, limits, owned=raw)
    limited.damage = packing.name, errors
    return io.BufferedReader(limited, BUFFER)


class Counted:
    """How many bytes have been taken from a stream."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self.count = raw, 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self._raw.read(size)
        self.count += len(data)
        return data


class Limited(io.RawIOBase):
    """
    Unpacked bytes that may not become too many.

    Attributes:
        damage: the packing's name, and the errors that mean that its bytes are damaged.

    Raises on reading:
        InputTooLarge: a limit on total or ratio was passed.
        InputBroken: the packed bytes are damaged.
    """

    def __init__(
        self,
        unpacked: IO[bytes],
        packed: Callable[[], int],
        place: Place,
        limits: Limits,
        *,
        owned: IO[bytes] | zipfile.ZipFile,
    ) -> None:
        super().__init__()
        self._owned = owned
        self._unpacked, self._packed, self._place, self._limits, self._count = unpacked, packed, place, limits, 0
        self.damage: tuple[str, Errors] = "", ()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` and look at the limits."""
        data = self._read(len(buffer))
        self._count += len(data)
        limits = self._limits
        if self._count > limits.floor and self._count > limits.ratio * max(self._packed(), 1):
            raise fault("bomb", self._place, limit=f"{limits.ratio}×")
        if self._count > limits.unpacked:
            raise fault("bomb", self._place, limit=f"{limits.unpacked >> 20} MB")
        buffer[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        name, errors = self.damage
        try:
            return self._unpacked.read(size)
        except errors as error:
            if isinstance(error, InputError) or getattr(error, "errno", None) is not None:
                raise
            raise fault("damaged", self._place, detail=name) from error

    def close(self) -> None:
        """Close what is unpacked and what it comes from, too."""
        if not self.closed:
            self._unpacked.close()
            self._owned.close()
        super().close()
