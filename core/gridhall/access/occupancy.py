"""Whether anything stands in a node, whoever may see it: a node that is closed must be empty."""

from sqlalchemy import exists, inspect, select
from sqlalchemy.orm import Session

from gridhall.access.filtering import WHOLE_CITY
from gridhall.access.ingrid import InGrid
from gridhall.db import Base

_PAST = {WHOLE_CITY: True}


def occupied(session: Session, node_id: int) -> bool:
    """Whether a row of any plugin stands in a node; which and how many is not told.

    It asks the tables past the models, so the filter of the session does not hide a row.
    """
    present = set(inspect(session.connection()).get_table_names())
    tables = (mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, InGrid))
    return any(
        session.scalar(select(exists().where(table.c.grid_id == node_id)).execution_options(**_PAST))
        for table in tables
        if getattr(table, "name", None) in present
    )
