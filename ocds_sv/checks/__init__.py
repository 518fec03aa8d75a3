"""OCDS data of anyone's checked: schema and rules, each fault with its place, its remedy and exact counts."""

from ocds_sv.checks.checker import Checker, check_files

__all__ = ["Checker", "check_files"]
