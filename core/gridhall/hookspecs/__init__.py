"""What a plugin can add to the platform. Start with :class:`Manifest`, then ``specs.py``."""

import pluggy

from gridhall.hookspecs.manifest import (
    Command,
    ImportTarget,
    JobSpec,
    Manifest,
    MenuItem,
    Permission,
    RoleDefault,
    SettingSpec,
)
from gridhall.hookspecs.surface import Card, Line, Panel

hookimpl = pluggy.HookimplMarker("gridhall")
"""Marks a plugin's function as the implementation of the hook of the same name."""

__all__ = [
    "Card",
    "Command",
    "ImportTarget",
    "JobSpec",
    "Line",
    "Manifest",
    "MenuItem",
    "Panel",
    "Permission",
    "RoleDefault",
    "SettingSpec",
    "hookimpl",
]
