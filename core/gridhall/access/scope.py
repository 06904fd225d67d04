"""Who asks, in which city, over which grids, through which transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Delete,
    Executable,
    Insert,
    Select,
    SQLColumnExpression,
    Update,
    delete,
    insert,
    inspect,
    select,
    true,
    update,
)

from gridhall.access import filtering
from gridhall.access.audit import write
from gridhall.access.ingrid import InGrid
from gridhall.access.principal import Principal
from gridhall.access.session import ScopedSession
from gridhall.access.tree import is_below
from gridhall.db import CityKeys
from gridhall.errors import Forbidden
from gridhall.plugins import Hooks
from gridhall.tenancy import City
from gridhall.words import Domain

_ = Domain("gridhall")
Model = TypeVar("Model", bound=InGrid)
Statement = TypeVar("Statement", bound=Executable)


@dataclass(frozen=True)
class Scope:
    """What every service is given first. Below it nothing knows the request."""

    city: City
    principal: Principal
    db: ScopedSession
    hooks: Hooks
    keys: CityKeys

    def select(self, *columns: Any, permission: str | None = None) -> Select[Any]:
        """Begin a query: the rows in the grids where the principal holds the permission.

        :param permission: None: what each table asks of those who read it
        """
        return select(*columns).execution_options(**{filtering.PERMISSION: permission})

    def update(self, model: type[Model], values: Mapping[str, SQLColumnExpression[Any] | Any]) -> Update:
        """Change many rows at once, those that the principal may change; add ``.where``."""
        statement = update(model).values(dict(values)).execution_options(**_CHECKED)
        target = values.get("grid_id")
        if isinstance(target, int):
            filtering.require(self.db, model.__edit_permission__, {target})
        elif target is not None:
            statement = statement.where(self.covers(target, model.__edit_permission__))
        return statement

    def delete(self, model: type[Model]) -> Delete:
        """Delete many rows at once, those that the principal may change; add ``.where``."""
        return delete(model).execution_options(**_CHECKED)

    def insert_from(self, model: type[Model], names: Sequence[str], rows: Select[*tuple[Any, ...]]) -> Insert:
        """Add what a query gives, but only the rows in grids where the principal may add them.

        :param names: the columns, in the order of the query's; one of them is ``grid_id``
        """
        source = rows.subquery()
        place = source.columns[list(names).index("grid_id")]
        allowed = select(*source.columns).where(self.covers(place, model.__edit_permission__))
        columns = [inspect(model).columns[name] for name in names]
        return insert(model).from_select(columns, allowed).execution_options(**_CHECKED)

    def whole_city(self, statement: Statement) -> Statement:
        """Let a statement name tables as they are, past the filter; writes stay refused.

        For what has to be true of the whole city, e.g. that no two residents have the same identity number.
        Who uses it answers for what the principal learns of it.
        """
        return statement.execution_options(**{filtering.WHOLE_CITY: True})

    def covers(self, grid_id: ColumnElement[int] | Any, permission: str) -> ColumnElement[bool]:
        """Whether the permission is held at a node, as a condition."""
        tops = self.principal.tops(permission)
        return true() if tops is None else is_below(grid_id, tops)

    def below(self, grid_id: ColumnElement[int] | Any, node_id: int) -> ColumnElement[bool]:
        """Whether a node is another or stands below it today, as a condition; it says nothing of rights."""
        return is_below(grid_id, (node_id,))

    def can(self, permission: str) -> bool:
        """Whether the principal holds a permission anywhere in the city."""
        return self.principal.can(permission)

    def require(self, permission: str, node_id: int | None = None) -> None:
        """Refuse unless the permission is held, at a node or (None) over the whole city.

        :raises Forbidden: it is not
        """
        if node_id is not None:
            filtering.require(self.db, permission, {node_id})
        elif self.principal.tops(permission) is not None:
            raise Forbidden(_("This needs a right over the whole city, which your posts do not give."))

    def require_somewhere(self, permission: str) -> None:
        """Refuse unless the permission is held anywhere; over which grids, the query says.

        :raises Forbidden: it is not
        """
        if not self.can(permission):
            raise Forbidden(_("Your posts do not give you the right to this page."))

    def audit(self, action: str, subject: str = "", **detail: object) -> None:
        """Write an entry of the audit log; where that fails, the whole request fails.

        :param action: ``<room or plugin>.<what>``, e.g. ``residents.reveal``
        :param subject: what it was done to, e.g. ``resident:17``
        :param detail: no personal data: numbers, reasons, purposes
        """
        write(self.db, self.principal, action=action, subject=subject, detail=detail)

    @property
    def today(self) -> date:
        """The date in the city's time zone."""
        return datetime.now(self.city.zone).date()

    @property
    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)


_CHECKED = {filtering.CHECKED: True, "synchronize_session": False}
