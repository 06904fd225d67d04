"""The filter on the session: reads are narrowed to the grids of the one who asks, foreign writes refused.

The rule is one predicate for each table: its node stands below a node at which one of the principal's
posts grants the permission in question. Lists, counts, searches, exports, charts and API answers are
all statements of this session, so all of them see the same rows.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, event, false, func, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, with_loader_criteria

from gridhall.access.ingrid import InGrid
from gridhall.access.session import ScopedSession
from gridhall.access.tree import CLOSURE, is_below
from gridhall.errors import Forbidden
from gridhall.words import Domain

_ = Domain("gridhall")

CHECKED = "gridhall_checked"
PERMISSION = "gridhall_permission"

_models: list[type[InGrid]] = []


@event.listens_for(Mapper, "after_mapper_constructed")
def _remember(_mapper: Mapper[Any], model: type[Any]) -> None:
    if issubclass(model, InGrid):
        _models.append(model)


@event.listens_for(ScopedSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    """Add the predicate of every table that stands in a grid; a statement without that table is unchanged."""
    if state.is_column_load:
        return
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and _is_in_grid(state) and not state.execution_options.get(CHECKED):
        raise Forbidden(_("Rows that stand in a grid are written through the scope."))
    if state.is_insert:
        return
    asked = state.execution_options.get(PERMISSION)
    session = state.session
    state.statement = state.statement.options(
        *(
            with_loader_criteria(
                model, _predicate(session, model, asked, writes=writes), include_aliases=True
            )
            for model in _models
        )
    )


@event.listens_for(ScopedSession, "before_flush")
def _refuse_foreign_writes(session: Session, _context: object, _instances: object) -> None:
    """Every row that is added, changed or deleted stands, before and after, where its permission is held."""
    nodes: dict[str, set[int]] = defaultdict(set)
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, InGrid):
            history = inspect(row).attrs.grid_id.history
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


def _predicate(
    session: Session, model: type[InGrid], asked: str | None, *, writes: bool
) -> ColumnElement[bool]:
    permission = asked or (model.__edit_permission__ if writes else model.__view_permission__)
    tops = _tops(session, permission)
    grid_id: ColumnElement[int] = inspect(model).columns.grid_id
    if tops is None:
        return grid_id.is_not(None)
    return is_below(grid_id, tops) if tops else false()


def _is_in_grid(state: ORMExecuteState) -> bool:
    mapper = state.bind_mapper
    return mapper is not None and issubclass(mapper.class_, InGrid)
