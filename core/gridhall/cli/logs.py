"""Logs go to standard error, so that a command's result stands alone on standard output."""

import logging
import sys
from typing import TextIO

import structlog


def configure(*, level: int = logging.WARNING, as_json: bool = False) -> None:
    """Set what is logged, and how.

    :param as_json: one JSON object a line, for a process that somebody's log system reads
    """
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(levelname)s %(name)s: %(message)s", force=True
    )
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_StandardError(),
        cache_logger_on_first_use=False,
    )


class _StandardError:
    """Writes to what standard error is at that moment: a test or a pipe may have changed it."""

    def __call__(self, *_names: object) -> structlog.PrintLogger:
        stream: TextIO = sys.stderr
        return structlog.PrintLogger(stream)
