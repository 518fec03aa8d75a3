"""OCDS data of anyone's checked: schema and rules, each fault with its place, its remedy and exact counts."""

from ocds_sv.checks.checker import Checker
from ocds_sv.checks.workers import check_files, feed_files

__all__ = ["Checker", "check_files", "feed_files"]
