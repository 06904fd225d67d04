"""A plugin that a city switched off: all that its manifest declares is gone there, and stays elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from gridhall.cli import Deployment, main
from gridhall.errors import Conflict, NotFound
from gridhall.jobs import CityScopes
from gridhall.jobs.runner import do
from gridhall.models import PluginSwitch
from gridhall.plugins import PluginHost
from gridhall.services import runs, settings
from gridhall.testing import Portal

from .people import EVERYTHING, add_person
from .walking import ways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from gridhall.hookspecs import JobSpec, Manifest
    from gridhall.testing import SampleCity, Stage

PLUGINS = PluginHost.discover().manifests


class Place:
    """A city, and somebody in it who holds every right that a role can hold, over all of it."""

    def __init__(self, stage: Stage, city: SampleCity) -> None:
        self.stage, self.city = stage, city
        self.login = add_person(city, EVERYTHING, city.node(city.slug)) or ""
        portal = Portal(stage.app, city)
        self.browser = portal.as_(self.login)
        self.system = portal.as_(city.administrator("system"))
        self.security = portal.as_(city.administrator("security"))

    def holds(self, permission: str) -> bool:
        with self.city.scope(self.login) as scope:
            return scope.can(permission)

    def links(self) -> set[str]:
        """Where the start page leads."""
        page = self.browser.get("/").html
        return {each["href"] for each in page.select("a[href]")} | {
            each["action"] for each in page.select("form[action]")
        }

    def ask(self, job: JobSpec) -> UUID:
        with self.city.scope(self.login) as scope:
            return runs.enqueue(scope, job.name, title="x", arguments={})

    def reason(self, run_id: UUID) -> str:
        """Why a worker did not do a run."""
        scopes = CityScopes(self.city.city, self.stage.databases, self.stage.host, self.stage.settings.var)
        do(scopes, run_id)
        with self.city.scope(self.login) as scope:
            return str((runs.get(scope, run_id).reason or {}).get("msgid", ""))


@pytest.fixture
def on(stage: Stage, other_city: SampleCity) -> Place:
    return Place(stage, other_city)


@pytest.fixture
def off(stage: Stage, city: SampleCity) -> Place:
    """To be switched off by :func:`switch`."""
    return Place(stage, city)


def switch(place: Place, plugin: Manifest) -> None:
    with place.city.scope() as scope:
        scope.db.get_one(PluginSwitch, plugin.name).enabled = False


@pytest.fixture(params=sorted(PLUGINS))
def plugin(request: pytest.FixtureRequest) -> Manifest:
    return PLUGINS[request.param]


def test_its_permissions_are_nobodys(off: Place, on: Place, plugin: Manifest) -> None:
    switch(off, plugin)
    names = [permission.name for permission in plugin.permissions]
    assert names
    for place, here in ((off, False), (on, True)):
        page = place.security.get("/roles/1").html
        for name in names:
            assert (name, place.holds(name), bool(page.select(f"[value='{name}']"))) == (name, here, here)


def test_its_menu_and_its_search_are_gone(off: Place, on: Place, plugin: Manifest, stage: Stage) -> None:
    switch(off, plugin)
    patterns = {way.route: way.pattern for way in ways(stage)}
    wanted = {patterns[item.route] for item in plugin.menu}
    wanted |= {patterns[plugin.search]} if plugin.search else set()
    assert wanted
    assert (off.links() & wanted, on.links() & wanted) == (set(), wanted)


def test_its_hooks_are_not_called(off: Place, on: Place, plugin: Manifest) -> None:
    switch(off, plugin)
    called = []
    for place in (off, on):
        with place.city.scope(place.login) as scope:
            hooks = ("gridhall_panel", "gridhall_card", "gridhall_demo")
            called.append({call.plugin_name for hook in hooks for call in scope.hooks._calls(hook)})
    assert (plugin.name in called[0], plugin.name in called[1]) == (False, True)


def test_its_jobs_are_neither_taken_nor_done(off: Place, on: Place, plugin: Manifest) -> None:
    waiting = [off.ask(job) for job in plugin.jobs]
    switch(off, plugin)
    assert waiting
    for job, run_id in zip(plugin.jobs, waiting, strict=True):
        with pytest.raises(Conflict, match="switched off"):
            off.ask(job)
        assert "was switched off in your city" in off.reason(run_id)
        assert "switched off" not in on.reason(on.ask(job))
        answer = off.browser.post(f"/jobs/{run_id}/retry").follow()
        assert "switched off in your city" in answer.html.select_one(".flashes").text


def test_its_files_are_not_served(off: Place, on: Place, plugin: Manifest) -> None:
    switch(off, plugin)
    files = [
        path for path in (plugin.package / "static").rglob("*") if path.suffix in (".css", ".js", ".svg")
    ]
    assert files
    for path in files:
        address = f"/static/{plugin.name}/{path.relative_to(plugin.package / 'static')}"
        off.browser.get(address, status=404)
        on.browser.get(address, status=200)


def test_its_settings_are_not_shown(off: Place, on: Place, plugin: Manifest) -> None:
    switch(off, plugin)
    off.system.get(f"/settings/plugins/{plugin.name}", status=404)
    off.system.post(f"/settings/plugins/{plugin.name}", status=404)
    on.system.get(f"/settings/plugins/{plugin.name}", status=200)
    with off.city.scope() as scope, pytest.raises(NotFound):
        settings.of_plugin(scope, off.stage.host, plugin.name)


class Shared(Deployment):
    """A deployment whose connections belong to the whole run."""

    def close(self) -> None:
        """Leave them open."""


def commands_of(plugin: Manifest) -> Iterator[tuple[list[str], click.Command]]:
    """The words of each command, and the command."""
    for each in plugin.commands:
        for name, command in each.group.commands.items():
            yield [plugin.name, name], command


def words_for(command: click.Command, city: str, file: Path) -> list[str]:
    """What a command cannot do without."""
    words = []
    for given in command.params:
        value = (
            city if given.name == "city" else str(file) if isinstance(given.type, click.Path) else "register"
        )
        if given.required:
            words += [given.opts[-1], value] if isinstance(given, click.Option) else [value]
    return words


def test_its_commands_are_refused(
    off: Place, on: Place, plugin: Manifest, stage: Stage, tmp_path: Path
) -> None:
    switch(off, plugin)
    here = Shared(None)
    here.__dict__ |= {"settings": stage.settings, "host": stage.host, "databases": stage.databases}
    here.__dict__["cities"] = stage.platform.cities
    file = tmp_path / "x.csv"
    file.write_text("name\nAnn\n", encoding="utf-8")
    found = list(commands_of(plugin))
    assert found
    refused = f"The plugin {plugin.name} is not enabled in {off.city.slug}"
    for words, command in found:
        for place, expected in ((off, True), (on, False)):
            given = [*words, *words_for(command, place.city.slug, file)]
            result = CliRunner().invoke(main, given, obj=here, prog_name="gridhall")
            assert (given, refused in result.stderr) == (given, expected)
