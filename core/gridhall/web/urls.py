"""Where to go next, safely."""

from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPSeeOther

from gridhall.errors import NotFound
from gridhall.web.request import Request
from gridhall.words import Domain

_ = Domain("gridhall")

MOST_ID = 2**31 - 1
"""The largest id that the database has."""
MOST_PAGE = 100_000


def safe_path(url: str | None, default: str = "/") -> str:
    """A path of this portal, or the default: nobody is sent to another host by a link to us."""
    if not url or not url.startswith("/") or url.startswith("//"):
        return default
    if "\\" in url or any(ord(character) <= 0x20 or ord(character) == 0x7F for character in url):  # noqa: PLR2004
        return default
    parts = urlsplit(url)
    return default if parts.scheme or parts.netloc else url


def see_other(path: str) -> HTTPSeeOther:
    """Answer a form: go to this page. Return it; what is raised rolls the transaction back."""
    return HTTPSeeOther(location=path)


def page_of(request: Request) -> str:
    """The page that somebody is looking at: of a form or fragment, the one it was sent from."""
    if request.method in ("GET", "HEAD") and not is_fragment(request):
        return safe_path(request.path_qs)
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if parts.netloc != request.host:
        return "/"
    return safe_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def number_of(request: Request, name: str) -> int:
    """A number that stands in the path, e.g. ``/tree/{id}``.

    :raises NotFound: no row can have it
    """
    number = whole_number(request.matchdict[name])
    if number is None:
        raise NotFound(_("There is no such page."))
    return number


def whole_number(text: str, most: int = MOST_ID) -> int | None:
    """A number as it was typed or stands in an address; None where it is none, or none that there can be."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    return int(text) if int(text) <= most else None


def page_number(request: Request) -> int:
    """Which page of a list is asked for; 1 where none is, or nonsense."""
    return max(whole_number(request.GET.get("page", ""), MOST_PAGE) or 1, 1)
