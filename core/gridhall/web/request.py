"""What a view may ask of a request."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from gridhall.access import Principal, Scope
from gridhall.access.session import ScopedSession
from gridhall.services.principals import SignedIn
from gridhall.tenancy import City
from gridhall.web.formats import Formats
from gridhall.web.platform import Platform
from gridhall.words import Words


class Request(Protocol):
    """A Pyramid request with what ``pipeline.py`` adds."""

    platform: Platform
    city: City
    """The city of the host. A view that is open on any host reads ``here`` instead."""
    here: City | None
    principal: Principal | None
    """Who has signed in; None: nobody."""
    signed_in: SignedIn | None
    enabled: frozenset[str]
    """The plugins that the city has enabled."""
    scope: Scope
    """Without anybody signed in it holds a principal that may do nothing."""
    db: ScopedSession
    words: Words
    formats: Formats
    request_id: str

    method: str
    path: str
    path_qs: str
    host: str
    domain: str
    remote_addr: str | None
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    params: Mapping[str, str]
    GET: Any
    POST: Any
    matchdict: Mapping[str, str]
    matched_route: Any
    registry: Any
    response: Any
    environ: dict[str, Any]
    tm: Any
    exception: BaseException | None
    accept_language: Any
    content_length: int | None

    def flash(self, kind: str, text: str) -> None:
        """Show a message on the next page; ``kind`` is good, warn, bad or info."""

    def apart(self) -> AbstractContextManager[Scope]:
        """A scope with a transaction of its own, committed on leaving; the request's own begins anew."""

    def route_path(self, route_name: str, /, *elements: str, **parts: Any) -> str:
        """The path of a route."""

    def add_response_callback(self, callback: Any) -> None:
        """Call ``callback(request, response)`` before the response is sent."""

    def add_finished_callback(self, callback: Any) -> None:
        """Call ``callback(request)`` when all is done."""
