"""Who it is and whether they may. The only security policy of the portal."""

from typing import Any

from pyramid.security import NO_PERMISSION_REQUIRED, Allowed, Denied

from gridhall.web.request import Request

PUBLIC = NO_PERMISSION_REQUIRED
"""Open to everybody; the routes that are so stand in ``checks.py``."""
SIGNED_IN = "signed_in"
"""Whoever has signed in."""
OWN_SIGN_IN = "own_sign_in"
"""Whoever has signed in, even with an initial password that has to be changed first."""
CLOSED = "closed"
"""Nobody: the default for a view that names no permission."""


class SecurityPolicy:
    """Asks the principal of the request; it is made of the database anew each time."""

    def identity(self, request: Request) -> object:
        """The principal, or None."""
        return request.principal

    def authenticated_userid(self, request: Request) -> int | None:
        """The account's id, or None."""
        return request.principal.account_id if request.principal else None

    def permits(self, request: Request, _context: object, permission: str) -> Any:
        """Whether the view may be called. Over which grids, the services ask."""
        principal = request.principal
        if principal is None:
            return Denied("nobody has signed in")
        if permission == OWN_SIGN_IN:
            return Allowed("signed in")
        if principal.must_change_password:
            return Denied("the initial password has to be changed first")
        if permission == SIGNED_IN or (permission != CLOSED and principal.can(permission)):
            return Allowed("%s is held", permission)
        return Denied("%s is not held", permission)

    def remember(self, _request: Request, _userid: object, **_options: object) -> list[tuple[str, str]]:
        """Not used: ``pages/sign_in.py`` sets the cookie."""
        return []

    def forget(self, _request: Request, **_options: object) -> list[tuple[str, str]]:
        """Not used: ``pages/sign_in.py`` takes the cookie back."""
        return []
