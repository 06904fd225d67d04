"""Pages that do what the pipeline has to bear."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall.models import PluginSetting
from gridhall.words import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

_ = Domain("lantern")

ERRORS: dict[str, Callable[[], Exception]] = {
    "missing": lambda: NotFound(_("There is no lantern {name}."), name="7"),
    "refused": lambda: Forbidden(_("These lanterns are not yours.")),
    "conflict": lambda: Conflict(_("The lantern is lit already.")),
    "invalid": lambda: Invalid(_("A lantern has one name."), field="name"),
    "broken": lambda: ValueError("the secret is 4711"),
}
"""Made anew each time: an error that is raised twice remembers both places."""


def lanterns(_request: Any) -> dict[str, object]:
    return {"title": "Lanterns", "moment": datetime(2026, 3, 5, 17, 30, tzinfo=UTC), "n": 1234567.5}


def write(request: Any) -> Any:
    """Adds a setting, then returns or raises."""
    request.scope.db.add(PluginSetting(plugin="lantern", key=request.POST["key"], value=1))
    request.scope.db.flush()
    if "error" in request.POST:
        error = ERRORS[request.POST["error"]]()
        raise error
    return request.response


def fail(request: Any) -> Any:
    error = ERRORS[request.matchdict["error"]]()
    raise error


def form(request: Any) -> dict[str, object]:
    return {"title": "A lantern", "method": request.method}


attempts: list[str] = []


def deadlock(request: Any) -> Any:
    """The database ends the first two attempts."""
    request.scope.db.add(PluginSetting(plugin="lantern", key=request.POST["key"], value=1))
    request.scope.db.flush()
    attempts.append(request.POST["key"])
    if len(attempts) <= int(request.POST["times"]):
        request.scope.db.execute(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$"))
    return request.response


def tune(request: Any) -> Any:
    request.flash("good", "Tuned to <A>.")
    return request.response


def commit(request: Any) -> Any:
    """All goes well until the commit."""

    def fail() -> None:
        raise RuntimeError

    request.tm.get().addBeforeCommitHook(fail)
    return request.response


def take(request: Any) -> Any:
    """Tells how much was sent."""
    request.response.text = str(len(request.POST["text"]))
    return request.response


def add(config: Any) -> None:
    config.add_route("lantern.list", "/lanterns")
    config.add_route("lantern.write", "/lanterns/write")
    config.add_route("lantern.fail", "/lanterns/fail/{error}")
    config.add_route("lantern.tune", "/lanterns/tune")
    config.add_route("lantern.form", "/lanterns/form")
    config.add_route("lantern.deadlock", "/lanterns/deadlock")
    config.add_route("lantern.commit", "/lanterns/commit")
    config.add_route("lantern.take", "/lanterns/take")
    config.add_route("lantern.upload", "/lanterns/upload")
    config.add_route("lantern.partial", "/lanterns/partial")
    view = "lantern.view"
    config.add_view(lanterns, route_name="lantern.list", permission=view, renderer="lantern/list.jinja2")
    config.add_view(write, route_name="lantern.write", permission=view, request_method="POST")
    config.add_view(form, route_name="lantern.form", permission=view, renderer="lantern/form.jinja2")
    config.add_view(deadlock, route_name="lantern.deadlock", permission=view, request_method="POST")
    config.add_view(fail, route_name="lantern.fail", permission=view)
    config.add_view(partial(tune), route_name="lantern.partial", permission="signed_in")
    config.add_view(commit, route_name="lantern.commit", permission=view)
    config.add_view(take, route_name="lantern.take", permission=view, request_method="POST")
    config.add_view(take, route_name="lantern.upload", permission=view, request_method="POST", upload=True)
    config.add_view(tune, route_name="lantern.tune", permission="lantern.tune")
