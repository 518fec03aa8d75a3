"""Packages: releases or records wrapped, split, combined and upgraded, one at a time whatever their number."""

from __future__ import annotations

from ocds_sv.packaging.options import Options
from ocds_sv.packaging.upgrading import upgrade_files
from ocds_sv.packaging.wrapping import Account, package_files

__all__ = ["Account", "Options", "package_files", "upgrade_files"]
