"""Cities: which there are and which host is whose. Start with :class:`Cities`."""

from gridhall.tenancy.cities import Cities
from gridhall.tenancy.city import City

__all__ = ["Cities", "City"]
