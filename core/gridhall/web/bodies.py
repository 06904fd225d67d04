"""How much a request may bring: little, unless its view says that it takes more.

A view deriver looks before the form is read, after it is known who asks: a form of many megabytes costs
seconds and memory, also where nobody has signed in. waitress has refused what is larger than any upload.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPRequestEntityTooLarge

from gridhall.web.request import Request
from gridhall.web.security import PUBLIC

if TYPE_CHECKING:
    from gridhall.web.platform import Platform

View = Callable[[object, Request], Any]

STRANGER_BYTES = 64_000
"""Where nobody need have signed in."""
FORM_BYTES = 1_000_000
"""Any other form."""
MEGABYTE = 1_000_000


def limit(view: View, info: Any) -> View:
    """Wrap a view. ``add_view`` takes ``upload=True`` for files, ``most_bytes`` for a form of long texts."""
    if info.exception_only:  # it tells of the refusal
        return view
    platform: Platform = info.registry.platform
    is_open = info.options.get("permission") == PUBLIC
    most: int = info.options.get("most_bytes") or (STRANGER_BYTES if is_open else FORM_BYTES)
    if info.options.get("upload"):
        most = platform.settings.web.upload_mb * MEGABYTE

    def limited(context: object, request: Request) -> Any:
        if (request.content_length or 0) > most:
            raise HTTPRequestEntityTooLarge
        return view(context, request)

    return limited


limit.options = ("upload", "most_bytes")  # type: ignore[attr-defined]  # this is how Pyramid learns of an option


def includeme(config: Configurator) -> None:
    """Wrap every view."""
    config.add_view_deriver(limit, name="body_limit", under="secured_view", over="csrf_view")
