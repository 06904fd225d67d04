"""The job that makes a large file. Begun again it makes the file anew; the last one made holds."""

import os
from typing import Any
from uuid import uuid4

from gridhall.hookspecs import JobSpec
from gridhall.jobs import Context
from gridhall_residents.words import _

from . import asking
from .making import make


def run_export(context: Context, **arguments: Any) -> None:
    """Make a file; see ``asking.ask`` for the arguments."""
    name = f"{context.run_id}.{arguments['format']}"
    file = context.passing_files / name
    part = file.with_suffix(f".{uuid4().hex}.part")  # two workers may believe that the run is theirs
    if context.result and file.is_file():  # an earlier attempt had it ready, but could not say so
        return
    with context.scope() as scope:
        order = asking.ordered(scope, arguments)
        context.progress(done=0, total=order.total(scope), at_once=True)

        def told(done: int) -> None:
            context.progress(done=done, at_once=True)
            context.check_cancelled()

        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                rows = make(scope, order, stream, told=told)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        result = {"file": name, "rows": rows, "reach": asking.reach(scope.principal)}
        context.progress(done=rows, total=rows, result=result)


JOBS = (JobSpec(asking.JOB, _("Export a list"), run_export),)
