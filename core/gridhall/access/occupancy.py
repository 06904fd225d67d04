"""Whether anything stands in a node, whoever may see it: a node that is closed must be empty."""

from sqlalchemy import exists, inspect, select
from sqlalchemy.orm import Session

from gridhall.access.ingrid import InGrid
from gridhall.db import Base


def occupied(session: Session, node_id: int) -> bool:
    """Whether a row of any plugin stands in a node; which and how many is not told.

    It asks the tables and not the models, so the filter of the session does not hide a row.
    """
    present = set(inspect(session.connection()).get_table_names())
    tables = (mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, InGrid))
    return any(
        session.scalar(select(exists().where(table.c.grid_id == node_id)))
        for table in tables
        if getattr(table, "name", None) in present
    )
