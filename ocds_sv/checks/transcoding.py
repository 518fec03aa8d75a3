"""Streams in other encodings, read as UTF-8."""

from __future__ import annotations

import codecs
import io
from typing import IO

CHUNK = 1 << 20


class Transcoded(io.RawIOBase):
    """A stream in UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, stream: IO[bytes], codec: str) -> None:
        super().__init__()
        self._stream, self._decoder = stream, codecs.getincrementaldecoder(codec)("replace")
        self._ended = False

    def read(self, size: int = CHUNK) -> bytes:
        """The next piece; empty at the end alone."""
        text = ""
        while not (text or self._ended):
            piece = self._stream.read(size)
            self._ended = not piece
            text = self._decoder.decode(piece, final=self._ended)
        return text.encode("utf-8", "replace")
