"""Opens what a job needs of its city: scopes as the one who asked, and short sessions for the run's row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gridhall.access import Principal, Scope, open_session
from gridhall.access.session import ScopedSession
from gridhall.db import Databases
from gridhall.errors import Conflict, Forbidden
from gridhall.plugins import PluginHost
from gridhall.services.cities import enabled_plugins
from gridhall.services.permissions import Rights, rights
from gridhall.services.principals import of_account
from gridhall.tenancy import City
from gridhall.words import Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class CityScopes:
    """The doors to one city."""

    city: City
    databases: Databases
    host: PluginHost
    var: Path
    """The deployment's folder of what it writes."""
    command: str | None = None
    """Who does a command's jobs, for the audit log; None: the job's own name."""

    @contextmanager
    def short(self) -> Iterator[ScopedSession]:
        """One short transaction of nobody, for the rows of runs; it sees no row that stands in a grid."""
        with open_session(self.databases.engine(self.city)) as db, db.begin():
            yield db

    @contextmanager
    def scope(self, job: str, account_id: int | None) -> Iterator[Scope]:
        """One transaction as the one who asked for a job, with their posts and the city's plugins of now.

        :param account_id: None: a command of the deployment asked
        :raises Conflict: the city has disabled the job's plugin
        :raises Forbidden: who asked holds no post any more
        """
        with open_session(self.databases.engine(self.city)) as db, db.begin():
            enabled = enabled_plugins(db, self.city)
            if job.partition(".")[0] not in enabled:
                raise Conflict(_("This function was switched off in your city. Once it is on, try again."))
            hooks = self.host.hooks_for(enabled)
            principal = self._who_asked(db, job, account_id, rights(self.host, hooks.enabled))
            db.principal = principal
            yield Scope(self.city, principal, db, hooks, self.databases.keys(self.city))

    @property
    def files(self) -> Path:
        """The city's folder of files, made where it is missing; only the platform's user may enter it."""
        folder = self.var / "files" / self.city.slug
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @property
    def passing_files(self) -> Path:
        """The folder of files that are not needed for long, e.g. exports; ``passing`` removes them."""
        folder = self.files / "passing"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def _who_asked(self, db: ScopedSession, job: str, account_id: int | None, known: Rights) -> Principal:
        if account_id is None:
            return Principal.deployment(self.command or job)
        found = of_account(db, self.city, account_id, rights=known, now=datetime.now(UTC))
        if found is None or not found.grants:
            raise Forbidden(_("The posts of the person who asked for this have ended. Ask for it again."))
        return found
