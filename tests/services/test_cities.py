"""A city is founded once and whole, migrated by itself, looked over, and deleted with all it holds."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, select, text

from gridhall.db import Failure, Ok, as_owner, provision_city, provision_shard
from gridhall.errors import ConfigError, Conflict, NotFound
from gridhall.hookspecs import Manifest, Permission, RoleDefault
from gridhall.models import Account, Administrator, GridNode, PluginSwitch, Role, RolePermission, Staff
from gridhall.plugins import PluginHost
from gridhall.services import cities, passwords
from gridhall.services.cities import State
from gridhall.settings import Settings
from gridhall.tenancy import Cities
from gridhall.words import Domain

from .conftest import TENANT, WHO, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridhall.tenancy import City

_ = Domain("notes")
GOOD = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0001", None, None, None
def upgrade():
    op.create_table("notes_note", sa.Column("id", sa.Integer, primary_key=True))
def downgrade():
    op.drop_table("notes_note")
"""
BAD = """
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    op.drop_table("no_such_table")
def downgrade():
    pass
"""


@pytest.fixture
def fresh(site: Site, tmp_path: Path) -> Iterator[Site]:
    """Two cities that offer a plugin ``notes``, in the server of ``site``; deleted after the test."""
    versions = tmp_path / "notes" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions / "0001_first.py").write_text(GOOD, encoding="utf-8")
    plugin = ModuleType("notes")
    manifest = Manifest(
        name="notes",
        title=_("Notes"),
        summary=_("Keeps notes."),
        package=tmp_path / "notes",
        permissions=(Permission("notes.view", _("See notes")),),
        roles=(RoleDefault("grid_head", ("notes.view",)),),
    )
    plugin.gridhall_manifest = lambda: manifest  # type: ignore[attr-defined]
    tenants = tmp_path / "tenants"
    for slug in ("east", "west"):
        (tenants / slug).mkdir(parents=True)
        offered = TENANT.format(slug=slug).replace("levels =", 'plugins = ["notes"]\nlevels =')
        (tenants / slug / "tenant.toml").write_text(offered, encoding="utf-8")
    settings = Settings(root=site.settings.root, tenants=tenants)
    made = replace(site, settings=settings, host=PluginHost({"notes": plugin}), cities=Cities.load(settings))
    yield made
    for city in made.cities:
        cities.delete(site.databases, settings.var, city)
    sys.modules.pop("notes", None)


def found(site: Site, city: City) -> cities.Founded:
    with cities.founding(site.databases, site.host, city, who=WHO) as founded:
        pass
    return founded


def test_a_city_begins_with_three_administrators_and_an_empty_tree(fresh: Site) -> None:
    east = fresh.cities.by_slug("east")
    assert cities.state(fresh.databases, east) is State.ABSENT
    founded = found(fresh, east)
    assert cities.state(fresh.databases, east) is State.READY
    told = {first.login: first.password for first in founded.accounts}
    with cities.open_scope(fresh.databases, fresh.host, east, WHO) as scope:
        rows = scope.db.execute(
            select(Account, Administrator.kind)
            .join(Staff, Staff.account_id == Account.id)
            .join(Administrator, Administrator.staff_id == Staff.id)
        ).all()
        held = select(Role.key).join(RolePermission).where(RolePermission.permission == "notes.view")
        assert list(scope.db.scalars(held)) == ["grid_head"]
        assert scope.hooks.enabled == {"notes"}
        assert scope.db.scalars(select(GridNode)).all() == []
    assert {(account.login, kind) for account, kind in rows} == {(kind, kind) for kind in told}
    assert set(told) == {"system", "security", "audit"}
    for account, _kind in rows:
        assert account.must_change_password
        assert passwords.verify(account.password_hash, told[account.login])
    assert len(set(told.values())) == 3


def test_founding_again_changes_nothing(fresh: Site) -> None:
    east = fresh.cities.by_slug("east")
    found(fresh, east)

    def hashes() -> list[str]:
        with cities.open_scope(fresh.databases, fresh.host, east, WHO) as scope:
            return list(scope.db.scalars(select(Account.password_hash).order_by(Account.id)))

    before = hashes()
    with pytest.raises(Conflict, match="east exists already"):
        found(fresh, east)
    assert hashes() == before


def test_founding_that_was_interrupted_is_taken_up_again(fresh: Site) -> None:
    east = fresh.cities.by_slug("east")
    admin = fresh.databases.admin("main")
    provision_shard(admin, fresh.databases.master)
    provision_city(admin, east, fresh.databases.keys(east))
    assert cities.state(fresh.databases, east) is State.UNFINISHED
    with (
        pytest.raises(KeyboardInterrupt),
        cities.founding(fresh.databases, fresh.host, east, who=WHO) as lost,
    ):
        raise KeyboardInterrupt
    assert cities.state(fresh.databases, east) is State.UNFINISHED
    with pytest.raises(Conflict, match="gridhall city create east"):
        cities.require_ready(fresh.databases, east)
    founded = found(fresh, east)
    assert {first.password for first in lost.accounts}.isdisjoint(
        first.password for first in founded.accounts
    )
    assert cities.state(fresh.databases, east) is State.READY


