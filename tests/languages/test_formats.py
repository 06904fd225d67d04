"""Dates, numbers and lists are written as each language writes them, in the city's time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gridhall.web.formats import Formats

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 3, 5, 17, 30, tzinfo=UTC)
"""In Shanghai it is the next day already."""
MARK = "\u200f"
"""Keeps a date together from right to left; not seen."""


def written(language: str) -> list[str]:
    formats = Formats.of(language, SHANGHAI)
    return [
        formats.date(EVENING).replace(MARK, ""),
        formats.time(EVENING).replace("\u202f", " "),
        formats.number(1234567.5),
        formats.percent(0.25).replace("\u200e", ""),
        formats.ago(timedelta(minutes=3)),
        formats.listed(["1", "2", "3"]),
        formats.listed(["1", "2"], "or"),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            ["Mar 6, 2026", "1:30 AM", "1,234,567.5", "25%", "3 minutes ago", "1, 2, and 3", "1 or 2"],
        ),
        ("zh_Hans", ["2026年3月6日", "01:30", "1,234,567.5", "25%", "3分钟前", "1、2和3", "1或2"]),
        ("ar", ["06/03/2026", "1:30 ص", "1,234,567.5", "25%", "قبل 3 دقائق", "1 و2 و3", "1 أو 2"]),
    ],
)
def test_what_a_language_writes(language: str, expected: list[str]) -> None:
    assert written(language) == expected
