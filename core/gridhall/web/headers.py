"""What every response says to the browser about safety and caching."""

from collections.abc import Callable
from typing import Any

from gridhall.web.request import Request

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
}
HSTS = "max-age=63072000"
"""Two years, for this host only: what else the city serves below its domain is not ours to decide."""


def headers_tween(handler: Callable[[Request], Any], registry: Any) -> Callable[[Request], Any]:
    """Add the headers. What names no caching of its own is not stored: pages show people's data."""
    https = registry.platform.settings.web.https

    def tween(request: Request) -> Any:
        response = handler(request)
        response.headers.update(ALWAYS)
        if https:
            response.headers["Strict-Transport-Security"] = HSTS
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return tween
