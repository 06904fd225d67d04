"""Citizen identity numbers: GB 11643-1999, check digit by ISO 7064 MOD 11-2."""

import re
from datetime import date

from .reasons import RefusedError
from .text import folded

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FULL = re.compile(r"[0-9]{17}[0-9X]")
_LEGACY = re.compile(r"[0-9]{15}")
_EXPONENT = re.compile(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+")


def check_digit(first_17: str) -> str:
    """The 18th character for 17 digits."""
    return _CHECK_DIGITS[sum(map(int.__mul__, _WEIGHTS, map(int, first_17))) % 11]


def identity_number(cell: str, today: date) -> str:
    """The number in its 18-character form; a 15-digit one gains the century 19 and its check digit.

    :param today: nobody is born later
    :raises RefusedError: ``spreadsheet_damaged`` (written with an exponent), ``identity_malformed``,
        ``checksum``, ``date_invalid``
    """
    number = folded(cell).upper()
    if _EXPONENT.fullmatch(number):
        raise RefusedError("spreadsheet_damaged")
    if _LEGACY.fullmatch(number):
        number = f"{number[:6]}19{number[6:]}"
        number += check_digit(number)
    if not _FULL.fullmatch(number):
        raise RefusedError("identity_malformed")
    if check_digit(number[:17]) != number[17]:
        raise RefusedError("checksum")
    if birth_date_of(number) > today:
        raise RefusedError("date_invalid")
    return number


def birth_date_of(number: str) -> date:
    """The date within an 18-character number.

    :raises RefusedError: ``date_invalid``
    """
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise RefusedError("date_invalid") from error


def sex_of(number: str) -> str:
    """``male`` where the 17th digit of an 18-character number is odd, else ``female``."""
    return "male" if int(number[16]) % 2 else "female"
