"""The session of one scope: it filters what is read and refuses what is written elsewhere."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gridhall.errors import Forbidden
from gridhall.words import Domain

if TYPE_CHECKING:
    from gridhall.access.principal import Principal

_ = Domain("gridhall")


class ScopedSession(Session):
    """A session that knows who asks. Without a principal it gives no row that stands in a grid."""

    principal: "Principal | None" = None

    def bulk_save_objects(self, *_arguments: Any, **_options: Any) -> None:
        """Refused, as are the other two: they write past the check of where a row stands."""
        raise Forbidden(_("Rows that stand in a grid are written through the scope."))

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


def open_session(engine: Engine, principal: "Principal | None" = None, **options: Any) -> ScopedSession:
    """Open a session of a city's login role.

    :param principal: who asks; may be set later, once it is known who has signed in
    """
    session = ScopedSession(engine, expire_on_commit=False, **options)
    session.principal = principal
    return session
