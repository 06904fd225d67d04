"""Ages in full years, and the bands in which people are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, true
from sqlalchemy.orm import InstrumentedAttribute

UNKNOWN = "unknown"
"""The band of those whose birth date is not known; elsewhere too: what nobody has said."""

BirthDate = ColumnElement[Any] | InstrumentedAttribute[date | None]


@dataclass(frozen=True)
class AgeBand:
    """Ages from ``least`` to ``most``, both included; without ``most`` also all above."""

    least: int
    most: int | None

    @property
    def key(self) -> str:
        """As it stands in an address: ``6-17``, or ``80`` for the last."""
        return str(self.least) if self.most is None else f"{self.least}-{self.most}"

    def holds(self, birth_date: BirthDate, today: date) -> ColumnElement[bool]:
        """Whether somebody born then is of this age today; false where it is not known when."""
        old_enough = birth_date <= years_before(today, self.least) if self.least else true()
        young_enough = true() if self.most is None else birth_date > years_before(today, self.most + 1)
        return and_(birth_date.is_not(None), old_enough, young_enough)


BANDS = (
    AgeBand(0, 5),
    AgeBand(6, 17),
    AgeBand(18, 34),
    AgeBand(35, 59),
    AgeBand(60, 79),
    AgeBand(80, None),
)
BAND_OF_KEY: Mapping[str, AgeBand] = {band.key: band for band in BANDS}


def band_of(birth_date: BirthDate, today: date) -> ColumnElement[str]:
    """The key of the band, or ``unknown``."""
    return case(*((band.holds(birth_date, today), band.key) for band in BANDS), else_=UNKNOWN)


def age(birth_date: date, today: date) -> int:
    """Full years; who was born on 29 February has the birthday on 1 March of other years."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who is that old."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
