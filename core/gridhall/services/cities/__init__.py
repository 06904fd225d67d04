"""Cities of a deployment: found, migrate, check and delete them, and open a scope in one.

These services stand above a single city, so they take the deployment's databases and plugins where
others take a scope. Start with :func:`founding`.
"""

from gridhall.services.cities.checking import Finding, check
from gridhall.services.cities.first_people import FirstAccount
from gridhall.services.cities.founding import Founded, founding
from gridhall.services.cities.migrating import migrate, trees_of
from gridhall.services.cities.offers import check_offers
from gridhall.services.cities.opening import enabled_plugins, open_scope
from gridhall.services.cities.removing import Holdings, delete, holdings
from gridhall.services.cities.state import State, require_ready, state

__all__ = [
    "Finding",
    "FirstAccount",
    "Founded",
    "Holdings",
    "State",
    "check",
    "check_offers",
    "delete",
    "enabled_plugins",
    "founding",
    "holdings",
    "migrate",
    "open_scope",
    "require_ready",
    "state",
    "trees_of",
]
