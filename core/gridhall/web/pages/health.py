"""For those who run the platform: whether it lives and is ready. Open to all, so it says no more."""

import structlog
from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.services import health
from gridhall.web.request import Request
from gridhall.web.security import PUBLIC

log = structlog.get_logger()


@view_config(route_name="healthz", permission=PUBLIC, request_method="GET", renderer="json", any_host=True)
def lives(_request: Request) -> dict[str, object]:
    """Whether this process answers; asks no database."""
    return {"alive": True}


@view_config(route_name="readyz", permission=PUBLIC, request_method="GET", renderer="json", any_host=True)
def is_ready(request: Request) -> dict[str, object]:
    """Whether every database answers: 200, else 503; the log says which does not."""
    names = sorted({city.database for city in request.platform.cities})
    answers = health.databases_that_answer(request.platform.databases, names)
    ready = all(answers.values())
    if not ready:
        silent = [name for name, answered in answers.items() if not answered]
        log.warning("not ready", databases=silent)
        request.response.status_int = 503
    return {"ready": ready}


def includeme(config: Configurator) -> None:
    """Add the routes."""
    config.add_route("healthz", "/healthz")
    config.add_route("readyz", "/readyz")
    config.scan(__name__)
