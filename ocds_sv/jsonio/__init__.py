"""JSON in and out: exact amounts, the same bytes every time, and files that appear whole or not at all."""

from __future__ import annotations

from ocds_sv.jsonio.encoding import content_hash, encode
from ocds_sv.jsonio.output import Output, write_file

__all__ = ["Output", "content_hash", "encode", "write_file"]
