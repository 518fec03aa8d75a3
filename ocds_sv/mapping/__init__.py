"""
The mapping language: YAML in, checked whole, compiled to functions, releases out.

    >>> from ocds_sv.mapping import Mapping
    >>> Mapping.load("leverantorsreskontra").title
    'Leverantörsreskontra'
"""

from ocds_sv.mapping.catalogue import Shipped, catalogue, templates
from ocds_sv.mapping.copies import portable
from ocds_sv.mapping.mapper import Mapped, Mapper, Unit
from ocds_sv.mapping.mapping import Mapping
from ocds_sv.mapping.names import find

__all__ = [
    "Mapped",
    "Mapper",
    "Mapping",
    "Shipped",
    "Unit",
    "catalogue",
    "find",
    "portable",
    "templates",
]
