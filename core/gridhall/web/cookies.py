"""The cookies of the portal, all for this host alone and out of reach of scripts.

Under https their names begin with ``__Host-``, which a browser takes only from the host itself, over
https, for all paths: a neighbouring subdomain cannot plant one.
"""

from typing import Any

from gridhall.web.request import Request

SESSION = "gridhall"
VISITOR = "gridhall_visitor"
"""A random value that binds the CSRF token of forms before sign-in."""
DEVICE = "gridhall_device_"
"""With the tag of a login: this device is known for it."""
LANGUAGE = "gridhall_language"
"""Not secret and never trusted, so it needs no prefix."""

DEVICE_S = 180 * 86_400
LANGUAGE_S = 365 * 86_400


def read(request: Request, name: str) -> str | None:
    """The value of a cookie, by its name without prefix."""
    return request.cookies.get(_full(request, name))


def write(request: Request, response: Any, name: str, value: str, max_age_s: int | None = None) -> None:
    """Set a cookie; without ``max_age_s`` it ends with the browser's session."""
    response.set_cookie(
        name if name == LANGUAGE else _full(request, name),
        value,
        max_age=max_age_s,
        path="/",
        secure=request.platform.settings.web.https,
        httponly=True,
        samesite="Lax",
    )


def delete(request: Request, response: Any, name: str) -> None:
    """Take a cookie back."""
    https = request.platform.settings.web.https
    response.set_cookie(_full(request, name), "", max_age=0, path="/", secure=https, httponly=True)


def _full(request: Request, name: str) -> str:
    return f"__Host-{name}" if request.platform.settings.web.https else name
