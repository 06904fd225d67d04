"""What the documentation shows is right: TOML is read, Python runs, and the plugin of vendors.md works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from gridhall.settings import Settings, Tenant

from .pages import Block, Page
from .project import page, pages

if TYPE_CHECKING:
    from pathlib import Path

VENDORS = page("docs/vendors.md")


def write_files(blocks: list[Block], folder: Path) -> None:
    """Put each piece of code that is a file where it says."""
    for block in blocks:
        if block.file:
            file = folder / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")


def check_toml(block: Block, folder: Path) -> None:
    """Read it as TOML, and what is a file of a deployment or a city as that."""
    tomllib.loads(block.text)
    if block.file.startswith("gridhall"):
        (folder / "gridhall.toml").write_text(block.text, encoding="utf-8")
        Settings.load(folder / "gridhall.toml")
    elif block.file.endswith("tenant.toml"):
        city = folder / str(tomllib.loads(block.text)["slug"])
        city.mkdir()
        (city / "tenant.toml").write_text(block.text, encoding="utf-8")
        Tenant.load(city)


def run(shown: Page, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the Python of a page that is no file, piece after piece, in a folder that holds those that are."""
    write_files(shown.blocks, folder)
    parts = [
        "\n" * (block.line - 1) + block.text
        for block in shown.blocks
        if block.language == "python" and not block.file and not block.is_signature
    ]
    script = "".join(f"exec(compile({part!r}, {shown.path!r}, 'exec'))\n" for part in parts)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


def test_toml_is_what_it_says_to_be(tmp_path: Path) -> None:
    for number, (path, block) in enumerate((p.path, b) for p in pages() for b in p.blocks):
        if block.language == "toml":
            folder = tmp_path / str(number)
            folder.mkdir()
            try:
                check_toml(block, folder)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is said where
                pytest.fail(f"{path}:{block.line}: {error}")


def test_json_is_read() -> None:
    blocks = [(p.path, b) for p in pages() for b in p.blocks if b.language == "json"]
    assert [path for path, block in blocks if not isinstance(json.loads(block.text), dict)] == []


@pytest.mark.parametrize(
    "block",
    [
        Block("toml", "", "a = ", 1),
        Block("toml", "gridhall.toml", "[web]\nprot = 1", 1),
        Block("toml", "tenants/northport/tenant.toml", 'slug = "northport"', 1),
    ],
    ids=["no TOML", "no key of a deployment", "a city without levels"],
)
def test_wrong_toml_is_found(block: Block, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"Invalid|Extra inputs|Field required"):
        check_toml(block, tmp_path)


@pytest.mark.parametrize(
    "shown",
    [each for each in pages() if any(block.language == "python" for block in each.blocks)],
    ids=lambda shown: shown.path,
)
def test_python_runs(shown: Page, tmp_path: Path) -> None:
    done = run(shown, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_python_that_does_not_run_is_found(tmp_path: Path) -> None:
    done = run(Page("docs/a.md", "# A\n\n```python\nx = 1\n```\n\n```python\nx + y\n```\n"), tmp_path)
    assert done.returncode == 1
    assert 'File "docs/a.md", line 8' in done.stderr


@pytest.mark.slow
def test_the_plugin_can_be_installed_and_does_what_its_tests_say(tmp_path: Path) -> None:
    write_files(VENDORS.blocks, tmp_path)
    compiling = ["pybabel", "compile", "--directory", "gridhall_benches/locale", "--domain", "benches"]
    installing = ["--no-deps", "--no-build-isolation", "--no-index", "--target", "site", "."]
    python = [sys.executable, "-W", "ignore", "-m"]
    asked = (
        [*python, "babel.messages.frontend", *compiling[1:]],
        [*python, "pip", "install", "--quiet", "--disable-pip-version-check", *installing],
        [*python, "pytest", "-q", "-p", "no:cacheprovider", "tests"],
    )
    told = ""
    for command in asked:
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
            check=False,
            capture_output=True,
            text=True,
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0, told
    assert told.splitlines()[-1].startswith("5 passed")
