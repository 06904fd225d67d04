"""The plugin of the tests of the pipeline."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from gridhall.plugins import PluginHost

sys.path.insert(0, str(Path(__file__).parent / "plugins"))


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    return PluginHost({"lantern": import_module("gridhall_lantern.plugin")})
