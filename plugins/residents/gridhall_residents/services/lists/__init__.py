"""The lists of people, homes and households: found, filtered, counted and exported by the same conditions.

Start with ``filters`` (what was asked for, as it stands in an address), then ``listing`` (what every list
does). ``finding`` decides what a typed text is: a name, a phone, a number, a code or an address.
"""

from .filters import HomesFilter, HouseholdsFilter, PeopleFilter
from .listing import Listing, Page

__all__ = ["HomesFilter", "HouseholdsFilter", "Listing", "Page", "PeopleFilter"]
