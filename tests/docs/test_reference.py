"""``docs/reference.md`` is what the code says, and the code says what each thing is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType

import click
import pytest

from gridhall import hookspecs
from gridhall.hookspecs import Command, Manifest, Permission, SettingSpec, hookimpl
from gridhall.plugins import PluginHost
from gridhall.testing import reference
from gridhall.words import Domain

from .pages import Page, names
from .project import page

_ = Domain("ferry")


@click.group(help="Ferries.")
def ferry() -> None:
    pass


@ferry.command(help="Count the boats.")
@click.option("--anchored", is_flag=True, help="Only those at anchor.")
def boats(*, anchored: bool) -> None:
    raise NotImplementedError(anchored)


@pytest.fixture(scope="module")
def told() -> Page:
    """The page of a host with one strange plugin."""
    module = ModuleType("gridhall_ferry.plugin")
    manifest = Manifest(
        name="ferry",
        title=_("Ferry"),
        summary=_("Boats."),
        package=Path(),
        permissions=(Permission("ferry.steer", _("Steer a boat"), "system"),),
        settings=(SettingSpec("berths", _("Berths"), _("How many boats lie here."), int, 3),),
        commands=(Command(ferry),),
    )
    module.__dict__["gridhall_manifest"] = hookimpl(lambda: manifest, specname="gridhall_manifest")
    host = PluginHost({"ferry": module})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gridhall.cli.command.installed", lambda: host)
        return Page("docs/reference.md", reference.page(host))


def unsaid(text: Page) -> list[str]:
    """Rows of tables that name a thing and do not say what it is."""
    return [row[0] for row in text.rows() if names(row[0]) and not all((row[0], row[-1]))]


def test_the_page_is_what_the_code_says() -> None:
    text = page("docs/reference.md").text
    assert text == reference.page(PluginHost.discover()), "run: make reference"


def test_another_plugin_makes_another_page(told: Page) -> None:
    assert told.text != page("docs/reference.md").text
    assert told.section("gridhall ferry boats").rows() == [["`--anchored`", "Only those at anchor."]]


def test_everything_that_a_plugin_declares_is_on_the_page() -> None:
    text = page("docs/reference.md")
    for name in reference.DECLARED:
        declared = getattr(hookspecs, name)
        assert [names(row[0])[0] for row in text.section(name).rows()] == [f.name for f in fields(declared)]
    assert {name for name in hookspecs.__all__ if name[0].isupper()} == set(reference.DECLARED)


def test_nothing_on_the_page_is_left_unsaid() -> None:
    assert unsaid(page("docs/reference.md")) == []


def test_macros_are_on_the_page() -> None:
    shown = names(page("docs/reference.md").section("macros/show.jinja2").rows()[0][0])
    assert shown == ['badge(text, kind="")']


def test_what_is_left_unsaid_is_found() -> None:
    assert unsaid(Page("a.md", "| a | b |\n|---|---|\n| `x` | |\n| `y` | said |\n")) == ["`x`"]


def test_a_plugins_permissions_and_settings_are_on_the_page(told: Page) -> None:
    rows = told.section("Permissions").rows()
    assert ["`ferry.steer`", "Steer a boat", "the system administrator"] in rows
    assert told.section("Settings of plugins").rows() == [
        ["`ferry`", "`berths`", "`3`", "Berths. How many boats lie here."]
    ]


def test_a_field_is_said_with_type_default_and_docstring(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class Buoy:
        """Swims."""

        colour: str
        """As seen
        from a boat."""
        lit: bool | None = None

    monkeypatch.setattr(hookspecs, "Card", Buoy)
    text = Page("docs/reference.md", reference.page(PluginHost({})))
    assert text.section("Card").rows() == [
        ["`colour`", "`str`", "", "As seen from a boat."],
        ["`lit`", "`bool | None`", "`None`", ""],
    ]
    assert "`lit`" in unsaid(text)
