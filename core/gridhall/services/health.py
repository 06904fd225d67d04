"""Whether the databases answer."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from gridhall.db import Databases
from gridhall.errors import GridhallError


def databases_that_answer(databases: Databases, names: Iterable[str]) -> dict[str, bool]:
    """Ask each shard, embedded or not; the answer by its name."""
    return {name: _answers(databases, name) for name in names}


def _answers(databases: Databases, name: str) -> bool:
    try:
        with databases.jobs_engine(name).connect() as connection:
            return connection.scalar(select(1)) == 1
    except (SQLAlchemyError, GridhallError, OSError):
        return False
