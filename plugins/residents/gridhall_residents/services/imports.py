"""Imports as people ask for them and look back at them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, update

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid, NotFound
from gridhall.models import JobRun
from gridhall.services import runs
from gridhall_residents import permissions
from gridhall_residents.importing.order import Order
from gridhall_residents.models import ImportRun, Source, Upload
from gridhall_residents.words import _

from . import sources, uploads

IMPORT = "residents.import"
DRY_RUN = "residents.dry_run"
PASSING = "passing"
"""The folder of uploads below the city's folder of files."""
PAGE = 20
REJECTS_KEPT = timedelta(days=30)
"""How long rejected rows can be fetched."""


@dataclass(frozen=True)
class Past:
    """An import that has begun, and whose file it was."""

    run: ImportRun
    source: dict[str, str]
    """What people call the source, by language."""
    source_key: str


def start(
    scope: Scope,
    folder: Path,
    upload: Upload,
    *,
    source: str,
    as_of: date | None,
    sheet: str | None,
    dry_run: bool,
) -> UUID:
    """Let a worker import an upload, or try it; return the job's run. It is looked at first.

    :param folder: of the city's files that are kept for a day
    :raises Invalid: the file cannot be read, lacks a column that each row needs, or is of a day to come
    :raises Conflict: it is being imported already
    :raises NotFound: there is no such source
    """
    if as_of is not None and as_of > scope.today:
        raise Invalid(_("The day of the file lies in the future."), field="as_of")
    file = uploads.path_in(folder, upload.id)
    Order(
        path=file, profile=sources.profile_of(scope, source), file_name=upload.file_name, sheet=sheet
    ).open()
    path = f"{folder.name}/{file.name}"
    busy = scope.select(JobRun.id).where(
        JobRun.name.in_((IMPORT, DRY_RUN)),
        JobRun.state.in_(runs.UNFINISHED),
        JobRun.account_id == scope.principal.account_id,
        JobRun.arguments["path"].as_string() == path,
    )
    if scope.db.scalar(busy) is not None:
        raise Conflict(_("This file is being worked on already. Wait until that has ended."))
    arguments = {
        "path": path,
        "file_name": upload.file_name,
        "source": source,
        "as_of": as_of.isoformat() if as_of else None,
        "sheet": sheet,
    }
    name = DRY_RUN if dry_run else IMPORT
    return runs.enqueue(scope, name, title=upload.file_name, arguments=arguments, key=path)


def upload_of(path: str) -> UUID | None:
    """The upload that a job was asked to import, by its argument ``path``; None for a command's file."""
    folder, _slash, name = path.rpartition("/")
    return UUID(name.removeprefix("upload-")) if folder == PASSING else None


def under_way(scope: Scope) -> list[JobRun]:
    """One's own jobs that wait or are being done, the latest first."""
    mine = scope.select(JobRun).where(
        JobRun.name.in_((IMPORT, DRY_RUN)),
        JobRun.state.in_(runs.UNFINISHED),
        JobRun.account_id == scope.principal.account_id,
    )
    return list(scope.db.scalars(mine.order_by(JobRun.created_at.desc(), JobRun.id)))


def past(scope: Scope, *, page: int = 1) -> tuple[list[Past], bool]:
    """A page of the imports of one's own and of one's area, the latest first; and whether there are more."""
    found = scope.db.execute(
        _past(scope)
        .order_by(ImportRun.started_at.desc(), ImportRun.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    rows = [Past(*row) for row in found]
    return rows[:PAGE], len(rows) > PAGE


def get(scope: Scope, run_id: UUID) -> Past:
    """One import.

    :raises NotFound: there is none, or it is neither one's own nor of one's area
    """
    row = scope.db.execute(_past(scope).where(ImportRun.id == run_id)).one_or_none()
    if row is None:
        raise NotFound(_("There is no such import, or it is neither yours nor of your area."))
    return Past(*row)


def _past(scope: Scope) -> Any:
    return (
        scope.select(ImportRun, Source.title, Source.key)
        .join(Source, Source.id == ImportRun.source_id)
        .where(may_see(scope))
    )


def may_see(scope: Scope) -> ColumnElement[bool]:
    """Whether an import is one's own, or was made within the area into which one may import oneself."""
    if not scope.can(permissions.IMPORT):
        return false()
    inside = scope.covers(ImportRun.area_id, permissions.IMPORT)
    account_id = scope.principal.account_id
    return inside if account_id is None else or_(ImportRun.account_id == account_id, inside)


def finished_by(scope: Scope, job_id: UUID) -> ImportRun | None:
    """The import that a job has brought to its end."""
    query = scope.select(ImportRun).where(ImportRun.job_id == job_id, ImportRun.state == "done")
    run: ImportRun | None = scope.db.scalar(query)
    return run


def by_job(scope: Scope, job_id: UUID) -> ImportRun | None:
    """The import that a job does or did, where one may see it."""
    query = scope.select(ImportRun).where(ImportRun.job_id == job_id, may_see(scope))
    run: ImportRun | None = scope.db.scalar(query)
    return run


def job_of(scope: Scope, run: ImportRun) -> JobRun | None:
    """The job that did an import, or does."""
    found: JobRun | None = scope.db.scalar(scope.select(JobRun).where(JobRun.id == run.job_id))
    return found


def rejects(scope: Scope, files: Path, run_id: UUID) -> Path:
    """The file of an import's rejected rows; that somebody fetches it is written to the audit log.

    :param files: the city's folder of files
    :raises NotFound: there is none, it was removed, or it is not for the one who asks
    """
    run = get(scope, run_id).run
    path = rejects_folder(files) / (run.rejects_file or "-")
    if not has_rejects(scope, run) or not path.is_file():
        raise NotFound(_("Rejected rows are kept for a month; these are gone, or there were none."))
    scope.audit("residents.rejects", f"import:{run.id}", file=run.file_name)
    return path


def has_rejects(scope: Scope, run: ImportRun) -> bool:
    """Whether the rejected rows of an import can be fetched still."""
    ended = run.finished_at
    return run.rejects_file is not None and ended is not None and scope.now < ended + REJECTS_KEPT


def rejects_folder(files: Path) -> Path:
    """Where the files of rejected rows lie."""
    return files / "rejects"


def forget_rejects(scope: Scope, files: Path) -> None:
    """Remove the files of rejected rows that have been kept for long enough."""
    oldest = scope.now - REJECTS_KEPT
    old = update(ImportRun).where(ImportRun.finished_at < oldest, ImportRun.rejects_file.is_not(None))
    scope.db.execute(old.values(rejects_file=None))
    folder = rejects_folder(files)
    for file in folder.iterdir() if folder.is_dir() else ():
        if _written(file) < oldest.timestamp():
            file.unlink(missing_ok=True)


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another job was quicker
        return float("inf")
