"""Errors as helpful pages: one table from the class of an error to its status and its words."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from markupsafe import escape
from pyramid.config import Configurator
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import (
    HTTPError,
    HTTPForbidden,
    HTTPNotFound,
    HTTPRequestEntityTooLarge,
    HTTPSeeOther,
)
from pyramid.response import Response
from pyramid_retry import mark_error_retryable
from transaction.interfaces import NoTransaction

from gridhall.db import MigrationFailed
from gridhall.errors import Conflict, Forbidden, GridhallError, Invalid, NotFound
from gridhall.services.throttle import TooManyAttempts
from gridhall.services.transactions import is_outage, is_retryable, is_unfit_value
from gridhall.web.language import language_of_device, tag
from gridhall.web.rendering import render
from gridhall.web.request import Request
from gridhall.web.urls import is_fragment, page_of
from gridhall.words import DIRECTIONS, Domain, Message

_ = Domain("gridhall")
log = structlog.get_logger()


@dataclass(frozen=True)
class Kind:
    """How a class of errors is shown."""

    status: int
    title: Message
    what: Message | None
    """None: the error's own message."""
    next_step: Message | None = None


@dataclass(frozen=True)
class ErrorPage:
    """``error.jinja2``."""

    status: int
    title: str
    what: str
    """What went wrong, in words for people."""
    next_step: str | None
    """What to do now."""
    request_id: str | None
    """To quote when asking for help."""


MISSING = Kind(
    404,
    _("This page does not exist"),
    _("There is nothing at this address, or it is not open to you."),
    _("Check the address, or look for it from the start page."),
)
REFUSED = Kind(
    403,
    _("You may not do this"),
    _("Your posts do not give you the right to this page."),
    _("If you need it for your work, ask your security administrator."),
)
STALE = Kind(
    400,
    _("This form is out of date"),
    _("You have signed in or out since the form was opened, so nothing was changed."),
    _("Go back, load the page again, and send the form once more."),
)
DOWN = Kind(
    503,
    _("The platform is not available right now"),
    _("The database does not answer, and nothing was changed."),
    _("Wait a minute, then try again."),
)
BROKEN = Kind(
    500,
    _("Something went wrong here"),
    _("It is not your fault, and nothing was changed. The error has been recorded."),
    _("Try again. If it happens once more, tell your system administrator the number below."),
)
TOO_LARGE = Kind(
    413,
    _("This is too large"),
    _("What was sent is larger than this page takes, so nothing was changed."),
    _("Split the file or shorten the text, then send it again."),
)
UNREADABLE = Kind(
    400, _("This request cannot be read"), _("The page was asked for something that it does not understand.")
)
TABLE: dict[type[BaseException], Kind] = {
    NotFound: Kind(404, MISSING.title, None, MISSING.next_step),
    HTTPNotFound: MISSING,
    Forbidden: Kind(403, REFUSED.title, None, REFUSED.next_step),
    HTTPForbidden: REFUSED,
    Conflict: Kind(
        409, _("This has changed meanwhile"), None, _("Go back and load the page again to see how it is now.")
    ),
    Invalid: Kind(422, _("Something you entered cannot be used"), None, _("Go back and correct it.")),
    TooManyAttempts: Kind(429, _("Please wait"), None),
    MigrationFailed: Kind(500, _("The tables could not be prepared"), None, BROKEN.next_step),
    GridhallError: Kind(500, BROKEN.title, None, BROKEN.next_step),
    BadCSRFToken: STALE,
    BadCSRFOrigin: STALE,
    HTTPRequestEntityTooLarge: TOO_LARGE,
    HTTPError: UNREADABLE,
    UnicodeDecodeError: UNREADABLE,
    Exception: BROKEN,
}
LEAST_BROKEN = 500


def kind_of(error: BaseException) -> Kind:
    """The row of the table for an error: that of its nearest class."""
    if is_outage(error):
        return DOWN
    if is_unfit_value(error):
        return UNREADABLE
    return next(TABLE[each] for each in type(error).__mro__ if each in TABLE)


def error_view(error: BaseException, request: Request) -> Any:
    """Show an error. The transaction is rolled back first, so that the page can ask the database anew."""
    kind = kind_of(error)
    if kind.status >= LEAST_BROKEN:
        log.error("request failed", exc_info=error)
    elif kind in (REFUSED, STALE) or isinstance(error, Forbidden):
        account = request.principal.account_id if request.principal else None
        log.warning("refused", error=type(error).__name__, route=_route(request), account=account)
    if is_retryable(error):
        mark_error_retryable(error)
    begin_anew(request)
    try:
        body = render(request, _template(request), _page(kind, error, request))
    except Exception:  # with the database gone, the frame cannot be drawn
        log.exception("error page failed")
        body = bare(request, kind)
    response = Response(body, status=kind.status, content_type="text/html", charset="utf-8")
    if is_fragment(request):
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "innerHTML"
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _route(request: Request) -> str | None:
    matched = getattr(request, "matched_route", None)
    return str(matched.name) if matched else None


def forbidden_view(error: BaseException, request: Request) -> Any:
    """Lead to the sign-in, or to the change of an initial password, who has not done that yet."""
    principal = request.principal
    if principal is None:
        page = page_of(request)
        query = {} if page == "/" else {"next": page}
        return _lead(request, request.route_path("sign_in", _query=query))
    if principal.must_change_password:
        return _lead(request, request.route_path("password"))
    return error_view(error, request)


def _lead(request: Request, path: str) -> Any:
    if is_fragment(request):  # a redirect would put the whole page into the fragment's place
        return Response(status=401, headers={"HX-Redirect": path})
    return HTTPSeeOther(location=path)


def _template(request: Request) -> str:
    return "error_part.jinja2" if is_fragment(request) else "error.jinja2"


def _page(kind: Kind, error: BaseException, request: Request) -> ErrorPage:
    words = request.words
    own = error if isinstance(error, GridhallError) else None
    what = words(own.message, **own.params) if own and kind.what is None else words(kind.what or "")
    return ErrorPage(
        status=kind.status,
        title=words(kind.title),
        what=what,
        next_step=words(kind.next_step) if kind.next_step else None,
        request_id=request.request_id if kind.status >= LEAST_BROKEN else None,
    )


def begin_anew(request: Request) -> None:
    """Roll back what failed and begin a transaction that the error's page can read in."""
    if request.here is None:
        return
    if "tm.active" in request.environ:
        request.tm.abort()
    else:  # it failed at the commit: nobody will end this one for us
        with suppress(NoTransaction):
            request.tm.abort()
        request.add_finished_callback(lambda request: request.tm.abort())
    request.tm.begin()


def bare(request: Request, kind: Kind) -> str:
    """A page without the frame: it needs neither database nor template."""
    words = request.platform.words(language_of_device(request), request.here)
    texts = [escape(words(text)) for text in (kind.title, kind.what or "", kind.next_step or "")]
    return (
        f'<!doctype html><html lang="{tag(words.language)}" dir="{DIRECTIONS[words.language]}">'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{texts[0]}</title></head><body><main><h1>{texts[0]}</h1><p>{texts[1]}</p>"
        f"<p>{texts[2]}</p><p>{escape(request.request_id)}</p></main></body></html>"
    )


def includeme(config: Configurator) -> None:
    """Show every error so."""
    config.add_notfound_view(error_view, any_host=True)
    config.add_forbidden_view(forbidden_view, any_host=True)
    for error in (HTTPError, BadCSRFToken, BadCSRFOrigin, Exception):
        config.add_exception_view(error_view, context=error, any_host=True)
