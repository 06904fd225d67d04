"""Background work as people see it: the list of runs, and one run with its progress and result."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from babel.dates import format_timedelta
from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.errors import NotFound
from gridhall.hookspecs import MenuItem
from gridhall.models import JobRun
from gridhall.services import runs
from gridhall.services.permissions import JOBS_VIEW
from gridhall.web.forms import attempt
from gridhall.web.menu import ADMINISTRATION
from gridhall.web.panels import PanelView, panels
from gridhall.web.request import Request
from gridhall.web.security import SIGNED_IN
from gridhall.web.urls import see_other
from gridhall.words import Domain

_ = Domain("gridhall")

PAGE = 50
SOON = timedelta(seconds=1)
"""What is left is not worth telling when it is less."""
STATES = {
    "waiting": (_("Waiting"), ""),
    "running": (_("Running"), "info"),
    "done": (_("Done"), "good"),
    "failed": (_("Failed"), "bad"),
    "cancelled": (_("Cancelled"), "warn"),
}
"""The word for each state, and the kind of its badge."""


@dataclass(frozen=True)
class RunView:
    """One run, in the reader's language."""

    run: JobRun
    href: str
    job: str
    """What is done, e.g. "Import residents"."""
    asker: str
    state: str
    kind: str
    """Of the badge: "", good, warn, bad or info."""
    progress: runs.Progress
    how_far: str
    """The progress in words; "" before anything is done."""


@dataclass(frozen=True)
class ListPage:
    """``jobs/list.jinja2``."""

    title: str
    rows: list[RunView]
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class RunPage:
    """``jobs/run.jinja2``, and ``jobs/progress.jinja2`` of it."""

    title: str
    shown: RunView
    poll: str | None
    """Where the progress is asked for again; None: it is over."""
    reason: str | None
    """Why it failed."""
    cancel: str | None
    """Where to send a cancellation; None: it cannot be cancelled, or not by the reader."""
    retry: str | None
    panels: list[PanelView]
    """What plugins show of the result: place ``job.result``."""


@view_config(route_name="jobs", permission=SIGNED_IN, request_method="GET", renderer="jobs/list.jinja2")
def show_list(request: Request) -> ListPage:
    """The latest runs: one's own, or all for who may see them."""
    number = max(_number(request.GET.get("page")), 1)
    found = runs.list_recent(request.scope, limit=PAGE + 1, offset=(number - 1) * PAGE)
    names = runs.askers(request.scope, found)
    return ListPage(
        title=request.words(_("Background jobs")),
        rows=[view_of(request, run, names) for run in found[:PAGE]],
        previous=request.route_path("jobs", _query={"page": number - 1}) if number > 1 else None,
        next=request.route_path("jobs", _query={"page": number + 1}) if len(found) > PAGE else None,
    )


@view_config(route_name="job", permission=SIGNED_IN, request_method="GET", renderer="jobs/run.jinja2")
def show_run(request: Request) -> RunPage:
    """One run."""
    return _page(request)


@view_config(
    route_name="job.progress", permission=SIGNED_IN, request_method="GET", renderer="jobs/progress.jinja2"
)
def show_progress(request: Request) -> RunPage:
    """The part of the run's page that htmx asks for each second; when it is over, the whole page anew."""
    page = _page(request, with_panels=False)
    if page.poll is None:
        request.response.headers["HX-Refresh"] = "true"
    return page


def _page(request: Request, *, with_panels: bool = True) -> RunPage:
    scope = request.scope
    run = runs.get(scope, _id(request))
    reason = runs.reason(run)
    mine = runs.may_change(scope, run)
    over = runs.progress(run).finished
    return RunPage(
        title=run.title,
        shown=view_of(request, run, runs.askers(scope, [run])),
        poll=None if over else _path(request, "job.progress", run),
        reason=request.words(reason.message, **reason.params) if reason else None,
        cancel=_path(request, "job.cancel", run) if mine and not over and not run.cancel_requested else None,
        retry=_path(request, "job.retry", run) if mine and run.state in ("failed", "cancelled") else None,
        panels=panels(request, "job.result", run) if with_panels else [],
    )


@view_config(route_name="job.cancel", permission=SIGNED_IN, request_method="POST")
def cancel(request: Request) -> Any:
    """Cancel a run."""
    run_id = _id(request)
    with attempt(request) as tried:
        runs.cancel(request.scope, run_id)
    if tried.done:
        request.flash("good", request.words(_("Cancelled. What was done already stays.")))
    return _back(request, run_id, tried.errors)


@view_config(route_name="job.retry", permission=SIGNED_IN, request_method="POST")
def retry(request: Request) -> Any:
    """Go on with a run that failed."""
    run_id = _id(request)
    with attempt(request) as tried:
        runs.retry(request.scope, run_id)
    if tried.done:
        request.flash("good", request.words(_("It goes on as soon as its turn comes.")))
    return _back(request, run_id, tried.errors)


def _back(request: Request, run_id: UUID, errors: dict[str, str]) -> Any:
    for text in errors.values():
        request.flash("warn", text)
    return see_other(request.route_path("job", id=str(run_id)))


def view_of(request: Request, run: JobRun, names: dict[UUID, str]) -> RunView:
    """A run in the reader's language.

    :param names: who asked for it, by run; see ``services.runs.askers``
    """
    spec = request.platform.host.job(run.name)
    word, kind = STATES[run.state]
    if run.state == "running" and run.cancel_requested:
        word, kind = _("Being cancelled"), "warn"
    progress = runs.progress(run)
    return RunView(
        run=run,
        href=_path(request, "job", run),
        job=request.words(spec.title) if spec else run.name,
        asker=names.get(run.id) or request.words(_("Command line")),
        state=request.words(word),
        kind=kind,
        progress=progress,
        how_far=" · ".join(_how_far(request, progress)),
    )


def _how_far(request: Request, progress: runs.Progress) -> list[str]:
    words, number = request.words, request.formats.number
    told = []
    if progress.total is not None:
        told.append(words(_("{done} of {total}"), done=number(progress.done), total=number(progress.total)))
    elif progress.done:
        told.append(words(_("{done} done"), done=number(progress.done)))
    if progress.failed:
        told.append(words(_("{failed} could not be used"), failed=number(progress.failed)))
    if progress.left is not None and progress.left >= SOON:
        left = format_timedelta(progress.left, threshold=1.2, locale=request.formats.locale)
        told.append(words(_("about {time} left"), time=left))
    return told


def _path(request: Request, route: str, run: JobRun) -> str:
    return request.route_path(route, id=str(run.id))


def _id(request: Request) -> UUID:
    try:
        return UUID(request.matchdict["id"])
    except ValueError:
        raise NotFound(_("There is no such job, or it is not yours.")) from None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 - digits


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("jobs", "/jobs")
    config.add_route("job", "/jobs/{id}")
    config.add_route("job.progress", "/jobs/{id}/progress")
    config.add_route("job.cancel", "/jobs/{id}/cancel")
    config.add_route("job.retry", "/jobs/{id}/retry")
    config.add_menu_entry(
        MenuItem(_("Background jobs"), "jobs", "jobs", JOBS_VIEW, after=("roles", "audit")),
        group=ADMINISTRATION,
    )
    config.scan(__name__)
