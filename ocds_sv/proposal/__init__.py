"""A starting mapping for an unknown file: what its columns probably mean, and a question for each that nobody knows."""

from __future__ import annotations

from ocds_sv.inspection import Table
from ocds_sv.proposal.recognition import knowledge
from ocds_sv.proposal.text import yaml_lines

__all__ = ["propose"]


def propose(table: Table, lang: str = "en") -> str:
    """
    A mapping for ``table`` as YAML; it loads without faults, and everything doubtful in it is a comment or a question.

    ``lang`` (``"sv"`` or ``"en"``) is that of the comments.
    """
    return "\n".join(yaml_lines(table, knowledge(), lang)) + "\n"
