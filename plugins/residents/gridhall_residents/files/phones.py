"""Phone numbers in the form of ITU-T E.164."""

import re

from .reasons import RefusedError
from .text import digits_folded

_BETWEEN = re.compile(r"[\s\-().·‐‑–—]")
_DIGITS = re.compile(r"[0-9]{8,15}")
_CHINA = "86"
_CHINESE = re.compile(r"86(1[3-9][0-9]{9}|10[0-9]{7,8}|[2-9][0-9]{8,10})")
"""A mobile number, or an area code and 7 to 8 digits."""


def e164(cell: str, country_code: str = _CHINA) -> str:
    """``+`` and the digits: ``+8616600554061`` for 166-0055-4061.

    :param country_code: of numbers that name no country, without ``+``
    :raises RefusedError: ``phone_invalid``
    """
    text = _BETWEEN.sub("", digits_folded(cell))
    if text.startswith(("+", "00")):
        digits = text.removeprefix("+").removeprefix("00")
    elif country_code == _CHINA and len(text) > len("16600554061") and text.startswith(_CHINA):
        digits = text
    else:
        digits = country_code + text.removeprefix("0")
    if not _DIGITS.fullmatch(digits) or (digits.startswith(_CHINA) and not _CHINESE.fullmatch(digits)):
        raise RefusedError("phone_invalid")
    return "+" + digits
