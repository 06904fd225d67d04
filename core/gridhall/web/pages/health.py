"""For those who run the platform: whether it lives, whether it is ready, and what it counted."""

from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response
from pyramid.view import view_config

from gridhall.errors import NotFound
from gridhall.services import health
from gridhall.web.request import Request
from gridhall.web.security import PUBLIC
from gridhall.words import Domain

_ = Domain("gridhall")

LOCAL = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For")


@view_config(route_name="healthz", permission=PUBLIC, request_method="GET", renderer="json", any_host=True)
def lives(_request: Request) -> dict[str, object]:
    """Whether this process answers; asks no database."""
    return {"alive": True}


@view_config(route_name="readyz", permission=PUBLIC, request_method="GET", renderer="json", any_host=True)
def is_ready(request: Request) -> dict[str, object]:
    """Whether every database answers: 200, else 503."""
    names = sorted({city.database for city in request.platform.cities})
    answers = health.databases_that_answer(request.platform.databases, names)
    ready = all(answers.values())
    if not ready:
        request.response.status_int = 503
    return {"ready": ready, "databases": answers}


@view_config(route_name="metrics", permission=PUBLIC, request_method="GET", any_host=True)
def count(request: Request) -> Any:
    """What was counted, for Prometheus on this machine; a proxy in between makes it a stranger."""
    if request.remote_addr not in LOCAL or any(name in request.headers for name in FORWARDED) or request.here:
        raise NotFound(_("There is no such page."))
    return Response(request.registry.metrics.text(), content_type="text/plain", charset="utf-8")


def includeme(config: Configurator) -> None:
    """Add the routes."""
    config.add_route("healthz", "/healthz")
    config.add_route("readyz", "/readyz")
    config.add_route("metrics", "/metrics")
    config.scan(__name__)
