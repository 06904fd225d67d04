"""Errors are pages that help."""

from __future__ import annotations

import io
import json
import logging
import socket
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen
from wsgiref.util import setup_testing_defaults

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from gridhall.app import make_portal
from gridhall.errors import Conflict, Forbidden, GridhallError, Invalid, NotFound
from gridhall.testing import Portal
from gridhall.web import logs
from gridhall.web.errors import TABLE, kind_of
from gridhall.web.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import Browser, SampleCity, Stage


@pytest.fixture
def browser(city: SampleCity, portal: Portal) -> Browser:
    return portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))


def texts(page: Any) -> list[str]:
    return [" ".join(each.text.split()) for each in page.html.select("h1, .prose p")]


@pytest.mark.parametrize(
    ("error", "status", "title", "what"),
    [
        ("missing", 404, "This page does not exist", "There is no lantern 7."),
        ("refused", 403, "You may not do this", "These lanterns are not yours."),
        ("conflict", 409, "This has changed meanwhile", "The lantern is lit already."),
        ("invalid", 422, "Something you entered cannot be used", "A lantern has one name."),
    ],
)
def test_an_error_of_the_domain_says_what_and_what_next(
    browser: Browser, error: str, status: int, title: str, what: str
) -> None:
    page = browser.get(f"/lanterns/fail/{error}", status=status)
    shown = texts(page)
    assert (shown[0], shown[1], shown[-1]) == (title, what, "Go to the start page")
    assert len(shown) == 4
    assert page.html.select_one(".me a").text.startswith("Ann Lee")


def test_an_error_of_ours_says_nothing_of_its_cause_but_a_number(browser: Browser) -> None:
    page = browser.get("/lanterns/fail/broken", status=500)
    assert "4711" not in page.text
    assert texts(page)[-1] == f"If you ask for help, quote this number: {page.headers['X-Request-Id']}"


def test_a_fragment_gets_the_page_without_its_frame(browser: Browser) -> None:
    page = browser.fragment("/lanterns/fail/conflict", status=409)
    assert (page.headers["HX-Retarget"], page.headers["HX-Reswap"]) == ("#main", "innerHTML")
    assert (len(page.html.select("html")), page.html.select_one("h1").text) == (
        0,
        "This has changed meanwhile",
    )


@pytest.mark.parametrize(
    ("path", "query"), [("/\xff", ""), ("/sign-in", "next=%ff"), ("/static/\xff.css", "")]
)
def test_an_address_that_is_no_text_is_no_error_of_ours(
    stage: Stage, city: SampleCity, path: str, query: str
) -> None:
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": city.host}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    b"".join(stage.app(environ, lambda status, _headers: statuses.append(status)))
    assert statuses == ["400 Bad Request"]


def test_what_the_database_cannot_hold_is_no_error_of_ours(portal: Portal) -> None:
    fields = {"login": "ann\0lee", "password": "x"}
    stranger = portal.stranger()
    stranger.csrf = stranger.get("/sign-in").forms[0]["csrf_token"].value
    page = stranger.post("/sign-in", fields, status=400)
    assert texts(page)[0] == "This request cannot be read"


