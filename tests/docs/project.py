"""The files of the project, and its pages."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from .pages import Page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@cache
def files() -> tuple[str, ...]:
    """What is committed or about to be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(path for path in set(listed.split("\0")) if path and (ROOT / path).is_file()))


@cache
def page(path: str) -> Page:
    """One page, by its path from the root."""
    return Page(path, (ROOT / path).read_text("utf-8"))


@cache
def pages() -> tuple[Page, ...]:
    """Every page of the project."""
    return tuple(page(path) for path in files() if path.endswith(".md"))


def code() -> dict[str, str]:
    """The text of each file of core and of the plugins that a person writes."""
    kinds = (".py", ".sql", ".jinja2", ".toml", ".js", ".css")
    return {
        path: (ROOT / path).read_text("utf-8")
        for path in files()
        if path.startswith(("core/", "plugins/")) and path.endswith(kinds)
    }
