"""Runs the plugin's commands in this process, on the test cities."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from gridhall.cli import main
from gridhall.cli.context import Deployment

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from gridhall.testing import SampleCity, Stage


class Shared(Deployment):
    """A deployment whose connections belong to the whole run."""

    def close(self) -> None:
        """Leave them open."""


@dataclass(frozen=True)
class Commands:
    """``gridhall residents ... --city`` for one city."""

    here: Deployment
    slug: str

    def run(self, *words: str | Path) -> Result:
        given = ["residents", *map(str, words), "--city", self.slug]
        return CliRunner().invoke(main, given, obj=self.here, prog_name="gridhall")

    def json(self, *words: str | Path) -> dict[str, Any]:
        """The one object that a command that succeeds prints."""
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        told: dict[str, Any] = json.loads(result.stdout)
        return told

    def refused(self, *words: str | Path, status: int = 1) -> str:
        """What a command that is refused says, on standard error alone."""
        result = self.run(*words, "--json")
        assert (result.exit_code, result.stdout) == (status, "")
        return result.stderr


@pytest.fixture
def commands(stage: Stage, city: SampleCity, tmp_path: Path) -> Commands:
    config = tmp_path / "gridhall.toml"
    paths = {"var": stage.settings.var, "tenants": stage.settings.tenants}
    config.write_text("".join(f"{key} = {json.dumps(str(path))}\n" for key, path in paths.items()))
    here = Shared(config)
    here.__dict__ |= {"host": stage.host, "databases": stage.databases}
    return Commands(here, city.slug)
