"""Writes the audit log. The database numbers and chains the entries, see the migration of ``audit_entry``."""

import json

from sqlalchemy import text
from sqlalchemy.orm import Session

from gridhall.access.principal import Principal

_INSERT = text(
    "INSERT INTO audit_entry (actor_id, actor, action, subject, detail)"
    " VALUES (:actor_id, :actor, :action, :subject, CAST(:detail AS jsonb))"
)


def write(
    session: Session, principal: Principal, *, action: str, subject: str, detail: dict[str, object]
) -> None:
    """Add an entry in the transaction of what it tells about.

    :raises sqlalchemy.exc.DBAPIError: it cannot be written; the caller lets it end the request
    """
    session.execute(
        _INSERT,
        {
            "actor_id": principal.account_id,
            "actor": principal.name,
            "action": action,
            "subject": subject,
            "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        },
    )
