"""Asking for a file: made at once where it is small, else by a job, and kept for a day for who asked."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from gridhall.access import Principal, Scope
from gridhall.errors import NotFound
from gridhall.models import JobRun
from gridhall.services import runs
from gridhall_residents import permissions
from gridhall_residents.words import _

from .making import Order
from .tables import KINDS

JOB = "residents.export"
AT_ONCE = 5_000
"""Rows that are written while somebody waits."""


@dataclass(frozen=True)
class Made:
    """A file that waits to be fetched."""

    path: Path
    format: str
    name: str
    """What it is called where it is saved."""


def ask(scope: Scope, order: Order, *, title: str) -> UUID:
    """Let a worker make a file; return the run's id.

    What was looked for may be a name or a number, so it is kept encrypted.

    :param title: of the run
    """
    filters = order.chosen.written()
    text = filters.pop("q", "")
    arguments = {
        "list": order.kind,
        "filters": filters,
        "sealed": base64.b64encode(scope.keys.encrypt(text)).decode() if text else None,
        "format": order.format,
        "language": order.language,
    }
    return runs.enqueue(scope, JOB, title=title, arguments=arguments)


def ordered(scope: Scope, arguments: Mapping[str, Any]) -> Order:
    """What :func:`ask` was asked for."""
    given = dict(arguments["filters"])
    if arguments["sealed"]:
        given["q"] = scope.keys.decrypt(base64.b64decode(arguments["sealed"]))
    kind = str(arguments["list"])
    chosen = KINDS[kind].asked.read(given)
    return Order(kind, chosen, str(arguments["format"]), str(arguments["language"]))


def reach(principal: Principal) -> dict[str, list[int] | None]:
    """Where somebody may see and export: kept with a file, since it holds rows of there."""
    found: dict[str, list[int] | None] = {}
    for permission in (permissions.VIEW, permissions.EXPORT, permissions.EDIT):
        tops = principal.tops(permission)
        found[permission] = None if tops is None else list(tops)
    return found


def made(scope: Scope, folder: Path, run_id: UUID) -> Made:
    """The file of a run, for the one who asked for it.

    :param folder: of files that are kept for a day
    :raises NotFound: there is none, it is gone, it is somebody else's, or one's posts have changed since
    :raises Forbidden: the scope may not export any more
    """
    scope.require_somewhere(permissions.EXPORT)
    run = runs.get(scope, run_id)
    result = run.result or {}
    mine = run.account_id is not None and run.account_id == scope.principal.account_id
    path = folder / str(result.get("file", ""))
    if run.name != JOB or run.state != "done" or not mine or not path.is_file():
        raise NotFound(_("This file is not there any more. Export the list again."))
    if result.get("reach") != reach(scope.principal):
        raise NotFound(_("Your posts have changed since this file was made. Export the list again."))
    name = f"{run.arguments['list']}-{run.created_at.astimezone(scope.city.zone):%Y-%m-%d}"
    return Made(path, path.suffix[1:], f"{name}{path.suffix}")


def is_ready(run: JobRun, folder: Path) -> bool:
    """Whether the file of a run is there to be fetched."""
    return bool(run.result) and (folder / str((run.result or {})["file"])).is_file()
