"""Deletes a city for good, after telling what that would take away."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select, table

from gridhall.db import Databases, as_owner, drop_city
from gridhall.errors import NotFound
from gridhall.models import Account, GridNode, Staff
from gridhall.tenancy import City
from gridhall.words import Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class Holdings:
    """What a city holds, in numbers."""

    nodes: int
    staff: int
    accounts: int
    rows: int
    """Of all its tables together."""


def holdings(databases: Databases, city: City) -> Holdings:
    """Count what a city holds; also one that was founded only in part.

    :raises NotFound: it has no schema
    """
    admin = databases.admin(city.database)
    if not inspect(admin).has_schema(city.schema):
        raise NotFound(
            _("The city {slug} is not in its database; there is nothing to delete."), slug=city.slug
        )
    with as_owner(admin, city) as connection:
        rows = {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in inspect(connection).get_table_names(schema=city.schema)
        }
    return Holdings(
        nodes=rows.get(GridNode.__tablename__, 0),
        staff=rows.get(Staff.__tablename__, 0),
        accounts=rows.get(Account.__tablename__, 0),
        rows=sum(rows.values()),
    )


def delete(databases: Databases, var: Path, city: City) -> None:
    """Delete a city's schema with all rows, its roles, its waiting jobs and its files; tenant.toml stays.

    :param var: the deployment's folder of what it writes
    """
    drop_city(databases.admin(city.database), city)
    shutil.rmtree(var / "files" / city.slug, ignore_errors=True)
