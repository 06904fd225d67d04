"""Floor areas."""

import re
from decimal import Decimal

from .reasons import RefusedError
from .text import digits_folded

_UNIT = re.compile(r"\s*(m2|m²|平方米|平米|平)$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]+)?")


def area_m2(cell: str) -> Decimal:
    """Square metres, below a thousand million; thousands may be set off by commas, the unit may follow.

    :raises RefusedError: ``area_not_a_number``, ``area_not_positive``
    """
    text = _UNIT.sub("", digits_folded(cell).replace("\N{MINUS SIGN}", "-"))
    if not _NUMBER.fullmatch(text):
        raise RefusedError("area_not_a_number")
    area = Decimal(text.replace(",", ""))
    if area <= 0:
        raise RefusedError("area_not_positive")
    return area
