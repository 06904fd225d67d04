"""Sign-ins: a random token in a cookie, its SHA-256 in the database.

The token is 256 random bits, made anew at sign-in and when the password changes, so a token that was
known before is worth nothing after. A session ends after a time without a request, and after a time
in any case (OWASP ASVS 3.3).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, update

from gridhall.access import Scope
from gridhall.access.session import ScopedSession
from gridhall.errors import NotFound
from gridhall.models import WebSession
from gridhall.settings import Web
from gridhall.words import Domain

_ = Domain("gridhall")

TOUCH_AFTER = timedelta(minutes=1)
"""``seen_at`` is written at most so often: a request that only reads should not write."""


@dataclass(frozen=True)
class Limits:
    """How long a session lasts."""

    idle: timedelta
    """Without a request."""
    absolute: timedelta
    """In any case."""

    @classmethod
    def of(cls, web: Web) -> "Limits":
        """As ``gridhall.toml`` says."""
        return cls(timedelta(minutes=web.session_idle_min), timedelta(hours=web.session_hours))


@dataclass(frozen=True)
class OwnSession:
    """One of the principal's sessions, as the account page lists it."""

    key: str
    """Names it to :func:`end_one`; with it nobody can sign in."""
    created_at: datetime
    seen_at: datetime
    is_current: bool


def hash_token(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def start(scope: Scope, account_id: int) -> str:
    """Begin a session; return its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    scope.db.add(WebSession(token_hash=hash_token(token), account_id=account_id))
    scope.db.flush()
    return token


def touch(db: ScopedSession, token_hash: bytes, *, seen_at: datetime, now: datetime) -> None:
    """Note that the session was used."""
    if now - seen_at >= TOUCH_AFTER:
        db.execute(update(WebSession).where(WebSession.token_hash == token_hash).values(seen_at=now))


def end(scope: Scope) -> None:
    """Sign out: end the principal's session."""
    scope.audit("core.sign_out", f"account:{scope.principal.account_id}")
    scope.db.execute(delete(WebSession).where(WebSession.token_hash == scope.principal.session))


def end_everywhere(scope: Scope) -> None:
    """End all sessions of the principal's account, this one too."""
    account_id = scope.principal.account_id
    scope.audit("core.sign_out_everywhere", f"account:{account_id}")
    if account_id is not None:
        end_all(scope, account_id)


def end_all(scope: Scope, account_id: int) -> None:
    """End all sessions of an account."""
    scope.db.execute(delete(WebSession).where(WebSession.account_id == account_id))


def end_one(scope: Scope, key: str) -> None:
    """End one of the principal's own sessions.

    :raises NotFound: it is not, or has ended already
    """
    own = {stored.hex(): stored for stored in scope.db.scalars(_own(scope, WebSession.token_hash))}
    if key not in own:
        raise NotFound(_("That sign-in has ended already."))
    scope.audit("core.sign_out", f"account:{scope.principal.account_id}", other_device=True)
    scope.db.execute(delete(WebSession).where(WebSession.token_hash == own[key]))


def own(scope: Scope, limits: Limits) -> list[OwnSession]:
    """The principal's sessions that last, the latest used first."""
    now = scope.now
    query = (
        _own(scope, WebSession.token_hash, WebSession.created_at, WebSession.seen_at)
        .where(WebSession.created_at > now - limits.absolute, WebSession.seen_at > now - limits.idle)
        .order_by(WebSession.seen_at.desc(), WebSession.created_at.desc())
    )
    return [
        OwnSession(hashed.hex(), created_at, seen_at, hashed == scope.principal.session)
        for hashed, created_at, seen_at in scope.db.execute(query)
    ]


def flash(scope: Scope, kind: str, text: str) -> None:
    """Keep a message for the next page of this session.

    :param kind: good, warn, bad or info
    :param text: in the language of the one who reads it
    """
    added = func.jsonb_build_array(func.jsonb_build_array(kind, text))
    scope.db.execute(
        update(WebSession)
        .where(WebSession.token_hash == scope.principal.session)
        .values(flashes=WebSession.flashes.op("||")(added))
    )


def forget_flashes(scope: Scope) -> None:
    """The messages have been shown."""
    scope.db.execute(
        update(WebSession).where(WebSession.token_hash == scope.principal.session).values(flashes=[])
    )


def remove_old(scope: Scope, limits: Limits) -> None:
    """Delete the sessions that have timed out, of all accounts."""
    scope.db.execute(
        delete(WebSession).where(
            (WebSession.created_at <= scope.now - limits.absolute)
            | (WebSession.seen_at <= scope.now - limits.idle)
        )
    )


def _own(scope: Scope, *columns: object) -> Select[Any]:
    return scope.select(*columns).where(WebSession.account_id == scope.principal.account_id)
