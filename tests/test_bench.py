"""The bench runs, and asserts that what it measures is right; how fast it is, is no matter of tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_measure_comes_with_a_ratio() -> None:
    ignored = "ignore:pkg_resources is deprecated"
    command = [sys.executable, "-W", ignored, "-m", "bench", "--rows", "5000"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    head, *lines, last = done.stdout.splitlines()
    assert head.split() == ["measure", "ours", "baseline", "ratio"]
    assert last.startswith("took ")
    kinds = [line.split()[0] for line in lines]
    expected = ["tree", "import", "import", "the", "its"] + ["list", "count"] * 4
    assert kinds[:13] == expected
    assert [kind for kind in kinds[13:] if kind == "page"] == ["page", "page"]
    assert all(float(line.split()[-1].replace(",", "")) > 0 for line in lines)


def test_an_unknown_measure_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "speed"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no measure speed" in done.stderr
