"""Opens a scope in a city for a command or a job: one transaction, committed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridhall.access import Principal, Scope, open_session
from gridhall.db import Databases
from gridhall.models import PluginSwitch
from gridhall.plugins import PluginHost
from gridhall.tenancy import City


@contextmanager
def open_scope(databases: Databases, host: PluginHost, city: City, principal: Principal) -> Iterator[Scope]:
    """Open a scope; what is done in it is committed at its end, and undone where that raises."""
    with open_session(databases.engine(city), principal) as db:
        hooks = host.hooks_for(enabled_plugins(db, city))
        yield Scope(city, principal, db, hooks, databases.keys(city))
        db.commit()


def enabled_plugins(db: Session, city: City) -> frozenset[str]:
    """The plugins that a city's file offers and its administrator has enabled."""
    enabled = db.scalars(select(PluginSwitch.plugin).where(PluginSwitch.enabled))
    return frozenset(enabled) & frozenset(city.tenant.plugins)
