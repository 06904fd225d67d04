"""What a command says while it works: on standard error, in lines where that is no terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gridhall.cli import progress

if TYPE_CHECKING:
    import pytest


def test_progress_is_told_each_tenth_with_what_failed_and_the_time_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress("people.csv") as steps:
        steps(0)
        steps(5, 100, failed=1)
        steps(10, 100, failed=1, left=timedelta(seconds=89.6))
        steps(19, 100, failed=2)
        steps(100, 100)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "people.csv: 10 of 100, 1 not used, 90 s left",
        "people.csv: 100 of 100",
    ]
