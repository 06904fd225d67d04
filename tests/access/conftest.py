"""A small city: two villages with two grids each, and a table that stands in them."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from sqlalchemy import Table, text
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.access import Grant, InGrid, Principal, Scope, open_session
from gridhall.db import Base, Databases, MigrationTree, as_owner, provision_city, provision_shard, upgrade
from gridhall.models import GridClosure, GridNode
from gridhall.plugins import PluginHost
from gridhall.settings import Settings
from gridhall.tenancy import Cities, City

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridhall.access.session import ScopedSession

VIEW, EDIT = "sample.view", "sample.edit"
NODES = {"city": None, "east": "city", "west": "city", "e1": "east", "e2": "east", "w1": "west", "w2": "west"}


class Sample(InGrid, Base):
    """A record of a plugin."""

    __tablename__ = "sample_record"
    __view_permission__: ClassVar[str] = VIEW
    __edit_permission__: ClassVar[str] = EDIT

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Deployment:
    """A city in a server of its own, refilled for each test."""

    def __init__(self, databases: Databases, city: City) -> None:
        self.databases, self.city = databases, city
        self.nodes: dict[str, int] = {}
        self.opened: list[ScopedSession] = []

    def session(self, *grants: Grant) -> ScopedSession:
        self.opened.append(open_session(self.databases.engine(self.city), Principal("someone", grants)))
        return self.opened[-1]

    def scope(self, *grants: Grant) -> Scope:
        db = self.session(*grants)
        assert db.principal is not None
        hooks = PluginHost({}).hooks_for(frozenset())
        return Scope(self.city, db.principal, db, hooks, self.databases.keys(self.city))

    def fill(self) -> None:
        with open_session(self.databases.engine(self.city), Principal.deployment("test")) as db:
            for name, parent in NODES.items():
                up = self.nodes[parent] if parent else None
                node = GridNode(
                    code=name, name=name, level="level", parent_id=up, valid_since=date(2020, 1, 1)
                )
                db.add(node)
                db.flush()
                self.nodes[name] = node.id
                above = [(node.id, 0)] + [
                    (row.ancestor_id, row.depth + 1)
                    for row in db.query(GridClosure).filter_by(descendant_id=up)
                ]
                db.add_all(
                    GridClosure(ancestor_id=at, descendant_id=node.id, depth=depth, since=date(2020, 1, 1))
                    for at, depth in above
                )
                db.flush()
            db.add_all(Sample(name=f"in {name}", grid_id=node_id) for name, node_id in self.nodes.items())
            db.commit()

    def empty(self) -> None:
        while self.opened:
            self.opened.pop().close()
        with as_owner(self.databases.admin("main"), self.city) as connection:
            connection.execute(text("TRUNCATE grid_node, grid_closure, sample_record, audit_entry CASCADE"))


@pytest.fixture(scope="session")
def founded() -> Iterator[Deployment]:
    root = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))
    folder = root / "tenants" / "north"
    folder.mkdir(parents=True)
    (folder / "tenant.toml").write_text(
        'slug = "north"\nname = { en = "North" }\nlevels = [{ key = "level", name = { en = "Level" } }]\n',
        encoding="utf-8",
    )
    settings = Settings(root=root)
    city = Cities.load(settings).by_slug("north")
    databases = Databases(settings)
    admin = databases.admin("main")
    provision_shard(admin, databases.master)
    provision_city(admin, city, databases.keys(city))
    import gridhall.models

    versions = Path(gridhall.models.__file__).parent / "migrations" / "versions"
    upgrade(admin, city, [MigrationTree("core", versions)])
    with as_owner(admin, city) as connection:
        table: Any = Sample.__table__
        assert isinstance(table, Table)
        table.create(connection)
    yield Deployment(databases, city)
    databases.close()
    shutil.rmtree(root)


@pytest.fixture
def deployment(founded: Deployment) -> Iterator[Deployment]:
    founded.fill()
    yield founded
    founded.empty()


@pytest.fixture
def at(deployment: Deployment) -> Callable[..., Grant]:
    """A grant at a node by its name: ``at("east")``, ``at("west", VIEW)``."""

    def grant(node: str, *permissions: str) -> Grant:
        return Grant(deployment.nodes[node], frozenset(permissions or (VIEW, EDIT)))

    return grant
