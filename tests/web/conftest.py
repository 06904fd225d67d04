"""The plugin of these tests."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gridhall.plugins import PluginHost

sys.path.insert(0, str(Path(__file__).parent / "plugins"))


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    host: PluginHost = import_module("gridhall_lantern.host").lantern_host()
    return host
