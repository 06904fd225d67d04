"""The filter on the session: reads are narrowed to the grids of the one who asks, foreign writes refused.

The rule is one predicate for each table: its node stands below a node at which one of the principal's
posts grants the permission in question. Lists, counts, searches, exports, charts and API answers are
all statements of this session, so all of them see the same rows.

SQLAlchemy narrows what a statement reads through a model, in subqueries too. What it leaves open is
closed here: a model that an UPDATE or DELETE reads beside its own, and tables named past their model.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, event, false, func, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, with_loader_criteria

from gridhall.access.bare import bare_tables, entity_of, own_parts
from gridhall.access.ingrid import InGrid
from gridhall.access.session import ScopedSession
from gridhall.access.tree import CLOSURE, is_below
from gridhall.errors import Forbidden
from gridhall.words import Domain

_ = Domain("gridhall")

CHECKED = "gridhall_checked"
PERMISSION = "gridhall_permission"
WHOLE_CITY = "gridhall_whole_city"

_mappers: list[Mapper[Any]] = []
_tables: set[FromClause] = set()


@event.listens_for(Mapper, "after_mapper_constructed")
def _remember(mapper: Mapper[Any], model: type[Any]) -> None:
    if issubclass(model, InGrid):
        _mappers.append(mapper)
        _tables.add(mapper.local_table)


@event.listens_for(ScopedSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    """Add the predicate of every table that stands in a grid; a statement without that table is unchanged."""
    if state.is_column_load:
        return
    options = state.execution_options
    changes = state.is_update or state.is_delete
    if (changes or state.is_insert) and _is_in_grid(state) and not options.get(CHECKED):
        raise Forbidden(_("Rows that stand in a grid are written through the scope."))
    if not options.get(WHOLE_CITY) and bare_tables(state.statement, _tables):
        raise Forbidden(_("Rows that stand in a grid are read through their model."))
    session, asked = state.session, options.get(PERMISSION)
    statement: Any = state.statement
    if changes:
        others = {entity for entity in _read_beside(statement) if entity is not state.bind_mapper}
        statement = statement.where(
            *(
                _stands_below(entity.entity.grid_id, _tops(session, _asked(entity.mapper.class_, asked)))
                for entity in others
            )
        )
    state.statement = statement.options(
        *(
            _criterion(mapper, _tops(session, _asked(mapper.class_, asked, writes=changes)))
            for mapper in _mappers
        )
    )


@lru_cache(maxsize=4096)
def _criterion(mapper: Mapper[Any], tops: tuple[int, ...] | None) -> Any:
    """The option that narrows a model. Made once for an area: making it took a third of a small query."""
    where = _stands_below(mapper.columns.grid_id, tops)
    return with_loader_criteria(mapper.class_, where, include_aliases=True)


def _read_beside(change: Any) -> Iterator[Any]:
    """The entities in a grid that an UPDATE or DELETE names itself, not in a query within it."""
    for part in own_parts(change):
        entity = entity_of(part)
        if entity is not None and issubclass(entity.mapper.class_, InGrid):
            yield entity


@event.listens_for(ScopedSession, "before_flush")
def _refuse_foreign_writes(session: Session, _context: object, _instances: object) -> None:
    """Every row that is added, changed or deleted stands, before and after, where its permission is held."""
    nodes: dict[str, set[int]] = defaultdict(set)
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, InGrid):
            history = inspect(row).attrs.grid_id.load_history()  # it may not have been loaded
            nodes[row.__edit_permission__] |= {*history.added, *history.unchanged, *history.deleted} - {None}
    for permission, ids in nodes.items():
        require(session, permission, ids)


def require(session: Session, permission: str, node_ids: set[int]) -> None:
    """Refuse unless the permission is held at each of these nodes.

    :raises Forbidden: it is not
    """
    tops = _tops(session, permission)
    if tops is None or not node_ids:
        return
    covered = select(func.count(CLOSURE.c.descendant_id.distinct())).where(
        CLOSURE.c.descendant_id.in_(node_ids),
        CLOSURE.c.ancestor_id.in_(tops),
        CLOSURE.c.until.is_(None),
    )
    with session.no_autoflush:
        if session.scalar(covered) != len(node_ids):
            raise Forbidden(_("This lies outside the area of your posts. Ask the person in charge there."))


def _tops(session: Session, permission: str) -> tuple[int, ...] | None:
    principal = session.principal if isinstance(session, ScopedSession) else None
    return () if principal is None else principal.tops(permission)


def _asked(model: type[InGrid], asked: str | None, *, writes: bool = False) -> str:
    """The permission that counts."""
    return asked or (model.__edit_permission__ if writes else model.__view_permission__)


def _stands_below(grid_id: ColumnElement[int], tops: tuple[int, ...] | None) -> ColumnElement[bool]:
    if tops is None:
        return grid_id.is_not(None)
    return is_below(grid_id, tops) if tops else false()


def _is_in_grid(state: ORMExecuteState) -> bool:
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, InGrid):
        return True
    return getattr(state.statement, "table", None) in _tables
