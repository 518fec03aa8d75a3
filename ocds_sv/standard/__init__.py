"""
OCDS 1.1 as typed nodes, read from ``schemas/ocds`` and never from the network.

    >>> from ocds_sv.standard import Standard
    >>> standard = Standard.load(extensions=("lots",))
    >>> standard.node("tender/lots/status").codelist.name
    'tenderStatus'
"""

from ocds_sv.standard.codelists import Codelist
from ocds_sv.standard.node import Node
from ocds_sv.standard.standard import Extension, Standard

__all__ = ["Codelist", "Extension", "Node", "Standard"]
