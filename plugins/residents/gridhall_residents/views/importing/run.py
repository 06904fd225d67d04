"""An import that was begun: whose file it was, what became of its rows, and those that were not taken."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyramid.response import Response
from pyramid.view import view_config

from gridhall.services import runs
from gridhall.settings.tenant import word
from gridhall.web.request import Request
from gridhall.words import Words
from gridhall_residents import permissions
from gridhall_residents.importing import faults
from gridhall_residents.services import imports

from . import given
from .result import Result, of_import

ROUTE = "residents.import.run"


@dataclass(frozen=True)
class RunPage:
    """``residents/import/run.jinja2``."""

    title: str
    source: str
    who: str
    as_of: date | None
    begun: datetime
    ended: datetime | None
    result: Result
    job_href: str | None
    """The page of the job that is at it; None: none is."""


@view_config(
    route_name=ROUTE,
    permission=permissions.IMPORT,
    request_method="GET",
    renderer="residents/import/run.jinja2",
)
def show(request: Request) -> RunPage:
    """One import."""
    scope = request.scope
    past = imports.get(scope, given.uuid_of(request, "run"))
    job = imports.job_of(scope, past.run)
    busy = job is not None and job.state in runs.UNFINISHED and runs.may_change(scope, job)
    return RunPage(
        title=past.run.file_name,
        source=word(past.source, request.words.language),
        who=past.run.who,
        as_of=past.run.as_of,
        begun=past.run.started_at,
        ended=past.run.finished_at,
        result=of_import(scope, past.run),
        job_href=request.route_path("job", id=str(job.id)) if job and busy else None,
    )


@view_config(route_name="residents.import.rejects", permission=permissions.IMPORT, request_method="GET")
def rejects(request: Request) -> Any:
    """The rows that were not taken, each with the reason in the reader's language; noted in the audit log."""
    run_id = given.uuid_of(request, "run")
    path = imports.rejects(request.scope, given.files(request), run_id)
    name = imports.get(request.scope, run_id).run.file_name.rpartition(".")[0] or "rows"
    response = Response(content_type="text/csv", charset="utf-8")
    response.app_iter = _told(path, request.words)
    quoted = quote(f"{name}-rejects.csv")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"rejects.csv\"; filename*=UTF-8''{quoted}"
    )
    return response


def _told(path: Path, words: Words) -> Iterator[bytes]:
    """The file with words in place of the codes of reasons; an import takes them away again."""
    texts = {code: words(text) for code, text in faults.ROW.items()}
    line = _Line()
    writer = csv.writer(line)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield "\ufeff".encode()
        for number, reason, *cells in csv.reader(stream):
            writer.writerow([number, texts.get(reason, reason), *cells])  # type: ignore[call-overload]
            yield line.text.encode()


class _Line:
    """Keeps the line that was written last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route(ROUTE, "/residents/import/runs/{run}")
    config.add_route("residents.import.rejects", "/residents/import/runs/{run}/rejects")
    config.scan(__name__)