def test_the_table_covers_every_error_of_the_domain() -> None:
    found = {error: kind_of(error("x")).status for error in (NotFound, Forbidden, Conflict, Invalid)}
    assert found == {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
    unlisted = [error for error in GridhallError.__subclasses__() if error not in TABLE]
    assert all(kind_of(error.__new__(error)).status == 500 for error in unlisted)
    assert kind_of(OperationalError("", None, Exception())).status == 503


def test_without_the_database_there_is_still_a_page(
    stage: Stage, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_city: object) -> None:
        raise OperationalError("", None, Exception("no route to host"))

    monkeypatch.setattr(stage.databases, "engine", gone)
    page = browser.get("/lanterns", status=503, headers={"Accept-Language": "ar"})
    assert (page.html.h1.text, page.html.html["lang"], page.html.html["dir"]) == (
        "المنصة غير متاحة حاليًا",
        "ar",
        "rtl",
    )
    assert browser.get("/healthz").json == {"alive": True}


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    before = structlog.get_config()
    stream = io.StringIO()
    logs.configure(stream)
    yield stream
    structlog.configure(**before)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_without_what_was_asked(
    city: SampleCity, browser: Browser, logged: io.StringIO
) -> None:
    browser.get("/lanterns?q=Zhang+San", headers={"X-Request-Id": "from-the-proxy"})
    (line,) = lines(logged)
    assert line.pop("ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "from-the-proxy",
        "city": city.slug,
        "route": "lantern.list",
        "method": "GET",
        "status": 200,
    }


def test_an_error_is_logged_by_its_place_not_its_message(browser: Browser, logged: io.StringIO) -> None:
    page = browser.get("/lanterns/fail/broken", status=500)
    failed, request = lines(logged)
    assert (failed["event"], failed["error"], request["status"]) == ("request failed", ["ValueError"], 500)
    assert failed["at"][-1].endswith(" fail")
    assert failed["request_id"] == request["request_id"] == page.headers["X-Request-Id"]
    assert "4711" not in logged.getvalue()


def test_a_strange_request_id_is_not_taken_over(browser: Browser) -> None:
    page = browser.get("/lanterns", headers={"X-Request-Id": 'a"}{"x'})
    assert len(page.headers["X-Request-Id"]) == 16


def test_readiness_asks_each_database_and_tells_the_log_alone_which_is_silent(
    stage: Stage, portal: Portal, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    anywhere = portal.at("10.1.2.3")
    assert anywhere.get("/readyz").json == {"ready": True}

    def gone(_name: str) -> None:
        raise OperationalError("", None, Exception())

    monkeypatch.setattr(stage.databases, "jobs_engine", gone)
    assert anywhere.get("/readyz", status=503).json == {"ready": False}
    assert [line["databases"] for line in lines(logged) if line["event"] == "not ready"] == [["main"]]
    assert anywhere.get("/healthz").json == {"alive": True}


def test_what_was_counted_is_told_at_an_address_of_its_own(
    stage: Stage, city: SampleCity, portal: Portal
) -> None:
    metrics = Metrics()
    Portal(make_portal(stage.platform, metrics), city).stranger().get("/sign-in")
    counted = f'gridhall_requests_total{{city="{city.slug}",route="sign_in",status="200"}} 1.0'
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    metrics.serve("127.0.0.1", port)
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert counted in answer.read().decode().splitlines()
    for browser in (portal.at("localhost"), portal.stranger()):
        browser.get("/metrics", extra_environ={"REMOTE_ADDR": "127.0.0.1"}, status=404)


def test_an_error_at_the_commit_has_its_page_and_its_headers(browser: Browser) -> None:
    page = browser.get("/lanterns/commit", status=500)
    assert texts(page)[0] == "Something went wrong here"
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Request-Id"] in page.text


def test_who_is_refused_is_in_the_log_by_number(
    portal: Portal, browser: Browser, logged: io.StringIO
) -> None:
    browser.get("/audit", status=403)
    browser.app.post("/account", {}, status=400)
    portal.stranger().app.post("/language", {}, status=400)
    found = [line for line in lines(logged) if line["event"] == "refused"]
    assert [(line["error"], line["route"], line["account"]) for line in found] == [
        ("HTTPForbidden", "audit", 1),
        ("BadCSRFToken", "account", 1),
        ("BadCSRFToken", "language", None),
    ]
    assert "Ann" not in logged.getvalue()


def test_what_a_library_logs_comes_without_its_values(logged: io.StringIO) -> None:
    before = logging.root.handlers[:], logging.root.level
    logs.take_over()
    try:
        try:
            int("Zhang San")
        except ValueError:
            logging.getLogger("waitress").exception("Exception while serving %s", "/?q=Zhang San")
        logging.getLogger("waitress").info("not worth telling")
    finally:
        logging.basicConfig(handlers=before[0], level=before[1], force=True)
    (line,) = lines(logged)
    assert (line["event"], line["library"], line["level"]) == ("library", "waitress", "error")
    assert (line["text"], line["error"]) == ("Exception while serving %s", ["ValueError"])
    assert "Zhang" not in logged.getvalue()
