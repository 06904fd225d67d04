"""A portal that a real browser can reach, and the browser: for tests marked ``browser``."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress

from gridhall.app import Wsgi

NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def served(app: Wsgi, **options: Any) -> Iterator[int]:
    """Serve an application on this machine; gives the port.

    :param options: of waitress
    """
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, **options)
    sockets, ending = server._map, threading.Event()  # noqa: SLF001 - its own loop could not be ended

    def serve() -> None:
        while not ending.is_set():
            server.asyncore.loop(timeout=0.05, count=1, map=sockets, use_poll=server.adj.asyncore_use_poll)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        ending.set()
        thread.join(timeout=5)
        server.close()
        server.asyncore.close_all(sockets)


def chromium_path() -> str | None:
    """The system's Chromium, or that of ``GRIDHALL_CHROMIUM``; None: there is none."""
    given = os.environ.get("GRIDHALL_CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium(path: str) -> Iterator[Any]:
    """A running Chromium (``playwright.sync_api.Browser``)."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - most tests need none

    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root has none to go into
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        try:
            yield browser
        finally:
            browser.close()
