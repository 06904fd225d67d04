"""Each layer with the one before it taken away: what remains still tells and changes nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from psycopg.errors import InsufficientPrivilege
from pyramid.security import Allowed
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from gridhall.access import Principal, open_session
from gridhall.app import make_portal
from gridhall.db.keys import Undecipherable
from gridhall.models import AuditEntry, PluginSwitch, Staff
from gridhall.testing import Portal
from gridhall.web import gate
from gridhall.web.security import OWN_SIGN_IN, PUBLIC, SIGNED_IN, SecurityPolicy
from gridhall_residents.models import Resident
from gridhall_residents.permissions import VIEW

from .asking import Asker, undone
from .people import EVERYTHING, NO_POST, REVOKED
from .residents import NAMES
from .walking import leaks, ways
from .world import OTHER_CITY, OTHER_GRID, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import SampleCity, Stage

    from .world import World

NAMES_OF = select(Resident.name).order_by(Resident.name)


def refused(session: Session, statement: str) -> None:
    with pytest.raises(ProgrammingError) as caught:
        session.execute(text(statement))
    assert isinstance(caught.value.orig, InsufficientPrivilege)
    session.rollback()


def tables_of(stage: Stage, city: SampleCity) -> list[str]:
    return inspect(stage.databases.admin(city.city.database)).get_table_names(schema=city.city.schema)


def test_without_the_filter_the_database_still_hides_the_other_city(
    stage: Stage, world: World, city: SampleCity, other_city: SampleCity
) -> None:
    with Session(stage.databases.engine(city.city)) as plain:
        assert list(plain.scalars(NAMES_OF)) == [NAMES[OWN], NAMES[OTHER_GRID]]
        tables = tables_of(stage, other_city)
        assert {"residents_resident", "account", "audit_entry", "web_session"} <= set(tables)
        for table in tables:
            for verb in ("SELECT * FROM", "DELETE FROM", "TRUNCATE", "LOCK"):
                refused(plain, f"{verb} {other_city.city.schema}.{table}")
    del world


@contextmanager
def widened(stage: Stage, city: SampleCity, other: SampleCity) -> Iterator[None]:
    """Somebody gave a city's role all rights over another city's rows."""
    schema, role, admin = other.city.schema, city.city.login_role, stage.databases.admin("main")
    with admin.begin() as connection:
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}"))
    try:
        yield
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"))
            connection.execute(text(f"REVOKE ALL ON SCHEMA {schema} FROM {role}"))


def test_with_the_database_open_the_filter_still_hides_the_other_city(
    stage: Stage, world: World, city: SampleCity, other_city: SampleCity
) -> None:
    with city.scope(world.sides[OWN].login) as scope:
        principal = scope.principal
    with widened(stage, city, other_city), open_session(stage.databases.engine(city.city), principal) as db:
        assert list(db.scalars(NAMES_OF)) == [NAMES[OWN]]
        db.execute(text(f"SET LOCAL search_path = {other_city.city.schema}"))
        assert db.scalar(text("SELECT count(*) FROM residents_resident")) == 1
        assert list(db.scalars(NAMES_OF)) == []
        db.principal = None
        assert list(db.scalars(NAMES_OF)) == []
        db.rollback()


def test_with_the_database_open_the_keys_still_hide_the_numbers(
    stage: Stage, world: World, city: SampleCity, other_city: SampleCity
) -> None:
    with other_city.scope() as scope:
        row = scope.db.scalars(scope.select(Resident)).one()
    with widened(stage, city, other_city), city.scope() as scope:
        stolen = select(Resident.identity_enc, Resident.identity_ix)
        scope.db.execute(text(f"SET LOCAL search_path = {other_city.city.schema}"))
        encrypted, index = scope.db.execute(stolen).one()
        assert encrypted is not None
        assert (encrypted, index) == (row.identity_enc, row.identity_ix)
        with pytest.raises(Undecipherable):
            scope.keys.decrypt(encrypted)
        assert scope.keys.blind_index("identity", NAMES[OTHER_CITY]) != index
    del world


@pytest.fixture
def permissive() -> Iterator[None]:
    """No page asks for a permission any more; who has signed in passes them all."""
    original = SecurityPolicy.permits

    def permits(policy: SecurityPolicy, request: Any, context: object, permission: str) -> Any:
        return Allowed("%s", "all") if request.principal else original(policy, request, context, permission)

    with patch.object(SecurityPolicy, "permits", permits):
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("permissive")
@pytest.mark.parametrize("who", [NO_POST, REVOKED, EVERYTHING, "grid_worker_part", "audit"])
def test_without_the_permissions_of_pages_services_still_refuse(
    who: str, world: World, portal: Portal, stage: Stage
) -> None:
    asker = Asker(who, world, portal)
    assert asker.principal is not None
    faults = []
    with undone():
        for way in ways(stage):
            if way.view.permission in (PUBLIC, SIGNED_IN, OWN_SIGN_IN):
                continue
            may = asker.principal.can(str(way.view.permission))
            for target in way.targets:
                answer = asker.ask(way, target)
                shown = list(leaks(answer.text, asker.principal))
                if NAMES[OWN] in answer.text and not asker.principal.can(VIEW):
                    shown.append(NAMES[OWN])
                done = way.method == "POST" and not may and answer.status_int == 303
                if shown or done or answer.status_int >= 500:
                    faults.append((way.method, way.route, target, answer.status_int, shown))
    assert "\n".join(map(str, faults)) == ""


def test_without_the_gate_a_plugin_that_is_off_grants_nothing(world: World, stage: Stage) -> None:
    def open_gate(view: Any, _info: Any) -> Any:
        return view

    open_gate.options = ("any_host",)  # type: ignore[attr-defined]
    with patch.object(gate, "gate", open_gate):
        ungated = make_portal(stage.platform)
    asker = Asker(EVERYTHING, world, Portal(ungated, world.city))
    with world.city.scope() as scope:
        scope.db.get_one(PluginSwitch, "residents").enabled = False
    for way in ways(stage):
        if way.plugin:
            answer = asker.ask(way, OWN)
            assert (way.route, answer.status_int) == (way.route, 403)


def test_a_citys_role_is_nobody_else_and_reaches_nothing_else(
    stage: Stage, city: SampleCity, other_city: SampleCity
) -> None:
    own = city.city.login_role
    del other_city
    with stage.databases.engine(city.city).connect() as connection:

        def names(query: str) -> list[str]:
            return list(connection.scalars(text(query)))

        assert names("SELECT session_user") == [own]
        assert names("SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'MEMBER')") == [own]
        assert names(
            "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'USAGE')"
            " AND nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        ) == [city.city.schema, "gridhall"]
        tables = names(
            "SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'gridhall' AND c.relkind IN ('r', 'v', 'm', 'p')"
            " AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')"
        )
        assert tables == []
        functions = names(
            "SELECT p.proname FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'gridhall' AND has_function_privilege(p.oid, 'EXECUTE')"
        )
        assert functions == ["enqueue"]


def test_each_city_has_a_connection_of_its_own(
    stage: Stage, city: SampleCity, other_city: SampleCity
) -> None:
    users = []
    for each in (city, other_city, city):
        with stage.databases.engine(each.city).connect() as connection:
            users.append(connection.scalar(text("SELECT session_user || ' ' || current_schema()")))
    assert users == [f"{each.city.login_role} {each.city.schema}" for each in (city, other_city, city)]


def test_without_the_services_nobody_is_nobody(city: SampleCity, stage: Stage, world: World) -> None:
    """A principal without posts reads no row of a grid, whoever forgot to ask."""
    with open_session(stage.databases.engine(city.city), Principal("x", ())) as db:
        assert db.scalar(select(Staff.id).limit(1)) is not None
        assert list(db.scalars(NAMES_OF)) == []
        assert db.scalar(select(AuditEntry.seq).limit(1)) is not None
    del world
