"""A plugin that nobody named in pyproject.toml would be held to no contract."""

from __future__ import annotations

import tomllib

from .project import ROOT, project_files

TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
PLUGINS = [
    f"gridhall_{path.split('/')[1]}"
    for path in project_files()
    if path.startswith("plugins/") and path.endswith("/pyproject.toml") and path.count("/") == 2
]
CONTRACTS = {contract["name"]: contract for contract in TOOLS["importlinter"]["contracts"]}


def test_each_plugin_is_held_to_the_import_contracts() -> None:
    assert TOOLS["importlinter"]["root_packages"] == ["gridhall", *PLUGINS]
    assert CONTRACTS["Core never imports a plugin"]["forbidden_modules"] == PLUGINS
    pyramid = CONTRACTS["Pyramid only in web and app, and in a plugin's plugin.py and views"]
    assert pyramid["source_modules"] == ["gridhall", *PLUGINS]
    views = CONTRACTS["No SQLAlchemy in web and views"]
    assert views["source_modules"] == ["gridhall.web.**", *(f"{plugin}.views.**" for plugin in PLUGINS)]


def test_each_plugin_is_type_checked() -> None:
    assert TOOLS["mypy"]["mypy_path"].split(":") == [
        "core",
        *(f"plugins/{plugin.removeprefix('gridhall_')}" for plugin in PLUGINS),
    ]
