"""Releases as tables, with the names of Kingfisher Summarize: for spreadsheets, databases and notebooks."""

from __future__ import annotations

from ocds_sv.tables.flattening import Account, flatten_files
from ocds_sv.tables.layout import Column, Table, tables

__all__ = ["Account", "Column", "Table", "flatten_files", "tables"]
