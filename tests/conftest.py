"""Skipped browser tests are counted aloud, and fail the run where GRIDHALL_REQUIRE_BROWSER is 1."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter


def skipped_browser_tests(config: pytest.Config) -> int:
    """How many tests marked ``browser`` were skipped, in whatever folder."""
    reporter: TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return sum("browser" in getattr(report, "keywords", ()) for report in skipped)


def browser_required() -> bool:
    return os.environ.get("GRIDHALL_REQUIRE_BROWSER") == "1"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and browser_required() and skipped_browser_tests(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    count, required = skipped_browser_tests(config), browser_required()
    if count:
        verdict = "a failure: GRIDHALL_REQUIRE_BROWSER is 1" if required else "no Chromium was used"
        terminalreporter.write_line(f"browser tests skipped: {count} ({verdict})", red=required, bold=True)
