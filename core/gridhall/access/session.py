"""The session of one scope: it filters what is read and refuses what is written elsewhere."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from gridhall.access.principal import Principal


class ScopedSession(Session):
    """A session that knows who asks. Without a principal it gives no row that stands in a grid."""

    principal: "Principal | None" = None


def open_session(engine: Engine, principal: "Principal | None" = None, **options: Any) -> ScopedSession:
    """Open a session of a city's login role.

    :param principal: who asks; may be set later, once it is known who has signed in
    """
    session = ScopedSession(engine, expire_on_commit=False, **options)
    session.principal = principal
    return session
