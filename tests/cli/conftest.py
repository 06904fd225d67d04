"""Runs commands in this process, on cities of the run's server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func

from gridhall.cli import answer, city_option, command_scope, json_option, main
from gridhall.cli.context import Deployment
from gridhall.hookspecs import Command, Manifest
from gridhall.models import GridNode
from gridhall.plugins import PluginHost
from gridhall.services import cities
from gridhall.words import Domain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridhall.testing import Deployment as TestDeployment

_ = Domain("counting")
TENANT = """\
slug = "{slug}"
name = {{ en = "{name}" }}
plugins = ["counting"]
levels = [{{ key = "city", name = {{ en = "City" }} }}, {{ key = "town", name = {{ en = "Town" }} }}]
"""


class Counting:
    """A plugin with a command."""

    __name__ = "counting"

    def gridhall_manifest(self) -> Manifest:
        return Manifest(
            name="counting",
            title=_("Counting"),
            summary=_("Counts areas."),
            package=self.package,
            commands=(Command(counting),),
        )

    package: Path


@click.group()
def counting() -> None:
    """Count areas."""


@counting.command()
@city_option
@json_option
def areas(city: str, *, as_json: bool) -> None:
    """Count them."""
    with command_scope(city) as scope:
        n = scope.db.scalar(scope.select(func.count()).select_from(GridNode))
    answer(as_json, {"areas": n}, f"{n} areas")


class Shared(Deployment):
    """A deployment whose connections belong to the whole run."""

    def close(self) -> None:
        """Leave them open."""


@dataclass(frozen=True)
class Commands:
    """The command line of one deployment."""

    here: Deployment

    def run(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, words, input=typed, obj=self.here, prog_name="gridhall")

    def json(self, *words: str) -> dict[str, Any]:
        """The one object that a command that succeeds prints."""
        result = self.run(*words, "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        told: dict[str, Any] = json.loads(result.stdout)
        return told

    def refused(self, *words: str, status: int = 1) -> str:
        """What a command that is refused says, on standard error alone."""
        result = self.run(*words)
        assert (result.exit_code, result.stdout) == (status, "")
        return result.stderr


@pytest.fixture
def commands(deployment: TestDeployment, tmp_path: Path) -> Iterator[Commands]:
    """Two cities that have only their files; what was made of them is deleted after the test."""
    for slug in ("upton", "downton"):
        folder = tmp_path / "tenants" / slug
        folder.mkdir(parents=True)
        (folder / "tenant.toml").write_text(TENANT.format(slug=slug, name=slug.title()), encoding="utf-8")
    (tmp_path / "gridhall.toml").write_text("", encoding="utf-8")
    plugin: Any = Counting()
    plugin.package = tmp_path
    here = Shared(tmp_path / "gridhall.toml")
    here.__dict__ |= {"host": PluginHost({"counting": plugin}), "databases": deployment.databases}
    yield Commands(here)
    for slug in ("upton", "downton"):
        cities.delete(deployment.databases, tmp_path / "var", here.city(slug))
