"""One small pool of connections a city, the least recently used closed.

A pool a city, because the role that is logged in is what keeps cities apart: a connection never
passes from one city to another.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from psycopg import OperationalError
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from gridhall.db.keys import CityKeys
from gridhall.db.servers import Servers, master_key
from gridhall.db.shard import WORKER_ROLE, worker_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.db.place import Place
    from gridhall.settings import Settings

POOL = {"pool_size": 2, "max_overflow": 3, "pool_pre_ping": True, "pool_timeout": 10, "pool_recycle": 1800}
"""Two connections kept, five at most, ten seconds to wait for one, renewed after half an hour."""


class Databases:
    """All connections of this process. Safe between threads; make it after a fork.

    :param most_pools: how many cities' pools of the embedded database stay open at once; of others,
        ``gridhall.toml`` says it
    """

    def __init__(self, settings: Settings, *, most_pools: int = 30) -> None:
        self._master = master_key(settings)
        self._servers = Servers(settings, self._master)
        self._servers.revive()
        self._most_pools = most_pools
        self._most_of = {name: database.max_cities for name, database in settings.databases.items()}
        self._lock = threading.Lock()
        self._cities: OrderedDict[tuple[str, str], Engine] = OrderedDict()
        self._others: dict[tuple[str, str], Engine] = {}

    @property
    def master(self) -> bytes:
        """The master key, for provisioning."""
        return self._master

    def keys(self, city: Place) -> CityKeys:
        """Return the keys of a city."""
        return CityKeys(self._master, city.slug)

    def engine(self, city: Place) -> Engine:
        """Return the pool of the city's login role: rows of this city only."""
        key = (city.database, city.slug)
        with self._lock:
            engine = self._cities.get(key)
            if engine is None:
                engine = self._cities[key] = self._engine(self.city_url(city), **POOL)
            self._cities.move_to_end(key)
            closing = self._take_unused(city.database)
        for old in closing:
            old.dispose()
        return engine

    def admin(self, name: str) -> Engine:
        """Return the administrator's engine of a database, for provisioning and migrations only."""
        return self._other(
            "admin", name, lambda: self._engine(self._servers.admin_url(name), poolclass=NullPool)
        )

    def jobs_engine(self, name: str) -> Engine:
        """Return the worker's pool of a database: the queue, and no city's rows."""
        return self._other("jobs", name, lambda: self._engine(self.worker_url(name), **POOL))

    def city_url(self, city: Place) -> URL:
        """Return the URL of the city's login role."""
        password = self.keys(city).role_password()
        return self._servers.admin_url(city.database).set(username=city.login_role, password=password)

    def worker_url(self, name: str) -> URL:
        """Return the URL of the worker role; for procrastinate, :func:`gridhall.db.conninfo` of it."""
        return self._servers.admin_url(name).set(username=WORKER_ROLE, password=worker_password(self._master))

    def close(self) -> None:
        """Close every pool, and leave the embedded server."""
        with self._lock:
            engines = [*self._cities.values(), *self._others.values()]
            self._cities.clear()
            self._others.clear()
        for engine in engines:
            engine.dispose()
        self._servers.release()

    def _take_unused(self, database: str) -> list[Engine]:
        """Take out a database's least recently used pools above its limit, but none that is in use."""
        pools = [(key, engine) for key, engine in self._cities.items() if key[0] == database]
        surplus = len(pools) - self._most_of.get(database, self._most_pools)
        idle = [key for key, engine in pools[:-1] if _is_idle(engine)]
        return [self._cities.pop(key) for key in idle[: max(surplus, 0)]]

    def _other(self, kind: str, name: str, make: Callable[[], Engine]) -> Engine:
        with self._lock:
            if (kind, name) not in self._others:
                self._others[kind, name] = make()
            return self._others[kind, name]

    def _engine(self, url: URL, **options: Any) -> Engine:
        engine = create_engine(url, hide_parameters=True, connect_args={"connect_timeout": 10}, **options)

        @event.listens_for(engine, "do_connect")
        def connect_or_revive(dialect: Any, _record: object, args: list[Any], params: dict[str, Any]) -> Any:
            """Start an embedded server that was killed, then try once more."""
            try:
                return dialect.connect(*args, **params)
            except OperationalError:
                self._servers.revive()
                return dialect.connect(*args, **params)

        return engine


def _is_idle(engine: Engine) -> bool:
    pool = engine.pool
    return isinstance(pool, QueuePool) and pool.checkedout() == 0
