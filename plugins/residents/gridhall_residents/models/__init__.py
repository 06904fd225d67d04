"""The tables of the plugin.

Start with :class:`Resident`. Who said what of a record is in ``provenance``, the imports and their
staging table in ``runs``, rows that wait for a person's decision in ``review``.
"""

from .homes import Dwelling, Household
from .people import NameSuffix, Resident, ResidentCategory
from .provenance import Source, Statement
from .review import KnownRow, Review
from .runs import ImportRun, RunReject, RunRow, StagedRow

__all__ = [
    "Dwelling",
    "Household",
    "ImportRun",
    "KnownRow",
    "NameSuffix",
    "Resident",
    "ResidentCategory",
    "Review",
    "RunReject",
    "RunRow",
    "Source",
    "StagedRow",
    "Statement",
]
