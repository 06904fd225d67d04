"""Puts a request's way together: what a view finds on the request, and what stands around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.config import Configurator
from pyramid.tweens import EXCVIEW, INGRESS
from pyramid_tm import explicit_manager

from gridhall.access import Principal, Scope
from gridhall.access.session import ScopedSession
from gridhall.errors import NotFound
from gridhall.services import principals, sessions, transactions
from gridhall.services.permissions import rights
from gridhall.tenancy import City
from gridhall.web import bodies, cookies, errors, gate, logs, menu, rendering
from gridhall.web.csrf import CsrfPolicy
from gridhall.web.formats import Formats
from gridhall.web.language import language_of
from gridhall.web.platform import Platform
from gridhall.web.request import Request
from gridhall.web.security import CLOSED, SecurityPolicy
from gridhall.words import Domain, Words

_ = Domain("gridhall")

NO_CITY_ZONE = ZoneInfo("UTC")
NOBODY = Principal(name="", grants=())
ATTEMPTS = 3
"""How often a request is tried in all, where the database ended it by a deadlock."""


def platform(request: Request) -> Platform:
    """What the process holds."""
    found: Platform = request.registry.platform
    return found


def here(request: Request) -> City | None:
    """The city of this host, by exact match."""
    return request.platform.cities.by_host(request.domain)


def city(request: Request) -> City:
    """The city of this host.

    :raises NotFound: it is nobody's
    """
    if request.here is None:
        raise NotFound(_("There is no city at this address."))
    return request.here


def db(request: Request) -> ScopedSession:
    """The session of this request, in its transaction; without anybody it gives no row of a grid."""
    session = transactions.open_joined(request.platform.databases.engine(request.city), request.tm)
    session.principal = NOBODY
    request.add_finished_callback(lambda _request: session.close())
    return session


def enabled(request: Request) -> frozenset[str]:
    """The plugins that the city has enabled."""
    return request.platform.enabled.of(request.city, request.db)


def signed_in(request: Request) -> principals.SignedIn | None:
    """Whom the session's cookie belongs to."""
    token = cookies.read(request, cookies.SESSION) if request.here else None
    if not token:
        return None
    found = principals.resume(
        request.db,
        request.city,
        token,
        limits=request.platform.limits,
        rights=rights(request.platform.host, request.enabled),
        now=datetime.now(UTC),
    )
    if found:
        request.db.principal = found.principal
    return found


def principal(request: Request) -> Principal | None:
    """Who has signed in."""
    return request.signed_in.principal if request.signed_in else None


def scope(request: Request) -> Scope:
    """What services are given."""
    return Scope(
        city=request.city,
        principal=request.principal or NOBODY,
        db=request.db,
        hooks=request.platform.host.hooks_for(request.enabled),
        keys=request.platform.keys(request.city),
    )


def words(request: Request) -> Words:
    """The words of the reader's language. Where the database is gone, those of the cookie or browser."""
    return request.platform.words(language_of(request), request.here)


def formats(request: Request) -> Formats:
    """Dates and numbers of the reader's language."""
    zone = request.here.zone if request.here else NO_CITY_ZONE
    return Formats.of(request.words.language, zone)


def flash(request: Request, kind: str, text: str) -> None:
    """Show a message on the next page."""
    sessions.flash(request.scope, kind, text)


@contextmanager
def apart(request: Request) -> Iterator[Scope]:
    """A scope with a transaction of its own, committed on leaving: for what must outlast a rollback.

    The request's own transaction begins anew: a thread that holds one connection and waits for a second
    could, with others like it, wait for ever. So call it before anything is changed.
    """
    scope = request.scope
    request.tm.abort()
    request.tm.begin()
    with transactions.apart(scope) as own:
        yield own


def has_transaction(request: Request) -> bool:
    """Whether the request is worth a transaction: one for a city."""
    return request.here is not None


REIFIED: dict[str, Any] = {
    each.__name__: each
    for each in (platform, here, city, db, enabled, signed_in, principal, scope, words, formats)
}


def includeme(config: Configurator) -> None:
    """Put it together. ``registry.platform``, ``.templates`` and ``.metrics`` are set before."""
    config.add_settings(
        {
            "tm.manager_hook": explicit_manager,
            "tm.annotate_user": False,
            "tm.activate_hook": has_transaction,
            "retry.attempts": ATTEMPTS,
        }
    )
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    for name, function in REIFIED.items():
        config.add_request_method(function, name, reify=True)
    config.add_request_method(logs.request_id, "request_id", reify=True)
    config.add_request_method(flash, "flash")
    config.add_request_method(apart, "apart")
    config.set_security_policy(SecurityPolicy())
    config.set_default_permission(CLOSED)
    config.set_csrf_storage_policy(CsrfPolicy())
    config.set_default_csrf_options(require_csrf=True)
    config.add_tween("gridhall.web.logs.logs_tween", under=INGRESS)
    config.add_tween(
        "gridhall.web.headers.headers_tween",
        under="gridhall.web.logs.logs_tween",
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
    for part in (gate, bodies, menu, rendering, errors):
        config.include(part)
