"""What a city set of its plugins."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from gridhall.hookspecs import Manifest, SettingSpec, hookimpl
from gridhall.plugins import PluginHost
from gridhall.services import settings
from gridhall.words import Domain

if TYPE_CHECKING:
    from pathlib import Path

    from gridhall.testing import SampleCity

_ = Domain("lantern")
OIL = SettingSpec("oil", _("Oil"), _("Litres a night."), int, 3)
LIT = SettingSpec("lit", _("Lit"), _("Whether any burns."), bool, default=True)


@pytest.fixture
def host(tmp_path: Path) -> PluginHost:
    """A lantern that has settings."""
    manifest = Manifest("lantern", _("Lanterns"), _("Burn."), tmp_path, settings=(OIL, LIT))
    module = ModuleType("gridhall_lantern.plugin")
    module.__dict__["gridhall_manifest"] = hookimpl(lambda: manifest, specname="gridhall_manifest")
    return PluginHost({"lantern": module})


def values(city: SampleCity) -> list[bool | int | str]:
    with city.scope() as scope:
        return [settings.value(scope, "lantern", spec) for spec in (OIL, LIT)]


def test_a_plugin_reads_what_its_city_set_and_else_the_default(
    city: SampleCity, other_city: SampleCity, host: PluginHost
) -> None:
    assert values(city) == [3, True]
    with city.scope() as scope:
        settings.change(scope, host, "lantern", {"oil": "0", "lit": ""})
    assert (values(city), values(other_city)) == ([0, False], [3, True])
