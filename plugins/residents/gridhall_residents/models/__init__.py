"""The tables of the plugin.

Start with :class:`Resident`. Who said what of a record is in ``provenance``, the imports and their
staging table in ``runs``, files that wait to be imported in ``uploads``, rows that wait for a person's
decision in ``review``.
"""

from .homes import Dwelling, Household
from .people import NameSuffix, Resident, ResidentCategory
from .provenance import Source, Statement
from .review import KnownRow, Review
from .runs import ImportRun, RunReject, RunRow, StagedRow
from .uploads import OwnProfile, Upload

__all__ = [
    "Dwelling",
    "Household",
    "ImportRun",
    "KnownRow",
    "NameSuffix",
    "OwnProfile",
    "Resident",
    "ResidentCategory",
    "Review",
    "RunReject",
    "RunRow",
    "Source",
    "StagedRow",
    "Statement",
    "Upload",
]
