"""Each host belongs to one city, each city to a known database."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridhall.errors import ConfigError, NotFound
from gridhall.settings import Settings
from gridhall.tenancy import Cities


def settings(tmp_path: Path, *cities: tuple[str, str], config: str = "") -> Settings:
    for slug, more in cities:
        folder = tmp_path / "tenants" / slug
        folder.mkdir(parents=True)
        (folder / "tenant.toml").write_text(
            f'slug = "{slug}"\nname = {{ en = "{slug}" }}\n{more}\n'
            'levels = [{ key = "city", name = { en = "City" } }]\n',
            encoding="utf-8",
        )
    file = tmp_path / "gridhall.toml"
    file.write_text(config, encoding="utf-8")
    return Settings.load(file)


def test_a_host_finds_its_city_by_exact_match(tmp_path: Path) -> None:
    cities = Cities.load(settings(tmp_path, ("north", 'hosts = ["Grid.North.example"]'), ("south", "")))
    asked = ("grid.north.example", "south.localhost", "www.grid.north.example", "localhost", "")
    found = [cities.by_host(host) for host in asked]
    assert [city and city.slug for city in found] == ["north", "south", None, None, None]


def test_an_unknown_slug_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"tenants/east/tenant\.toml"):
        Cities.load(settings(tmp_path, ("north", ""))).by_slug("east")


def test_two_cities_cannot_have_one_host(tmp_path: Path) -> None:
    made = settings(tmp_path, ("north", ""), ("south", 'hosts = ["NORTH.localhost"]'))
    with pytest.raises(ConfigError, match=r"north\.localhost belongs to north already"):
        Cities.load(made)


def test_a_city_is_placed_in_a_known_database(tmp_path: Path) -> None:
    config = '[databases.east]\nurl = "postgresql://db.example/gridhall"\n'
    with pytest.raises(ConfigError, match="Name one of: east"):
        Cities.load(settings(tmp_path, ("north", ""), config=config))


def test_names_in_the_database_follow_the_slug(tmp_path: Path) -> None:
    city = Cities.load(settings(tmp_path, ("north", 'timezone = "Asia/Shanghai"'))).by_slug("north")
    assert (city.schema, city.owner_role, city.login_role, city.zone.key, city.folder) == (
        "city_north",
        "gridhall_north_owner",
        "gridhall_north",
        "Asia/Shanghai",
        Path(tmp_path / "tenants" / "north"),
    )
