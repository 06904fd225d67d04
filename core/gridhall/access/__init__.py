"""Who may see and change what. Start with :class:`Scope`, then ``filtering.py``.

Every query of the platform and of its plugins goes through :meth:`Scope.select`; tables that mix in
:class:`InGrid` are filtered by the session itself, so a handler that forgets to filter shows nothing
too much. Besides ``gridhall.db`` this is the only room with raw SQL.
"""

from gridhall.access.bulk import copy_rows
from gridhall.access.ingrid import InGrid
from gridhall.access.principal import Grant, Principal
from gridhall.access.scope import Scope
from gridhall.access.session import open_session

__all__ = ["Grant", "InGrid", "Principal", "Scope", "copy_rows", "open_session"]
