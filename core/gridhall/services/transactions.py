"""How a request's session takes part in its transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import zope.sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gridhall.access import Scope, open_session
from gridhall.access.session import ScopedSession


def open_joined(engine: Engine, manager: Any) -> ScopedSession:
    """Open a session that commits and rolls back with a transaction manager.

    Each session counts as changed: the audit log and bulk copies write past the unit of work, and what
    they wrote must not be rolled back because nothing else was.

    :param manager: a ``transaction.TransactionManager``, e.g. ``request.tm``
    """
    session = open_session(engine)
    zope.sqlalchemy.register(session, initial_state="changed", transaction_manager=manager)
    return session


@contextmanager
def apart(scope: Scope) -> Iterator[Scope]:
    """A scope with a short transaction of its own, committed on leaving: for what must outlast a rollback."""
    bind = scope.db.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    with open_session(engine, scope.principal) as session, session.begin():
        yield replace(scope, db=session)


def is_retryable(error: BaseException) -> bool:
    """Whether the transaction may succeed when it is run again: a deadlock, a serialization failure."""
    return isinstance(error, DBAPIError) and (getattr(error.orig, "sqlstate", None) or "").startswith("40")


def is_unfit_value(error: BaseException) -> bool:
    """Whether the database cannot hold a value that was typed: a NUL in a text, a number of 40 digits."""
    return isinstance(error, DataError)


def is_outage(error: BaseException) -> bool:
    """Whether an error says that the database cannot be reached, or not in time."""
    if isinstance(error, PoolTimeout | InterfaceError):
        return True
    return isinstance(error, OperationalError) and (
        error.connection_invalidated or getattr(error.orig, "sqlstate", None) is None
    )
