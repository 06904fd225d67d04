"""Made-up people for demos and tests: nobody lives here, and everything holds together.

Start with ``city.populate``. ``shapes`` holds what comes out, ``households`` who lives with whom, ``words``
the names and addresses of each language, ``numbers`` identity numbers and phones that cannot be anybody's.
"""

from .city import Place, populate
from .shapes import Dwelling, Household, Person

__all__ = ["Dwelling", "Household", "Person", "Place", "populate"]
