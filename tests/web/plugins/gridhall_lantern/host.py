"""The plugin host of these tests, one for the whole run, so that its cities are made once."""

from __future__ import annotations

from functools import cache

from gridhall.plugins import PluginHost

from . import plugin


@cache
def lantern_host() -> PluginHost:
    return PluginHost({"lantern": plugin})
