"""What workers and commands do: import a file, or try what an import would give.

Both are safe to begin again. An import goes on after its last chunk; a trial keeps nothing and starts anew.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from gridhall.errors import Invalid
from gridhall.hookspecs import JobSpec
from gridhall.jobs import Context

from .importing import faults
from .importing.order import CHUNK_ROWS, Order
from .importing.report import Report
from .importing.run import Outcome, import_file, try_file
from .models import ImportRun
from .services import imports, sources, uploads
from .words import _


def run_import(
    context: Context,
    *,
    path: str,
    file_name: str,
    source: str,
    as_of: str | None = None,
    sheet: str | None = None,
    chunk_rows: int = CHUNK_ROWS,
) -> None:
    """Import a file.

    :param path: below the city's folder of files, or absolute where a command asks
    :param file_name: what people call it
    :param source: the key of its profile
    :param as_of: the day whose state it shows, ``2026-03-05``; None: today
    """
    with context.scope() as scope:
        done = imports.finished_by(scope, context.run_id)
    if done is None:
        order = _order(context, path, file_name, source, as_of, sheet, chunk_rows)
        _count(context, order)
        folder = imports.rejects_folder(context.files)
        outcome = import_file(context.scope, order, rejects_folder=folder, progress=_teller(context))
    else:  # the worker was killed between the end of the import and that of the job
        outcome = _outcome(context, done)
    _tell_end(context, outcome)
    _tidy(context, path)


def run_trial(
    context: Context,
    *,
    path: str,
    file_name: str,
    source: str,
    as_of: str | None = None,
    sheet: str | None = None,
    chunk_rows: int = CHUNK_ROWS,
) -> None:
    """Tell what an import of a file would give, and keep nothing. The parameters are those of an import."""
    order = _order(context, path, file_name, source, as_of, sheet, chunk_rows)
    _count(context, order)
    tell = _teller(context, at_once=True)

    def told(report: Report) -> None:
        tell(report)
        context.check_cancelled()

    _tell_end(context, try_file(context.scope, order, progress=told))


def _order(
    context: Context,
    path: str,
    file_name: str,
    source: str,
    as_of: str | None,
    sheet: str | None,
    chunk_rows: int,
) -> Order:
    file = context.files / Path(path)  # an absolute path stays what it is
    if not file.is_file():
        raise Invalid(
            _("The file is no longer there. Bring it once more: it goes on where it stopped."), field="file"
        )
    with context.scope() as scope:
        profile = sources.profile_of(scope, source)
    return Order(
        path=file,
        profile=profile,
        file_name=file_name,
        as_of=date.fromisoformat(as_of) if as_of else None,
        sheet=sheet,
        chunk_rows=chunk_rows,
        job_id=context.run_id,
    )


def _outcome(context: Context, run: ImportRun) -> Outcome:
    name = run.rejects_file
    path = imports.rejects_folder(context.files) / name if name else None
    return Outcome(run.id, Report.from_json(run.counts), path)


def _tidy(context: Context, path: str) -> None:
    """Remove what was imported, and what nobody needs any more."""
    upload_id = imports.upload_of(path)
    with context.scope() as scope:
        imports.forget_rejects(scope, context.files)
        if upload_id is not None:
            uploads.discard(scope, context.passing_files, upload_id)


def _count(context: Context, order: Order) -> None:
    """Count the rows first, so that the time left can be told."""
    table, _layout = order.open()
    if context.total is None:
        with faults.told():
            context.progress(total=sum(1 for _row in table.rows()))


def _teller(context: Context, *, at_once: bool = False) -> Callable[[Report], None]:
    def tell(report: Report) -> None:
        rejected = sum(report.rejected.values())
        context.progress(done=report.rows + report.repeated, failed=rejected, at_once=at_once)

    return tell


def _tell_end(context: Context, outcome: Outcome) -> None:
    report = outcome.report
    _teller(context)(report)
    result = report.as_json()
    rejects = str(outcome.rejects_file) if outcome.rejects_file else None
    context.progress(result={**result, "import": str(outcome.run_id), "rejects_file": rejects})


JOBS = (
    JobSpec(imports.IMPORT, _("Import a file"), run_import),
    JobSpec(imports.DRY_RUN, _("Try an import"), run_trial),
)
