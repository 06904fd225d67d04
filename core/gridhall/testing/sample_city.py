"""A city of a test, and what it can be filled with."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from sqlalchemy import Select, event, select

from gridhall.access import Principal, Scope, open_session
from gridhall.models import (
    Account,
    Administrator,
    AuditEntry,
    GridNode,
    PluginSwitch,
    Post,
    Role,
    RolePermission,
    Staff,
)
from gridhall.services import passwords, principals, sessions
from gridhall.services.permissions import rights
from gridhall.services.roles_default import ensure_default_roles, grant_defaults
from gridhall.services.tree import add
from gridhall.tenancy import City
from gridhall.web.platform import Platform

PASSWORD = "correct horse 42 staple"  # noqa: S105 - of people who live for one test
"""Everybody's."""
FOUNDED = date(2020, 1, 1)


class SampleCity:
    """Factories for one city; each commits what it makes."""

    def __init__(self, platform: Platform, city: City) -> None:
        self.platform = platform
        self.city = city
        self._numbers = count(1)

    @property
    def slug(self) -> str:
        """The city's slug."""
        return self.city.slug

    @property
    def host(self) -> str:
        """The name of its host."""
        return self.city.hosts[0]

    def begin(self) -> None:
        """Bring what every city has: roles, and its plugins switched on."""
        self._numbers = count(1)
        with self.scope() as scope:
            ensure_default_roles(scope)
            for name in self.city.tenant.plugins:
                scope.db.add(PluginSwitch(plugin=name, enabled=True))
                grant_defaults(scope, self.platform.host.manifests[name].roles)

    @contextmanager
    def scope(self, login: str | None = None) -> Iterator[Scope]:
        """A scope of the deployment itself, or of somebody; committed on leaving."""
        with open_session(self.platform.databases.engine(self.city)) as db:
            enabled = self.platform.enabled.of(self.city, db)
            scope = Scope(
                city=self.city,
                principal=Principal.deployment("test"),
                db=db,
                hooks=self.platform.host.hooks_for(enabled),
                keys=self.platform.keys(self.city),
            )
            if login is not None:
                scope = replace(scope, principal=self._principal(scope, login, enabled))
            db.principal = scope.principal
            yield scope
            db.commit()

    def node(
        self, name: str, *, under: GridNode | None = None, level: str | None = None, code: str | None = None
    ) -> GridNode:
        """Add a node; without ``level`` it is of the one below its parent's."""
        levels = [each.key for each in self.city.tenant.levels]
        level = level or levels[levels.index(under.level) + 1 if under else 0]
        code = code or f"{next(self._numbers):03d}"
        with self.scope() as scope:
            parent = scope.db.get_one(GridNode, under.id) if under else None
            return add(scope, parent, code=code, name=name, level=level, since=FOUNDED)

    def role(self, name: str, permissions: Iterable[str]) -> str:
        """Add a role that holds exactly these permissions; return its key."""
        key = f"own_{next(self._numbers)}"
        with self.scope() as scope:
            role = Role(key=key, name=name, is_default=False)
            scope.db.add(role)
            scope.db.flush()
            scope.db.add_all(RolePermission(role_id=role.id, permission=each) for each in permissions)
        return key

    def staff(self, name: str, *, role: str | None = None, at: GridNode | None = None) -> str:
        """Add somebody with an account and, with ``role`` and ``at``, a post; return the login."""
        login = f"{name.lower().replace(' ', '.')}"
        with self.scope() as scope:
            account = Account(login=login, password_hash=_hash(), must_change_password=False)
            scope.db.add(account)
            scope.db.flush()
            scope.db.add(Staff(name=name, account_id=account.id))
        if role is not None and at is not None:
            self.post(login, role=role, at=at)
        return login

    def post(
        self, login: str, *, role: str, at: GridNode, since: date = FOUNDED, until: date | None = None
    ) -> int:
        """Give somebody a post; return its id."""
        with self.scope() as scope:
            role_id = scope.db.scalars(select(Role.id).where(Role.key == role)).one()
            staff_id = scope.db.scalars(_staff_id(login)).one()
            post = Post(staff_id=staff_id, role_id=role_id, node_id=at.id, since=since, until=until)
            scope.db.add(post)
            scope.db.flush()
            return post.id

    def administrator(self, kind: str) -> str:
        """Add a system, security or audit administrator; return the login."""
        login = self.staff(f"{kind} administrator")
        with self.scope() as scope:
            scope.db.add(Administrator(staff_id=scope.db.scalars(_staff_id(login)).one(), kind=kind))
        return login

    def session(self, login: str) -> str:
        """Sign somebody in without a password; return the session's token."""
        with self.scope() as scope:
            account_id = scope.db.scalars(select(Account.id).where(Account.login == login)).one()
            return sessions.start(scope, account_id)

    @contextmanager
    def queries(self) -> Iterator[list[str]]:
        """The statements that reach the city's database until the block ends, e.g. to count them."""
        sent: list[str] = []
        engine = self.platform.databases.engine(self.city)

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def audited(self) -> list[tuple[str, str, str]]:
        """``(actor, action, subject)`` of the entries that people made, in order; not what factories did."""
        with self.scope() as scope:
            query = select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.seq)
            rows = scope.db.execute(query.where(AuditEntry.actor != "test"))
            return [(actor, action, subject) for actor, action, subject in rows]

    def _principal(self, scope: Scope, login: str, enabled: frozenset[str]) -> Principal:
        account_id = scope.db.scalars(select(Account.id).where(Account.login == login)).one()
        held = rights(self.platform.host, enabled)
        principal = principals.of_account(scope.db, self.city, account_id, rights=held, now=datetime.now(UTC))
        assert principal is not None, f"the account of {login} is disabled"
        return principal


def _staff_id(login: str) -> Select[int]:
    return select(Staff.id).join(Account, Account.id == Staff.account_id).where(Account.login == login)


@cache
def _hash() -> str:
    """Hashing takes a while, on purpose; once is enough."""
    return passwords.hash_password(PASSWORD)
