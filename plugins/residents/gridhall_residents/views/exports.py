"""Files of what a list shows."""

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from pyramid.response import FileIter, Response
from pyramid.view import view_config

from gridhall.errors import NotFound
from gridhall.jobs import CityScopes
from gridhall.web.request import Request
from gridhall.web.urls import see_other
from gridhall_residents import permissions
from gridhall_residents.exporting import asking
from gridhall_residents.exporting.making import Order, make
from gridhall_residents.exporting.sheets import TYPES
from gridhall_residents.words import _

TITLES = {
    "people": _("Residents: {n} rows"),
    "homes": _("Homes: {n} rows"),
    "households": _("Households: {n} rows"),
}


@view_config(route_name="residents.export", permission=permissions.EXPORT, request_method="POST")
def export(request: Request) -> Any:
    """Give the file; a large one is made by a worker, and its run is shown."""
    scope = request.scope
    order = Order.read(scope, request.POST, request.words.language)
    total = order.total(scope)
    if total > asking.AT_ONCE:
        title = request.words(TITLES[order.kind], n=request.formats.number(total))
        run_id = asking.ask(scope, order, title=title)
        return see_other(request.route_path("job", id=str(run_id)))
    stream = TemporaryFile()  # noqa: SIM115 - closed once it is sent
    make(scope, order, stream)
    return _sent(stream, order.format, f"{order.kind}-{scope.today:%Y-%m-%d}.{order.format}")


@view_config(route_name="residents.export.file", permission=permissions.EXPORT, request_method="GET")
def fetch(request: Request) -> Any:
    """Give a file that a worker has made."""
    found = asking.made(request.scope, _scopes(request).passing_files, _run_id(request))
    return _sent(found.path.open("rb"), found.format, found.name)


def _sent(stream: Any, form: str, name: str) -> Any:
    size = stream.seek(0, 2)
    stream.seek(0)
    response = Response(app_iter=FileIter(stream), content_type=TYPES[form])
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _scopes(request: Request) -> CityScopes:
    platform = request.platform
    return CityScopes(request.city, platform.databases, platform.host, platform.settings.var)


def _run_id(request: Request) -> UUID:
    try:
        return UUID(request.matchdict["run"])
    except ValueError:
        raise NotFound(_("This file is not there any more. Export the list again.")) from None


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route("residents.export", "/residents/export")
    config.add_route("residents.export.file", "/residents/export/{run}")
    config.scan(__name__)
