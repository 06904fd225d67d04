"""The database: engines, cities' schemas and roles, migrations, keys.

Start with :mod:`gridhall.db.provision` (what a city is in PostgreSQL), then :mod:`gridhall.db.pools`
(how a request gets its connection) and :mod:`gridhall.db.migrate`. ``shard`` and ``enqueue.sql``
hold the queue of jobs, ``keys`` what is encrypted and how, ``embedded`` the server that comes along.

Raw SQL is allowed in this room and in ``gridhall.access`` only.
"""

from gridhall.db.base import Base
from gridhall.db.drift import differences
from gridhall.db.embedded import EmbeddedServer
from gridhall.db.keys import CityKeys, Undecipherable, derive_password, ensure_master_key, read_master_key
from gridhall.db.migrate import (
    Failure,
    MigrationFailed,
    MigrationTree,
    Ok,
    as_owner,
    current,
    downgrade,
    pending,
    upgrade,
    upgrade_all,
)
from gridhall.db.place import Place
from gridhall.db.pools import Databases
from gridhall.db.provision import drop_city, provision_city
from gridhall.db.servers import conninfo
from gridhall.db.shard import SHARD_SCHEMA, WORKER_ROLE, provision_shard

__all__ = [
    "SHARD_SCHEMA",
    "WORKER_ROLE",
    "Base",
    "CityKeys",
    "Databases",
    "EmbeddedServer",
    "Failure",
    "MigrationFailed",
    "MigrationTree",
    "Ok",
    "Place",
    "Undecipherable",
    "as_owner",
    "conninfo",
    "current",
    "derive_password",
    "differences",
    "downgrade",
    "drop_city",
    "ensure_master_key",
    "pending",
    "provision_city",
    "provision_shard",
    "read_master_key",
    "upgrade",
    "upgrade_all",
]
