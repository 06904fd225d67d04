"""The language switch: it keeps the page, and ``static/js/language.js`` keeps what was typed there."""

from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.errors import Invalid
from gridhall.services import accounts
from gridhall.web import cookies
from gridhall.web.language import code
from gridhall.web.request import Request
from gridhall.web.security import PUBLIC
from gridhall.web.urls import safe_path, see_other
from gridhall.words import Domain

_ = Domain("gridhall")


@view_config(route_name="language", permission=PUBLIC, request_method="POST")
def switch(request: Request) -> Any:
    """Keep the language, in the account of who has signed in and in a cookie for who has not."""
    language = code(request.POST.get("lang", ""))
    if language not in request.city.languages:
        raise Invalid(_("This city does not offer that language."), field="lang")
    if request.principal is not None:
        accounts.set_language(request.scope, language)
    response = see_other(safe_path(request.POST.get("next")))
    cookies.write(request, response, cookies.LANGUAGE, language, cookies.LANGUAGE_S)
    return response


def includeme(config: Configurator) -> None:
    """Add the route."""
    config.add_route("language", "/language")
    config.scan(__name__)
