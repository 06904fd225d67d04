"""What a job is given: its run, scopes in its city, and ways to tell how far it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from gridhall.access import Principal, Scope
from gridhall.errors import Forbidden
from gridhall.jobs.attempt import Attempt
from gridhall.jobs.scopes import CityScopes
from gridhall.jobs.stops import Interrupted
from gridhall.words import Domain

_ = Domain("gridhall")

Report = Callable[[int, int, int | None], None]
"""``report(done, failed, total)``, called after each commit of progress."""


class Context:
    """One attempt at a run, as the job sees it. Belongs to the thread that runs the job.

    A job that is killed is begun again: it goes on after :attr:`done`, which was committed together
    with the rows of the last whole chunk.

    :param stopping: says whether the worker is asked to end
    """

    def __init__(
        self,
        attempt: Attempt,
        scopes: CityScopes,
        *,
        stopping: Callable[[], bool] = lambda: False,
        report: Report = lambda _done, _failed, _total: None,
    ) -> None:
        self._attempt = attempt
        self._scopes = scopes
        self._stopping = stopping
        self._report = report
        self._held: set[tuple[int | None, str]] = set()
        self._open: tuple[Scope, dict[str, Any]] | None = None
        self.done = attempt.done
        """How many rows are done and committed, by earlier attempts too."""
        self.failed = attempt.failed
        self.total = attempt.total
        self.result = attempt.result
        """What was told as the result so far."""

    @property
    def run_id(self) -> UUID:
        """The run's id, the same in each attempt."""
        return self._attempt.run_id

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the job was asked to do."""
        return self._attempt.arguments

    @property
    def files(self) -> Path:
        """The city's folder of files, ``<var>/files/<slug>``."""
        return self._scopes.files

    @property
    def passing_files(self) -> Path:
        """The folder of those of its files that are removed a day after they were made, e.g. exports."""
        return self._scopes.passing_files

    @contextmanager
    def scope(self) -> Iterator[Scope]:
        """One transaction, e.g. of a chunk, as the one who asked: committed at the end, undone by an error.

        The posts are those of this moment. Between two statements of it may lie 60 seconds at most.

        :raises Forbidden: who asked has lost a post since the job began, or all
        :raises Conflict: the city has disabled the plugin
        :raises Stopped: the job must leave
        """
        if self._open is not None:
            raise RuntimeError("a job has one scope open at a time")
        self._leave_if_stopping()
        with self._scopes.scope(self._attempt.name, self._attempt.account_id) as scope:
            self._require_same_posts(scope.principal)
            self._attempt.check(scope.db)
            self._open = (scope, {})
            try:
                yield scope
                values = self._open[1]
                scope.db.flush()
                if values:
                    self._attempt.tell(scope.db, values)
                else:
                    self._attempt.hold(scope.db)
            finally:
                self._open = None
        self._committed(values)

    def progress(
        self,
        *,
        done: int | None = None,
        failed: int | None = None,
        total: int | None = None,
        result: Mapping[str, Any] | None = None,
        at_once: bool = False,
    ) -> None:
        """Tell how far the job is; what is None stays as it was.

        Within :meth:`scope` it is committed with that transaction, rows and progress together, which is
        what lets a killed job go on exactly. Outside, or ``at_once``, in a short transaction of its own.

        :param done: rows in all, with those of earlier attempts
        :param failed: of those done, how many could not be used
        :param result: for the job's own panel on the page of the run; plain JSON, no personal data
        :raises Superseded: another worker took the run over
        """
        given = {"done": done, "failed": failed, "total": total, "result": dict(result) if result else None}
        values = {name: value for name, value in given.items() if value is not None}
        if self._open is not None and not at_once:
            self._open[1].update(values)
            return
        with self._scopes.short() as db:
            self._attempt.tell(db, values)
        self._committed(values)

    def check_cancelled(self) -> None:
        """Leave where the job was cancelled; :meth:`scope` does so by itself.

        :raises Cancelled: somebody cancelled the run
        :raises Interrupted: the worker is asked to end
        :raises Superseded: another worker took the run over
        """
        self._leave_if_stopping()
        with self._scopes.short() as db:
            self._attempt.check(db)

    def _leave_if_stopping(self) -> None:
        if self._stopping():
            raise Interrupted

    def _require_same_posts(self, principal: Principal) -> None:
        """What is granted by core and by the job's plugin stays granted; other plugins may come and go."""
        plugin = self._attempt.name.partition(".")[0]
        held = {
            (grant.node_id, permission)
            for grant in principal.grants
            for permission in grant.permissions or ("",)
            if permission.partition(".")[0] in {"", "core", plugin}
        }
        self._held = self._held or held
        if not self._held <= held:
            raise Forbidden(_("The posts of the person who asked for this have ended. Ask for it again."))

    def _committed(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        if values:
            self._report(self.done, self.failed, self.total)
