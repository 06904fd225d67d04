"""The demo makes its cities once, keeps what was done in them, and leaves nothing running."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select

from gridhall.cli.demo import demo
from gridhall.cli.demo.filling import fill
from gridhall.cli.demo.grids import generated_grids
from gridhall.cli.demo.places import Place, demo_cities
from gridhall.cli.demo.staff import PASSWORD, people
from gridhall.cli.demo.telling import IMPORT, NAME, TRY
from gridhall.errors import ConfigError
from gridhall.hookspecs import Manifest, hookimpl
from gridhall.models import Account, Administrator, GridNode, Post, Role, Staff, Unit
from gridhall.plugins import PluginHost
from gridhall.services import cities, passwords, tree
from gridhall.services.cities import State
from gridhall.settings import Database, Settings
from gridhall.tenancy import Cities
from gridhall.words import Domain
from gridhall_residents.models import Resident

from .conftest import Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridhall.access import Scope
    from gridhall.testing import Deployment as TestDeployment

ROOT = Path(__file__).parents[2]
DEPARTMENTS = "plugins/residents/tests/data/departments"
TENANT = """\
slug = "{slug}"
name = {{ zh_Hans = "小城", en = "Little" }}
languages = ["zh_Hans"]
{plugins}
levels = [
    {{ key = "city", name = {{ zh_Hans = "市" }} }},
    {{ key = "village", name = {{ zh_Hans = "村" }} }},
    {{ key = "grid", name = {{ zh_Hans = "网格" }} }},
]
"""
DIVISIONS = (
    "code,name,parent_code,level\nL,小城,,city\nL1,东村,L,village\nL2,西村,L,village\nL201,一格,L2,grid\n"
)
STAFF = """\
login,name,role,node_code
system,林,,
security,吴,,
audit,周,,
leader,陈,city_leader,L
worker,乐,grid_worker_full,L1001
"""
_ = Domain("filler")


class Filler:
    """A plugin that puts one unit into each grid of a demo."""

    __name__ = "filler"

    calls = 0
    fails = False

    @hookimpl
    def gridhall_manifest(self) -> Manifest:
        return Manifest(name="filler", title=_("Filler"), summary=_("Fills."), package=Path("/nowhere"))

    @hookimpl
    def gridhall_demo(self, scope: Scope, progress: Callable[[int, int], None]) -> None:
        self.calls += 1
        grids = list(scope.db.scalars(scope.select(GridNode.id).where(GridNode.level == "grid")))
        for done, grid in enumerate(grids, start=1):
            scope.db.add(Unit(node_id=grid, name="team"))
            progress(done, len(grids))
        if self.fails:
            raise ZeroDivisionError


def write_city(root: Path, slug: str, plugins: str) -> None:
    for folder in (root / "tenants" / slug, root / "demo" / slug):
        folder.mkdir(parents=True)
    tenant = TENANT.format(slug=slug, plugins=plugins)
    (root / "tenants" / slug / "tenant.toml").write_text(tenant, encoding="utf-8")
    (root / "demo" / slug / "divisions.csv").write_text(DIVISIONS, encoding="utf-8")
    (root / "demo" / slug / "staff.csv").write_text(STAFF, encoding="utf-8")


@pytest.fixture
def filler() -> Filler:
    return Filler()


@pytest.fixture
def here(deployment: TestDeployment, tmp_path: Path, filler: Filler) -> Iterator[Shared]:
    write_city(tmp_path, "little", 'plugins = ["filler"]')
    (tmp_path / "gridhall.toml").write_text("", encoding="utf-8")
    here = Shared(tmp_path / "gridhall.toml")
    plugin: Any = filler
    here.__dict__ |= {"host": PluginHost({"filler": plugin}), "databases": deployment.databases}
    yield here
    cities.delete(deployment.databases, tmp_path / "var", here.city("little"))


def place(here: Shared) -> Place:
    (found,) = demo_cities(here)
    return found


def count(scope: Scope, model: Any) -> int:
    return scope.db.scalar(select(func.count()).select_from(model)) or 0


def test_a_city_is_filled_with_tree_staff_and_the_plugins_records(here: Shared) -> None:
    fill(here, place(here))
    with here.scope("little") as scope:
        made = [node for node in scope.db.scalars(select(GridNode)) if node.code.startswith("L1")]
        grids = sorted((node.code, node.name) for node in made if node.level == "grid")
        assert 4 <= len(grids) <= 7
        assert grids == [(f"L1{n:03}", f"第{n}网格") for n in range(1, len(grids) + 1)]
        assert count(scope, Unit) == len(grids) + 1
        posts = (
            select(Account.login, Role.key, GridNode.code)
            .join(Staff, Staff.account_id == Account.id)
            .join(Post, Post.staff_id == Staff.id)
            .join(Role, Role.id == Post.role_id)
            .join(GridNode, GridNode.id == Post.node_id)
        )
        assert set(scope.db.execute(posts)) == {
            ("leader", "city_leader", "L"),
            ("worker", "grid_worker_full", "L1001"),
        }
        accounts = scope.db.scalars(select(Account)).all()
        assert {account.login for account in accounts} == {"system", "security", "audit", "leader", "worker"}
        assert not any(account.must_change_password for account in accounts)
        assert all(passwords.verify(account.password_hash, PASSWORD) for account in accounts)
        named = select(Administrator.kind, Staff.name).join(Staff, Staff.id == Administrator.staff_id)
        assert set(scope.db.execute(named)) == {("system", "林"), ("security", "吴"), ("audit", "周")}


def test_filling_again_keeps_what_was_done(here: Shared, filler: Filler) -> None:
    fill(here, place(here))
    with here.scope("little") as scope:
        tree.rename(scope, tree.by_code(scope, "L1"), name="新村")
        nodes = count(scope, GridNode)
    fill(here, place(here))
    with here.scope("little") as scope:
        assert (tree.by_code(scope, "L1").name, count(scope, GridNode), filler.calls) == ("新村", nodes, 1)


def test_residents_are_made_up_once(deployment: TestDeployment, tmp_path: Path) -> None:
    write_city(tmp_path, "lesser", 'plugins = ["residents"]')
    (tmp_path / "gridhall.toml").write_text("", encoding="utf-8")
    here = Shared(tmp_path / "gridhall.toml")
    here.__dict__["databases"] = deployment.databases
    made = []
    for _start in range(2):
        fill(here, place(here))
        with here.scope("lesser") as scope:
            made.append(sorted(filter(None, scope.db.scalars(select(Resident.identity_ix)))))
    cities.delete(deployment.databases, tmp_path / "var", here.city("lesser"))
    assert len(made[0]) == len(set(made[0])) > 100
    assert made[1] == made[0]


def test_a_fill_that_was_interrupted_is_done_again_whole(here: Shared, filler: Filler) -> None:
    filler.fails = True
    with pytest.raises(ZeroDivisionError):
        fill(here, place(here))
    with here.scope("little") as scope:
        assert (count(scope, GridNode), count(scope, Post)) == (0, 0)
    filler.fails = False
    fill(here, place(here))
    with here.scope("little") as scope:
        assert count(scope, Unit) == count(scope, GridNode) - 3


def test_the_demo_stays_out_of_a_named_database(here: Shared) -> None:
    database = Database(url="postgresql://admin@db1/gridhall")
    here.__dict__["settings"] = here.settings.model_copy(update={"databases": {"main": database}})
    with pytest.raises(ConfigError, match="known to everybody"):
        demo_cities(here)


def test_the_demo_says_where_it_must_be_started(here: Shared, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "demo")
    with pytest.raises(ConfigError, match="in the folder of a checkout"):
        demo_cities(here)


def test_a_reset_deletes_the_demos_cities(here: Shared) -> None:
    fill(here, place(here))
    with demo.make_context("demo", ["--reset"], obj=here) as context:
        demo.invoke(context)
    assert cities.state(here.databases, here.city("little")) is State.ABSENT


@pytest.mark.parametrize("slug", ["zhoushan", "riverton", "marsa"])
def test_the_projects_own_cities_have_grids_and_a_place_for_everybody(slug: str) -> None:
    city = Cities.load(Settings(root=ROOT)).by_slug(slug)
    divisions = (ROOT / "demo" / slug / "divisions.csv").read_text(encoding="utf-8")
    grids = generated_grids(divisions, tree.Levels.of(city), city.languages[0]).decode()
    rows = [*csv.DictReader(io.StringIO(divisions)), *csv.DictReader(io.StringIO(grids))]
    codes = {row["code"] for row in rows}
    assert len(codes) == len(rows)
    staff = list(people(ROOT / "demo" / slug / "staff.csv"))
    assert [person.login for person in staff] == (
        ["system", "security", "audit", "leader", "county", "town", "village", "head", "worker"]
    )
    assert {person.node_code for person in staff} - {""} <= codes
    if slug == "zhoushan":
        assert 2350 <= sum(row["level"] == "grid" for row in rows) <= 2450


def test_what_is_told_to_try_is_there() -> None:
    paths = re.findall(r"\S+\.csv|\S+/(?=\. )", TRY + IMPORT)
    assert len(paths) == 4
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("cut", "whole", "encoding"),
    [
        ("guanghua_residents.csv", "public_security_residents.csv", "gb18030"),
        ("guanghua_homes.csv", "housing_dwellings.csv", "utf-8"),
    ],
)
def test_the_heads_files_are_those_of_the_departments_about_her_village(
    cut: str, whole: str, encoding: str
) -> None:
    (village,) = {
        person.node_code for person in people(ROOT / "demo/zhoushan/staff.csv") if person.login == "head"
    }
    header, *rows = (ROOT / DEPARTMENTS / whole).read_text(encoding).splitlines()
    own = [row for row in rows if village in row.split(",")]
    assert (ROOT / "demo" / "zhoushan" / cut).read_text(encoding).splitlines() == [header, *own]
    assert sum(NAME in row for row in own) > 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(port: int, process: subprocess.Popen[str]) -> bool:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


@pytest.mark.slow
def test_ctrl_c_stops_web_worker_and_database() -> None:
    root = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))  # a socket's path is limited to 107 bytes
    try:
        root.chmod(0o755)
        write_city(root, "little", "")
        shutil.copytree(ROOT / "themes", root / "themes")
        port = free_port()
        program = str(Path(sys.executable).with_name("gridhall"))
        process = subprocess.Popen(
            [program, "demo", "--port", str(port)],
            cwd=root,
            env={key: value for key, value in os.environ.items() if key != "GRIDHALL_CONFIG"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        answered = served(port, process)
        if answered:
            time.sleep(1)
            process.send_signal(signal.SIGINT)
        said, _none = process.communicate(timeout=60)
        assert (answered, process.returncode) == (True, 0), said
        assert f"http://little.localhost:{port}/" in said
        assert PASSWORD in said
        assert not (root / "var" / "postgres" / "postmaster.pid").exists()
        with pytest.raises((URLError, OSError)):
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        running = subprocess.run(["pgrep", "-f", str(root)], check=False, capture_output=True, text=True)
        assert running.stdout == ""
    finally:
        shutil.rmtree(root)
