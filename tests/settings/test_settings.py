"""A wrong file stops the start and says where and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridhall.errors import ConfigError
from gridhall.settings import Settings, Tenant

if TYPE_CHECKING:
    from pathlib import Path

TENANT = """
slug = "north"
name = { en = "North" }
levels = [{ key = "city", name = { en = "City" } }]
"""


def refusal(load: object, *arguments: object) -> tuple[str, str]:
    with pytest.raises(ConfigError) as caught:
        load(*arguments)  # type: ignore[operator]
    return str(caught.value.params["key"]), str(caught.value)


def tenant(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "north"
    folder.mkdir()
    (folder / "tenant.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_all_is_below_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.load()
    assert (settings.var, settings.tenants, settings.databases) == (
        tmp_path / "var",
        tmp_path / "tenants",
        {},
    )


def test_paths_start_from_the_files_folder(tmp_path: Path) -> None:
    file = tmp_path / "etc" / "gridhall.toml"
    file.parent.mkdir()
    file.write_text('var = "/srv/gridhall"\nmaster_key_file = "key"\n', encoding="utf-8")
    settings = Settings.load(file)
    assert (str(settings.var), settings.tenants, settings.master_key_file) == (
        "/srv/gridhall",
        file.parent / "tenants",
        file.parent / "key",
    )


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "other.toml"
    file.write_text("[web]\nport = 7000\n", encoding="utf-8")
    monkeypatch.setenv("GRIDHALL_CONFIG", str(file))
    assert Settings.load().web.port == 7000


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[web]\nport = 70000\n", "web.port"),
        ("[web]\nprot = 1\n", "web.prot"),
        ("[databases.main]\n", "databases.main.url"),
        ("web = [\n", "(file)"),
    ],
)
def test_a_wrong_deployment_file_is_refused_by_its_key(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "gridhall.toml"
    file.write_text(text, encoding="utf-8")
    named, message = refusal(Settings.load, file)
    assert (named, str(file) in message) == (key, True)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    assert refusal(Settings.load, tmp_path / "none.toml")[0] == "(file)"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("north", "North"), "slug"),
        (('slug = "north"', 'slug = "south"'), "slug"),
        (('key = "city"', 'key = "City"'), "levels.0.key"),
        (('slug = "north"', 'slug = "north"\ntimezone = "Mars/Base"'), "timezone"),
        (('slug = "north"', 'slug = "north"\nlanguages = ["fr"]'), "languages.0"),
        (('slug = "north"', 'slug = "north"\nlanguages = []'), "languages"),
    ],
)
def test_a_wrong_citys_file_is_refused_by_its_key(tmp_path: Path, change: tuple[str, str], key: str) -> None:
    assert refusal(Tenant.load, tenant(tmp_path, TENANT.replace(*change, 1)))[0] == key


def test_a_plugin_reads_its_own_table(tmp_path: Path) -> None:
    loaded = Tenant.load(tenant(tmp_path, TENANT + "[diary]\ninterval_days = 30\n"))
    assert (loaded.plugin_table("diary"), loaded.plugin_table("events")) == ({"interval_days": 30}, {})


def test_a_plugins_table_that_is_none_is_refused(tmp_path: Path) -> None:
    loaded = Tenant.load(tenant(tmp_path, "diary = 3\n" + TENANT))
    assert refusal(loaded.plugin_table, "diary")[0] == "diary"
