"""Dates as people type them."""

import re
from datetime import date

from .reasons import RefusedError
from .text import digits_folded

_FORMS = re.compile(
    r"(?P<y1>[0-9]{4})(?P<m1>[0-9]{2})(?P<d1>[0-9]{2})"
    r"|(?P<y2>[0-9]{4})(?P<sep>[-/.])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})( 0{1,2}:00(:00)?)?"
    r"|(?P<y3>[0-9]{4}) ?年 ?(?P<m3>[0-9]{1,2}) ?月 ?(?P<d3>[0-9]{1,2}) ?日"
)
_EARLIEST = 1850


def past_date(cell: str, today: date) -> date:
    """A date of 1850 or later and not after today: 19900131, 1990-1-31, 1990/1/31, 1990.1.31, 1990年1月31日.

    :raises RefusedError: ``date_invalid``, also where the year has two digits or the day is not said
    """
    match = _FORMS.fullmatch(digits_folded(cell))
    if match is None:
        raise RefusedError("date_invalid")
    year, month, day = (
        int(match[f"{part}1"] or match[f"{part}2"] or match[f"{part}3"]) for part in ("y", "m", "d")
    )
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise RefusedError("date_invalid") from error
    if year < _EARLIEST or found > today:
        raise RefusedError("date_invalid")
    return found
