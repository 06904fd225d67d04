"""What became of the rows of a file: on the page of its job, and on that of the import."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridhall.access import Scope
from gridhall.hookspecs import Panel
from gridhall.models import JobRun
from gridhall.words import Message
from gridhall_residents import permissions
from gridhall_residents.importing import faults
from gridhall_residents.models import ImportRun
from gridhall_residents.services import imports, uploads
from gridhall_residents.words import _

TEMPLATE = "residents/import/result.jinja2"


@dataclass(frozen=True)
class Result:
    """``residents/import/result.jinja2``."""

    counts: Mapping[str, int]
    """``rows``, ``created``, ``updated``, ``unchanged``, ``for_review``, ``repeated``."""
    rejected: int
    reasons: list[tuple[Message, int]]
    """Why rows were not taken, the most frequent first."""
    is_over: bool
    """Otherwise it is what is in so far."""
    run_id: UUID | None
    """Of the import; None for a trial."""
    has_rejects: bool
    """The rejected rows can be fetched."""
    again: dict[str, str] | None
    """For a trial: the fields of the form that imports the same file; None where that is gone."""
    upload: str | None
    may_decide: bool
    may_see: bool


def of_import(scope: Scope, run: ImportRun) -> Result:
    """What an import has done."""
    return _result(scope, run.counts, run=run)


def of_trial(scope: Scope, job: JobRun) -> Result:
    """What an import would do."""
    arguments = job.arguments
    upload_id = imports.upload_of(arguments["path"])
    again = {"action": "import", "source": arguments["source"]}
    again |= {name: arguments[name] for name in ("as_of", "sheet") if arguments.get(name)}
    mine = upload_id is not None and uploads.is_mine(scope, upload_id)
    return _result(
        scope, job.result or {}, again=again if mine else None, upload=str(upload_id) if mine else None
    )


def _result(
    scope: Scope,
    counts: Mapping[str, Any],
    *,
    run: ImportRun | None = None,
    again: dict[str, str] | None = None,
    upload: str | None = None,
) -> Result:
    rejected: dict[str, int] = counts.get("rejected", {})
    return Result(
        counts={name: number for name, number in counts.items() if isinstance(number, int)},
        rejected=sum(rejected.values()),
        reasons=[
            (faults.ROW[reason], number)  # type: ignore[index]  # the reasons of faults are those of reports
            for reason, number in sorted(rejected.items(), key=lambda item: (-item[1], item[0]))
        ],
        is_over=run is None or run.state == "done",
        run_id=run.id if run else None,
        has_rejects=run is not None and imports.has_rejects(scope, run),
        again=again,
        upload=upload,
        may_decide=scope.can(permissions.EDIT),
        may_see=scope.can(permissions.VIEW),
    )


def import_panel(scope: Scope, job: JobRun) -> Panel | None:
    """On the page of an import's job: what is in, also where it was broken off."""
    past = imports.by_job(scope, job.id)
    if past is None:
        return None
    title = _("What became of the rows") if past.state == "done" else _("What is in so far")
    return Panel(title, key="import", template=TEMPLATE, page=of_import(scope, past))


def trial_panel(scope: Scope, job: JobRun) -> Panel | None:
    """On the page of a trial's job."""
    if job.state != "done" or not job.result:
        return None
    title = _("What an import would give")
    return Panel(title, key="import", template=TEMPLATE, page=of_trial(scope, job))
