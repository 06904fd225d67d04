"""One line of JSON for each request and each event, without personal data.

An error is logged by its type and the places in the code, never by its message: a database quotes in it
the row that it refused.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any, TextIO

import structlog

from gridhall.web.metrics import Metrics
from gridhall.web.request import Request

REQUEST_ID = "gridhall.request_id"
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
log = structlog.get_logger()


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Write to standard error by default: JSON lines, or for a person at a terminal."""
    stream = stream or sys.stderr
    last = structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            describe_error,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )


def take_over(*, level: int = logging.WARNING) -> None:
    """Let what libraries log come in the same form, for a process that serves or works."""
    logging.basicConfig(handlers=[_Libraries()], level=level, force=True)


class _Libraries(logging.Handler):
    """Passes on a library's words without the values filled into them: one may be somebody's name."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        log.log(record.levelno, "library", library=record.name, text=str(record.msg), exc_info=error)


def describe_error(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an exception by its type, those it came from, and where it was raised."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["error"] = [type(each).__qualname__ for each in _chain(error)]
        event["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def request_id(request: Request) -> str:
    """The number of this request: that of the proxy before us, or one of our own."""
    if REQUEST_ID not in request.environ:
        given = request.headers.get("X-Request-Id", "")
        request.environ[REQUEST_ID] = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
    return str(request.environ[REQUEST_ID])


def logs_tween(handler: Callable[[Request], Any], registry: Any) -> Callable[[Request], Any]:
    """Log and count each request."""
    metrics: Metrics = registry.metrics

    def tween(request: Request) -> Any:
        begun = time.perf_counter()
        number = request_id(request)
        status = 500
        with structlog.contextvars.bound_contextvars(request_id=number):
            try:
                response = handler(request)
                status = response.status_int
                response.headers["X-Request-Id"] = number
                return response
            finally:
                _report(request, metrics, status, time.perf_counter() - begun)

    return tween


def _report(request: Request, metrics: Metrics, status: int, seconds: float) -> None:
    """The route's name stands for the address, which may hold what was searched for."""
    city = request.here.slug if request.here else None
    route = request.matched_route.name if getattr(request, "matched_route", None) else None
    metrics.count(city=city, route=route, status=status, seconds=seconds)
    log.info(
        "request",
        city=city,
        route=route,
        method=request.method,
        status=status,
        ms=round(seconds * 1000, 1),
    )
