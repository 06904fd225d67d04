"""Which tables a statement names past their model, where the filter of the session does not reach."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Alias, Column, FromClause, Join, Select, SelectBase, Table, UpdateBase
from sqlalchemy.sql.visitors import iterate


def bare_tables(statement: Any, tables: AbstractSet[FromClause]) -> set[str]:
    """The names of those of the tables that a statement uses as tables, e.g. ``Model.__table__.c.name``.

    A bare column is none of them where its query names the model, too: both are the same table there.
    """
    parts = list(iterate(statement))
    columns = any(
        isinstance(part, Column) and _is_bare(part) and set(_tables(part)) & tables for part in parts
    )
    queries = (part for part in parts if isinstance(part, Select | UpdateBase))
    return {
        table.name
        for query in queries
        for table in (*_bare_sources(query), *(_bare_columns(query) if columns else ()))
        if table in tables
    }


def own_parts(query: Any) -> Iterator[Any]:
    """The parts of a query, but not those of the queries within it."""
    for part in query.get_children():
        yield part
        if not isinstance(part, SelectBase):
            yield from own_parts(part)


def entity_of(part: Any) -> Any:
    """The mapper or alias of a model that a part of a statement comes from; None for a bare one."""
    return part._annotations.get("parententity")  # noqa: SLF001 - SQLAlchemy notes it nowhere else


def _is_bare(part: Any) -> bool:
    return entity_of(part) is None


def _bare_sources(query: Any) -> Iterator[Any]:
    return (table for source in _sources(query) if _is_bare(source) for table in _tables(source))


def _bare_columns(query: Any) -> Iterator[Any]:
    columns = [part for part in own_parts(query) if isinstance(part, Column)]
    named = [part for part in (*_sources(query), *columns) if not _is_bare(part)]
    modelled = {table for part in named for table in _tables(part)}
    return (table for column in columns if _is_bare(column) for table in {*_tables(column)} - modelled)


def _sources(query: Any) -> Iterator[Any]:
    """What a query reads from, and an UPDATE, DELETE or INSERT writes to, as it was written."""
    if isinstance(query, UpdateBase):
        yield query.table
        return
    yield from (*query._raw_columns, *query._from_obj)  # noqa: SLF001 - as it was written
    yield from (target for target, *_rest in query._setup_joins)  # noqa: SLF001


def _tables(source: Any) -> Iterator[Any]:
    """The tables that a source stands for."""
    match source:
        case Column():
            yield from _tables(source.table)
        case Alias():
            yield from _tables(source.element)
        case Join():
            yield from _tables(source.left)
            yield from _tables(source.right)
        case Table():
            yield source
