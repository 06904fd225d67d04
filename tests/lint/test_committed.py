"""What must not be committed: other people's files, and where somebody's packages came from."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from .project import ROOT, project_files

FETCHED = {"vendor", "node_modules", "site-packages", ".venv"}
MINIFIED = re.compile(r"\.(min|bundle)\.(js|mjs|css)$")
ADDRESS = re.compile(r"\bhttps?://[^\s\"'#]+|--(extra-)?index-url\b.*|--find-links\b.*|\"resolved\"\s*:")
LOCKS = ("requirements/", "package.json", "package-lock.json", ".npmrc", "pip.conf", "uv.lock")


def is_third_party(path: str) -> bool:
    """Fetched by the lock files, so not ours to commit."""
    return bool(FETCHED & set(PurePosixPath(path).parts)) or MINIFIED.search(path) is not None


def is_lock(path: str) -> bool:
    """A file that says which packages are installed."""
    return path.startswith(LOCKS) or PurePosixPath(path).name in LOCKS


def addresses(path: str, text: str) -> list[str]:
    """Lines that name a registry: they hold only where they were written."""
    return [
        f"{path}:{number}"
        for number, line in enumerate(text.splitlines(), start=1)
        if ADDRESS.search(line) and '"license"' not in line
    ]


def test_no_third_party_file_is_committed() -> None:
    assert [path for path in project_files() if is_third_party(path)] == []


def test_no_lock_file_names_a_registry() -> None:
    locks = [path for path in project_files() if is_lock(path)]
    assert {"requirements/run.txt", "requirements/dev.txt", "requirements/embedded.txt"} <= set(locks)
    assert [fault for path in locks for fault in addresses(path, (ROOT / path).read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("core/gridhall/web/static/vendor/htmx.js", True),
        ("core/gridhall/web/static/leaflet.min.css", True),
        ("core/gridhall/web/static/portal.js", False),
        ("core/gridhall/web/static/vendors.css", False),
    ],
)
def test_a_third_party_file_is_found(path: str, *, found: bool) -> None:
    assert is_third_party(path) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("--index-url https://packages.example/simple", True),
        ("--extra-index-url=http://10.0.0.1/simple", True),
        ("thing @ https://packages.example/thing.whl", True),
        ('      "resolved": "https://packages.example/thing.tgz",', True),
        ("    # via -r run.in", False),
        ("thing==1.0 \\", False),
    ],
)
def test_an_address_in_a_lock_file_is_found(line: str, *, found: bool) -> None:
    assert addresses("x.txt", f"a\n{line}\n") == ["x.txt:2"] * found


def test_lock_files_are_known_by_name() -> None:
    assert is_lock("core/gridhall/web/package-lock.json")
    assert not is_lock("docs/operators.md")
