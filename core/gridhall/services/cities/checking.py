"""Looks a city over: what a person who runs the platform wants to know before its staff does."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import column, func, select, table
from sqlalchemy.exc import SQLAlchemyError

from gridhall.access import Principal, Scope
from gridhall.db import Databases, pending
from gridhall.errors import GridhallError
from gridhall.models import Administrator, AuditEntry, GridNode
from gridhall.plugins import PluginHost
from gridhall.services import audit
from gridhall.services.cities.migrating import trees_of
from gridhall.services.cities.offers import check_offers
from gridhall.services.cities.opening import open_scope
from gridhall.services.cities.state import require_ready
from gridhall.tenancy import City

POWERS = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolbypassrls", "rolreplication")
_ROLES = table("pg_roles", column("rolname"), column("rolcanlogin"), *map(column, POWERS))


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: str
    """``database``, ``plugins``, ``migrations``, ``roles``, ``administrators``, ``levels`` or ``audit``."""
    ok: bool
    detail: str
    """What was found, and where it is wrong what to do."""


def check(databases: Databases, host: PluginHost, city: City, *, who: Principal) -> list[Finding]:
    """Look at a city from its database to its log; a city that cannot be reached has one finding."""
    reached = _run("database", lambda: _ready(databases, city))
    if not reached.ok:
        return [reached]

    def in_scope(look: Callable[[Scope], str]) -> str:
        with open_scope(databases, host, city, who) as scope:
            return look(scope)

    return [
        reached,
        _run("plugins", lambda: _plugins(host, city)),
        _run("migrations", lambda: in_scope(lambda scope: _migrations(databases, host, scope))),
        _run("roles", lambda: _roles(databases, city)),
        _run("administrators", lambda: in_scope(_administrators)),
        _run("levels", lambda: in_scope(_levels)),
        _run("audit", lambda: in_scope(_audit)),
    ]


class _Wrong(GridhallError):
    """A check failed; the message says what and what to do."""


def _run(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, ok=True, detail=look())
    except GridhallError as error:
        return Finding(name, ok=False, detail=str(error))
    except SQLAlchemyError as error:
        return Finding(name, ok=False, detail=str(getattr(error, "orig", error)).strip())


def _ready(databases: Databases, city: City) -> str:
    require_ready(databases, city)
    return f"reached as {city.login_role}"


def _plugins(host: PluginHost, city: City) -> str:
    check_offers([city], host)
    return ", ".join(city.tenant.plugins) or "none offered"


def _migrations(databases: Databases, host: PluginHost, scope: Scope) -> str:
    trees = trees_of(host, scope.hooks.enabled)
    behind = pending(databases.admin(scope.city.database), scope.city, trees)
    if behind:
        raise _Wrong(
            "behind: {trees}. Run: gridhall city migrate {slug}",
            trees=", ".join(behind),
            slug=scope.city.slug,
        )
    return f"up to date: {', '.join(tree.name for tree in trees)}"


def _roles(databases: Databases, city: City) -> str:
    """The login role can do nothing but log in; the owner role not even that."""
    with databases.admin(city.database).connect() as connection:
        found = {
            role.rolname: role
            for role in connection.execute(
                select(_ROLES).where(_ROLES.c.rolname.in_((city.login_role, city.owner_role)))
            )
        }
        log = f"{city.schema}.{AuditEntry.__tablename__}"
        may = connection.execute(
            select(
                func.pg_has_role(city.login_role, city.owner_role, "MEMBER").label("be the owner"),
                func.has_table_privilege(city.login_role, log, "UPDATE").label("change the audit log"),
                func.has_table_privilege(city.login_role, log, "DELETE").label("delete from the audit log"),
                func.has_schema_privilege(city.login_role, city.schema, "CREATE").label("make tables"),
            )
        ).one()
    wrong = [f"{role} has {power}" for role, row in found.items() for power in POWERS if getattr(row, power)]
    wrong += [f"{city.login_role} may {name}" for name, given in may._mapping.items() if given]  # noqa: SLF001 - SQLAlchemy's public name
    if found[city.owner_role].rolcanlogin:
        wrong.append(f"{city.owner_role} can log in")
    if wrong:
        raise _Wrong(
            "{wrong}. Take that away; gridhall city migrate {slug} grants what is needed.",
            wrong="; ".join(wrong),
            slug=city.slug,
        )
    return f"{city.login_role} may read and write rows, no more"


def _administrators(scope: Scope) -> str:
    kinds = set(scope.db.scalars(scope.select(Administrator.kind)))
    missing = {"system", "security", "audit"} - kinds
    if missing:
        raise _Wrong(
            "nobody is the administrator of: {kinds}. The security administrator appoints one.",
            kinds=", ".join(sorted(missing)),
        )
    return "all three are held"


def _levels(scope: Scope) -> str:
    """Every open node has a level of the city's file, and stands below one of a higher level."""
    keys = [level.key for level in scope.city.tenant.levels]
    levels = scope.select(GridNode.level, func.count()).where(GridNode.valid_until.is_(None))
    counted = dict(map(tuple, scope.db.execute(levels.group_by(GridNode.level))))
    unknown = {level: n for level, n in counted.items() if level not in keys}
    if unknown:
        raise _Wrong(
            "nodes have levels that tenant.toml does not name: {levels}. Name them there again.",
            levels=", ".join(f"{level} ({n})" for level, n in sorted(unknown.items())),
        )
    return ", ".join(f"{counted.get(key, 0)} {key}" for key in keys)


def _audit(scope: Scope) -> str:
    report = audit.verify(scope)
    if not report.ok:
        raise _Wrong(
            "the chain is broken at entry {seq}. Compare the log with a backup.", seq=report.first_bad_seq
        )
    return f"{report.entries} entries, chain whole"