def test_a_plugin_that_is_not_installed_is_named_with_the_file(fresh: Site) -> None:
    bare = replace(fresh, host=PluginHost({}))
    with pytest.raises(ConfigError, match=r"east/tenant\.toml: plugins: there is no plugin 'notes'"):
        found(bare, fresh.cities.by_slug("east"))
    assert cities.state(fresh.databases, fresh.cities.by_slug("east")) is State.ABSENT


def test_a_city_that_fails_to_migrate_does_not_stop_the_others(fresh: Site) -> None:
    east, west = fresh.cities
    found(fresh, east)
    found(fresh, west)
    with cities.open_scope(fresh.databases, fresh.host, west, WHO) as scope:
        scope.db.get_one(PluginSwitch, "notes").enabled = False
    versions = fresh.host.manifests["notes"].package / "migrations" / "versions"
    (versions / "0002_bad.py").write_text(BAD, encoding="utf-8")
    findings = cities.check(fresh.databases, fresh.host, east, who=WHO)
    assert [(one.check, one.detail) for one in findings if not one.ok] == [
        ("migrations", "behind: notes. Run: gridhall city migrate east")
    ]
    results = cities.migrate(fresh.databases, fresh.host, [east, west])
    assert isinstance(results["east"], Failure)
    assert "no_such_table" in results["east"].reason
    assert isinstance(results["west"], Ok)
    assert set(results["west"].revisions) == {"core"}
    shutil.rmtree(versions / "__pycache__", ignore_errors=True)
    (versions / "0002_bad.py").unlink()
    again = cities.migrate(fresh.databases, fresh.host, [east])["east"]
    assert isinstance(again, Ok)
    assert again.revisions["notes"] == "0001"


def test_migrating_a_city_that_was_not_founded_fails(site: Site) -> None:
    result = cities.migrate(site.databases, site.host, [site.south])["south"]
    assert isinstance(result, Failure)
    assert result.reason == "The city south has not been created yet. Run: gridhall city create south"


def wrong(site: Site, city: City) -> dict[str, str]:
    """The checks that fail, with what they say."""
    findings = cities.check(site.databases, site.host, city, who=WHO)
    return {one.check: one.detail for one in findings if not one.ok}


def test_a_sound_city_passes_every_check(site: Site) -> None:
    findings = cities.check(site.databases, site.host, site.north, who=WHO)
    assert [(one.check, one.ok) for one in findings] == [
        (name, True)
        for name in ("database", "plugins", "migrations", "roles", "administrators", "levels", "audit")
    ]


def test_a_city_that_was_not_founded_has_one_finding(site: Site) -> None:
    assert set(wrong(site, site.south)) == {"database"}


def test_each_fault_is_found_by_its_check(fresh: Site) -> None:
    east = fresh.cities.by_slug("east")
    found(fresh, east)
    assert wrong(fresh, east) == {}
    admin = fresh.databases.admin("main")
    with admin.begin() as connection:
        connection.execute(text("ALTER ROLE gridhall_east CREATEDB"))
        connection.execute(text("GRANT UPDATE ON city_east.audit_entry TO gridhall_east"))
    with as_owner(admin, east) as connection:
        connection.execute(text("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 2"))
        connection.execute(text("DELETE FROM administrator WHERE kind = 'audit'"))
        connection.execute(
            text("INSERT INTO grid_node (code, name, level, valid_since) VALUES ('E', 'E', 'street', now())")
        )
    faults = wrong(fresh, east)
    assert set(faults) == {"roles", "administrators", "levels", "audit"}
    assert "gridhall_east has rolcreatedb; gridhall_east may change the audit log" in faults["roles"]
    assert "entry 2" in faults["audit"]
    assert "street (1)" in faults["levels"]
    assert "audit" in faults["administrators"]


def test_a_deleted_city_leaves_nothing_and_the_other_stays(fresh: Site) -> None:
    east, west = fresh.cities
    found(fresh, east)
    found(fresh, west)
    files = fresh.settings.var / "files" / "east"
    files.mkdir(parents=True)
    held = cities.holdings(fresh.databases, east)
    assert (held.nodes, held.staff, held.accounts) == (0, 3, 3)
    assert held.rows > 6
    cities.delete(fresh.databases, fresh.settings.var, east)
    admin = fresh.databases.admin("main")
    assert not inspect(admin).has_schema("city_east")
    assert not files.exists()
    assert cities.state(fresh.databases, east) is State.ABSENT
    assert cities.state(fresh.databases, west) is State.READY
    with admin.connect() as connection:
        names = set(connection.scalars(text("SELECT rolname FROM pg_roles WHERE rolname ~ 'east|west'")))
    assert names == {"gridhall_west", "gridhall_west_owner"}
    with pytest.raises(NotFound):
        cities.holdings(fresh.databases, east)
