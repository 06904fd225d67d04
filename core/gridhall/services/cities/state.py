"""How far a city has come: its database is asked, nothing else remembers it."""

from enum import Enum

from sqlalchemy import exists, inspect, select

from gridhall.db import Databases
from gridhall.errors import Conflict
from gridhall.models import Role
from gridhall.tenancy import City
from gridhall.words import Domain

_ = Domain("gridhall")


class State(Enum):
    """A city is absent, then unfinished while it is founded, then ready."""

    ABSENT = "absent"
    UNFINISHED = "unfinished"
    READY = "ready"


def state(databases: Databases, city: City) -> State:
    """How far a city has come. The last step of founding adds roles and accounts, all at once.

    :raises sqlalchemy.exc.OperationalError: its database cannot be reached
    """
    with databases.admin(city.database).connect() as connection:
        present = inspect(connection)
        if not present.has_schema(city.schema):
            return State.ABSENT
        if not present.has_table(Role.__tablename__, schema=city.schema):
            return State.UNFINISHED
    with databases.engine(city).connect() as connection:
        founded = connection.scalar(select(exists().select_from(Role)))
    return State.READY if founded else State.UNFINISHED


def require_ready(databases: Databases, city: City) -> None:
    """Refuse to work in a city that was not founded.

    :raises Conflict: it was not, or only in part
    """
    if state(databases, city) is not State.READY:
        raise Conflict(
            _("The city {slug} has not been created yet. Run: gridhall city create {slug}"), slug=city.slug
        )
