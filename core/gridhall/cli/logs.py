"""Warnings of commands go to standard error, so that a result stands alone on standard output."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog


def configure() -> None:
    """Set it for a command; ``serve`` and ``worker`` log more, as ``gridhall.web.logs`` says."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _describe_error,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _describe_error(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """As in the portal's log: never the message, in which a database quotes people's data."""
    from gridhall.web.logs import describe_error  # noqa: PLC0415 - most commands log nothing

    return describe_error(logger, method, event)
