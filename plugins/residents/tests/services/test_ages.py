"""Ages in full years: what Python counts, the database counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Date, cast, column, null, values

from gridhall_residents.services.ages import BANDS, UNKNOWN, age, band_of, years_before

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(2020, 3, 1), date(2026, 2, 28), 5),
        (date(2020, 3, 1), date(2026, 3, 1), 6),
        (date(2020, 2, 29), date(2026, 2, 28), 5),
        (date(2020, 2, 29), date(2026, 3, 1), 6),
        (date(2020, 2, 28), date(2024, 2, 29), 4),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_the_birthday_makes_a_year(born: date, today: date, years: int) -> None:
    assert age(born, today) == years


@given(DAYS, st.integers(0, 110))
def test_who_was_born_so_many_years_before_is_that_old_and_nobody_born_later(today: date, years: int) -> None:
    latest = years_before(today, years)
    assert (age(latest, today) >= years, age(latest + timedelta(days=1), today) < years) == (True, True)


@pytest.mark.parametrize(
    "today", [date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31)]
)
def test_the_database_puts_everybody_into_the_band_of_their_age(city: SampleCity, today: date) -> None:
    around = {
        years_before(today, years) + timedelta(days=days) for years in range(110) for days in (-1, 0, 1)
    }
    born = sorted(day for day in around if day <= today)
    rows = values(column("born", Date), name="people").data([(day,) for day in born])
    with city.scope() as scope:
        query = scope.select(rows.c.born, band_of(rows.c.born, today))
        found = {row[0]: row[1] for row in scope.db.execute(query)}
    expected = {day: next(b.key for b in BANDS if _holds(b.least, b.most, age(day, today))) for day in born}
    assert found == expected


def test_nobody_whose_birth_date_is_not_known_is_of_any_age(city: SampleCity) -> None:
    nothing = cast(null(), Date)
    with city.scope() as scope:
        assert scope.db.scalar(scope.select(band_of(nothing, date(2026, 1, 1)))) == UNKNOWN


def _holds(least: int, most: int | None, years: int) -> bool:
    return least <= years and (most is None or years <= most)
