"""What plugins declare is checked at start; a city gets the hooks of what it enabled, and no others."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from pluggy import PluginValidationError

from gridhall.errors import ConfigError
from gridhall.hookspecs import Manifest, MenuItem, Panel, Permission, hookimpl
from gridhall.plugins import PluginHost
from gridhall.words import Domain

SCOPE = cast("Any", None)


def plugin(name: str, **more: Any) -> ModuleType:
    """A plugin's module as pip would give it, with a panel that says its name."""
    _ = Domain(name)
    manifest = Manifest(
        more.pop("declares", name),
        _("Title"),
        _("Summary"),
        Path(),
        permissions=(Permission(more.pop("permission", f"{name}.view"), _("View")),),
        menu=(MenuItem(_("Home"), f"{name}.home", "home", f"{name}.view", after=more.pop("after", ())),),
        search=more.pop("search", None),
    )
    module = ModuleType(f"gridhall_{name}.plugin")
    module.__dict__["gridhall_manifest"] = hookimpl(lambda: manifest, specname="gridhall_manifest")

    def panel(place: str) -> Panel | None:
        return Panel(_("Title"), name, key="one") if place == "node.main" else None

    module.__dict__["gridhall_panel"] = hookimpl(more.pop("panel", panel), specname="gridhall_panel")
    module.__dict__.update(more)
    return module


def host(*modules: ModuleType) -> PluginHost:
    return PluginHost({module.__name__.split(".")[0].removeprefix("gridhall_"): module for module in modules})


def bodies(made: PluginHost, *enabled: str, place: str = "node.main") -> list[str]:
    return [panel.body for panel in made.hooks_for(frozenset(enabled)).panels(SCOPE, place, None)]


def test_only_enabled_plugins_are_called() -> None:
    made = host(plugin("diary"), plugin("events"))
    assert (bodies(made, "events"), bodies(made), bodies(made, "diary", "events")) == (
        ["events"],
        [],
        ["diary", "events"],
    )


def test_none_adds_nothing() -> None:
    assert bodies(host(plugin("diary")), "diary", place="elsewhere") == []


def test_a_plugin_that_raises_is_left_out_and_the_others_stand() -> None:
    def broken(place: str) -> Panel:
        raise RuntimeError(place)

    assert bodies(host(plugin("diary", panel=broken), plugin("events")), "diary", "events") == ["events"]


def test_a_plugin_that_returns_something_else_is_left_out() -> None:
    made = host(plugin("diary", panel=lambda: "<script>"), plugin("events"))
    assert bodies(made, "diary", "events") == ["events"]


def test_the_menu_is_ordered_by_what_plugins_declare() -> None:
    made = host(plugin("alpha", after=("zulu.home",)), plugin("zulu"))
    names = frozenset({"alpha", "zulu"})
    assert [item.route for item in made.menu(names)] == ["zulu.home", "alpha.home"]
    assert [item.route for item in made.menu(frozenset({"alpha"}))] == ["alpha.home"]


def test_search_pages_are_those_of_enabled_plugins_in_the_menus_order() -> None:
    made = host(
        plugin("alpha", after=("zulu.home",), search="alpha.home"),
        plugin("mike"),
        plugin("zulu", search="zulu.home"),
    )
    found = [
        [(page.route, page.permission) for page in made.searches(frozenset(names))]
        for names in ({"alpha", "mike", "zulu"}, {"alpha", "mike"}, {"mike"})
    ]
    alpha, zulu = ("alpha.home", "alpha.view"), ("zulu.home", "zulu.view")
    assert found == [[zulu, alpha], [alpha], []]


def test_permissions_are_those_of_enabled_plugins() -> None:
    made = host(plugin("alpha"), plugin("zulu"))
    assert [permission.name for permission in made.permissions(frozenset({"zulu"}))] == ["zulu.view"]


def test_a_module_is_known_by_its_package() -> None:
    made = host(plugin("diary"))
    assert (made.plugin_of("gridhall_diary.views.lists"), made.plugin_of("gridhall.web")) == ("diary", None)


def test_a_misspelt_hook_stops_the_start() -> None:
    wrong = plugin("diary", gridhall_panle=hookimpl(lambda: None, specname="gridhall_panle"))
    with pytest.raises(PluginValidationError, match="gridhall_panle"):
        host(wrong)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"declares": "other"}, "name"),
        ({"permission": "core.tree_edit"}, "core.tree_edit"),
        ({"search": "diary.elsewhere"}, "search"),
    ],
)
def test_a_manifest_that_does_not_fit_stops_the_start(wrong: dict[str, str], key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        host(plugin("diary", **wrong))
    assert caught.value.params["key"] == key


def test_a_plugin_without_manifest_stops_the_start() -> None:
    with pytest.raises(ConfigError, match="gridhall_manifest"):
        PluginHost({"bare": ModuleType("gridhall_bare.plugin")})
