"""What a request costs beside a bare view, and beside its own SQL."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from pyramid.config import Configurator
from pyramid.response import Response
from sqlalchemy import Engine, event
from webob import Request

from gridhall.app import Wsgi
from gridhall.testing import SampleCity
from gridhall.web import cookies

from .ground import Ground
from .line import Line, side_by_side
from .raw import Raw, driver

Sent = list[tuple[str, Any]]


def measure(ground: Ground) -> Iterator[Line]:
    """See the package."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(io.StringIO()))
    city, app = ground.filled, ground.stage.app
    login = city.staff("village person of pages", role="village_head", at=ground.first(city, "village"))
    account = asked(app, city, login, "/account")
    bare = bare_view(account())
    yield Line("page /account", *side_by_side(account, bare), "bare view, same bytes", unit="ms")

    people = asked(app, city, login, "/residents")
    with city.scope(login) as scope:
        people()
        engine = ground.stage.databases.engine(city.city)
        sent = statements(engine, people)
        raw = driver(scope.db.connection())
        what = f"page /residents, 50 people, {len(sent)} statements"
        yield Line(what, *side_by_side(people, lambda: replay(raw, sent)), "its own SQL", unit="ms")


def asked(app: Wsgi, city: SampleCity, login: str, path: str) -> Callable[[], bytes]:
    """A signed-in person's request for a page."""
    headers = {"Host": city.host, "Cookie": f"{cookies.SESSION}={city.session(login)}"}

    def ask() -> bytes:
        answer = Request.blank(path, headers=headers).get_response(app)
        assert answer.status_code == 200, answer.status
        return bytes(answer.body)

    return ask


def bare_view(body: bytes) -> Callable[[], bytes]:
    """A view of Pyramid's that gives these bytes and does nothing else."""
    config = Configurator()
    config.add_route("page", "/page")
    config.add_view(lambda _request: Response(body), route_name="page")
    app = config.make_wsgi_app()
    return lambda: bytes(Request.blank("/page").get_response(app).body)


def statements(engine: Engine, work: Callable[[], Any]) -> Sent:
    """What a work sends to the database."""
    sent: Sent = []

    def listen(*given: Any) -> None:
        sent.append((given[2], given[3]))

    event.listen(engine, "before_cursor_execute", listen)
    work()
    event.remove(engine, "before_cursor_execute", listen)
    return sent


def replay(raw: Raw, sent: Sent) -> None:
    """Send the same once more and fetch the answers."""
    for statement, parameters in sent:
        cursor = raw.execute(statement, parameters)
        if cursor.description:
            cursor.fetchall()
