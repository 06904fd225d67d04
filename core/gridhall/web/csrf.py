"""The token that each form sends back, so that another site cannot send it for us.

It is an HMAC with the city's key over the session's token, or over a random cookie before sign-in
(OWASP: signed double submit, bound to the session). So nothing is stored, and it changes with the session.
"""

import hmac
import secrets
from typing import Any

from gridhall.db import CityKeys
from gridhall.web import cookies
from gridhall.web.request import Request


class CsrfPolicy:
    """Pyramid's ``ICSRFStoragePolicy``."""

    def new_csrf_token(self, request: Request) -> str:
        """The same as :meth:`get_csrf_token`: a new session is what makes a new token."""
        return self.get_csrf_token(request)

    def get_csrf_token(self, request: Request) -> str:
        """The token for the forms of this response."""
        if request.principal is not None and request.principal.session is not None:
            return _token(request, "session", request.principal.session.hex())
        return _token(request, "visitor", _visitor(request))

    def check_csrf_token(self, request: Request, supplied: str) -> bool:
        """Whether the form was made for this session, or this visitor."""
        return hmac.compare_digest(supplied.encode(), self.get_csrf_token(request).encode())


def _token(request: Request, kind: str, bound: str) -> str:
    return token_of(request.platform.keys(request.city), kind, bound)


def token_of(keys: CityKeys, kind: str, bound: str) -> str:
    """The token of a session or visitor.

    :param kind: session or visitor
    :param bound: the session's hash in hex, or the visitor's cookie
    """
    return keys.blind_index("csrf", f"{kind}\0{bound}").hex()


def _visitor(request: Request) -> str:
    known = cookies.read(request, cookies.VISITOR)
    if known:
        return known
    made = request.environ.setdefault("gridhall.visitor", secrets.token_urlsafe(24))

    def keep(request: Request, response: Any) -> None:
        cookies.write(request, response, cookies.VISITOR, made)

    request.add_response_callback(keep)
    return str(made)
