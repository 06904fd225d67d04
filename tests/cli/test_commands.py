"""What the commands say and do, and with which status they end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from gridhall import __version__
from gridhall.db import as_owner
from gridhall.models import AuditEntry, PluginSwitch
from gridhall.services import cities

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Commands

TREE = "code,name,parent_code,level\nU,Upton,,city\nU1,Old town,U,town\nU2,,U,town\n"


@pytest.fixture
def upton(commands: Commands) -> Commands:
    commands.json("city", "create", "upton")
    return commands


@pytest.fixture
def tree(tmp_path: Path) -> str:
    file = tmp_path / "tree.csv"
    file.write_text(TREE, encoding="utf-8")
    return str(file)


def test_creating_prints_each_password_once(commands: Commands) -> None:
    made = commands.json("city", "create", "upton")
    assert (made["city"], made["plugins"]) == ("upton", ["counting"])
    assert [account["login"] for account in made["accounts"]] == ["system", "security", "audit"]
    passwords = [account["password"] for account in made["accounts"]]
    assert len({*passwords}) == 3
    assert "upton exists already" in commands.refused("city", "create", "upton", "--json")
    text = commands.run("city", "create", "downton").stdout
    assert [line.split()[0] for line in text.splitlines() if line.startswith("  ")] == [
        "system",
        "security",
        "audit",
    ]


def test_what_cannot_be_done_is_told_with_the_next_step(commands: Commands, tree: str) -> None:
    assert "tenants/nowhere/tenant.toml" in commands.refused("city", "create", "nowhere")
    assert commands.refused("grid", "import", tree, "--city", "upton", "--json") == (
        "Error: The city upton has not been created yet. Run: gridhall city create upton\n"
    )
    assert "Missing option '--city'" in commands.refused("grid", "import", tree, status=2)
    assert "does not exist" in commands.refused("grid", "import", "none.csv", "--city", "upton", status=2)
    assert "No such command 'fly'" in commands.refused("fly", status=2)


def test_a_wrong_file_is_told_in_one_line(commands: Commands, tmp_path: Path) -> None:
    (tmp_path / "tenants" / "upton" / "tenant.toml").write_text('slug = "upton"\n', encoding="utf-8")
    told = commands.refused("city", "list")
    assert told.startswith(f"Error: {tmp_path}/tenants/upton/tenant.toml: name: ")
    assert len(told.splitlines()) == 1
    (tmp_path / "tenants" / "upton" / "tenant.toml").write_text(
        'slug = "upton"\nname = { en = "U" }\nplugins = ["counting"]\n'
        'levels = [{ key = "city", name = { en = "City" } }]\n',
        encoding="utf-8",
    )


def test_the_tree_is_imported_and_again_unchanged(upton: Commands, tree: str) -> None:
    rejected = {
        "rejected": {"missing_name": 1},
        "rejects": [{"row": 4, "code": "U2", "reason": "missing_name"}],
    }
    first = {"rows": 3, "added": 2, "renamed": 0, "changed": 0, "unchanged": 0}
    assert upton.json("grid", "import", tree, "--city", "upton") == first | rejected
    again = first | {"added": 0, "unchanged": 2}
    assert upton.json("grid", "import", tree, "--city", "upton") == again | rejected
    assert upton.run("grid", "import", tree, "--city", "upton").stdout.splitlines() == [
        "3 rows: 0 added, 0 renamed, 0 changed, 2 unchanged, 1 rejected",
        "  row 4 (U2): The name is missing.",
    ]


def test_a_file_that_is_no_table_changes_nothing(upton: Commands, tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    told = upton.refused("grid", "import", str(tmp_path / "none.csv"), "--city", "upton", "--json")
    assert "no column code, name, parent_code, level" in told
    assert upton.json("counting", "areas", "--city", "upton") == {"areas": 0}


def test_cities_are_listed_with_how_far_they_came(upton: Commands) -> None:
    listed = upton.json("city", "list")["cities"]
    assert [(city["city"], city["name"], city["state"]) for city in listed] == [
        ("downton", "Downton", "absent"),
        ("upton", "Upton", "ready"),
    ]
    assert listed[1]["hosts"] == ["upton.localhost"]


def test_all_cities_that_were_created_are_migrated(upton: Commands) -> None:
    assert list(upton.json("city", "migrate")["cities"]) == ["upton"]
    assert upton.run("city", "migrate", "upton").stdout == "upton: up to date\n"
    result = upton.run("city", "migrate", "downton")
    assert (result.exit_code, "gridhall city create downton" in result.stdout) == (1, True)
    assert "not brought up to date: downton" in result.stderr


def test_checking_tells_what_is_wrong_by_its_status(upton: Commands) -> None:
    told = upton.json("city", "check", "upton")
    assert (told["ok"], {one["ok"] for one in told["cities"]["upton"]}) == (True, {True})
    result = upton.run("city", "check")
    assert (result.exit_code, "has not been created" in result.stdout) == (1, True)


def test_deleting_asks_for_the_slug(upton: Commands, tree: str) -> None:
    upton.run("grid", "import", tree, "--city", "upton")
    asked = upton.run("city", "delete", "upton", typed="Upton\n")
    assert asked.exit_code == 1
    assert "upton holds 2 areas, 3 staff, 3 accounts" in asked.stderr
    assert upton.json("counting", "areas", "--city", "upton") == {"areas": 2}
    assert upton.run("city", "delete", "upton", typed="upton\n").stdout == "upton was deleted.\n"
    assert "nothing to delete" in upton.refused("city", "delete", "upton", "--yes")
    upton.json("city", "create", "upton")
    assert upton.run("city", "delete", "upton", "--yes").exit_code == 0


def test_the_log_is_verified_and_a_change_found(upton: Commands) -> None:
    whole = upton.json("audit", "verify", "--city", "upton")
    assert (whole["ok"], whole["first_bad_seq"], whole["entries"]) == (True, None, whole["seq"])
    noted = f"{whole['seq']}:{whole['head']}"
    assert upton.json("audit", "verify", "--city", "upton", "--noted", noted) == whole
    assert upton.run("audit", "verify", "--city", "upton", "--noted", "1:xyz").exit_code == 2
    here = upton.here
    with as_owner(here.databases.admin("main"), here.city("upton")) as connection:
        connection.execute(text("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 2"))
    result = upton.run("audit", "verify", "--city", "upton", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"], told["first_bad_seq"]) == (1, False, 2)


def test_a_plugins_command_works_where_it_is_enabled_and_nowhere_else(upton: Commands) -> None:
    assert upton.json("counting", "areas", "--city", "upton") == {"areas": 0}
    here = upton.here
    with here.scope("upton") as scope:
        scope.db.get_one(PluginSwitch, "counting").enabled = False
    assert upton.refused("counting", "areas", "--city", "upton", "--json") == (
        "Error: The plugin counting is not enabled in upton. A system administrator can switch it on.\n"
    )


def test_what_a_command_did_is_undone_where_it_raised(upton: Commands) -> None:
    def entries() -> int:
        with upton.here.scope("upton") as scope:
            return len(scope.db.scalars(scope.select(AuditEntry.seq)).all())

    def fail() -> None:
        with upton.here.scope("upton") as scope:
            scope.audit("sample.undone")
            raise ZeroDivisionError

    before = entries()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert entries() == before
    with upton.here.scope("upton") as scope:
        scope.audit("sample.done")
        assert scope.principal.name.startswith("command line (")
    assert entries() == before + 1


def test_help_lists_core_and_plugins(commands: Commands) -> None:
    told = commands.run("--help").stdout
    names = [line.split()[0] for line in told.partition("Commands:\n")[2].splitlines()]
    assert {"audit", "city", "counting", "grid", "serve", "worker"} <= {*names}
    assert names == sorted(names)
    assert commands.run("--version").stdout.split()[-1] == __version__


def test_a_killed_create_can_be_run_again(commands: Commands) -> None:
    here = commands.here

    def killed() -> None:
        with cities.founding(here.databases, here.host, here.city("upton"), who=here.principal()):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert [city["state"] for city in commands.json("city", "list")["cities"]] == ["absent", "unfinished"]
    assert commands.run("city", "create", "upton").exit_code == 0
