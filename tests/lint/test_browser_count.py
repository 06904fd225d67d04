"""The counting of skipped browser tests, on a run of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import pytest

@pytest.mark.browser
def test_in_a_browser():
    pytest.skip("no Chromium")

def test_elsewhere():
    pytest.skip("for another reason")

def test_passes():
    pass
"""


@pytest.mark.parametrize(
    ("required", "status", "line"),
    [
        ("0", 0, "browser tests skipped: 1 (no Chromium was used)"),
        ("1", 1, "browser tests skipped: 1 (a failure: GRIDHALL_REQUIRE_BROWSER is 1)"),
    ],
)
def test_skipped_browser_tests_are_counted(tmp_path: Path, required: str, status: int, line: str) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"GRIDHALL_REQUIRE_BROWSER": required},
        check=False,
        capture_output=True,
        text=True,
    )
    counted = [text for text in run.stdout.splitlines() if text.startswith("browser tests")]
    assert (run.returncode, counted) == (status, [line])
