"""What a typed text may be, by its form alone."""

import re
from datetime import date
from enum import StrEnum

from gridhall_residents.files.identity import identity_number
from gridhall_residents.files.phones import e164
from gridhall_residents.files.reasons import RefusedError
from gridhall_residents.files.text import digits_folded, key, one_line

_CODE = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9/_.-]*")
_LETTER = re.compile(r"[^\W\d_]")
_STREET = re.compile(
    r".+(?:[路街巷弄号幢栋室村镇乡]|社区|小区|单元|街道)"
    r"|.*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|way|close|court|square|terrace|row)\b.*"
    r"|(?:.*\s)?(?:شارع|طريق|حي|حارة|زقاق)\s.*",
    re.IGNORECASE,
)
"""Words by which an address is known without a number in it."""
SHORTEST = 2
"""Characters of a part of a name or an address."""
MOST_DIGITS = 6
"""Of an address: a longer number alone is a phone or a code."""


class Reading(StrEnum):
    """What the text is looked up as."""

    IDENTITY = "identity"
    PHONE = "phone"
    CODE = "code"
    """Of a home or a household."""
    NAME = "name"
    ADDRESS = "address"


def readings(text: str, *, today: date, phone_country: str) -> tuple[Reading, ...]:
    """What it may be, the likeliest first; empty for what is too short for anything.

    :param phone_country: the calling code of numbers that name no country
    """
    small = key(digits_folded(text))
    possible = {
        Reading.IDENTITY: as_identity(text, today) is not None,
        Reading.PHONE: as_phone(text, phone_country) is not None,
        Reading.CODE: _CODE.fullmatch(small.upper()) is not None,
        Reading.NAME: bool(small) and not any(character.isdigit() for character in small),
        Reading.ADDRESS: len(small) >= SHORTEST and not _is_long_number(small),
    }
    found = [reading for reading, fits in possible.items() if fits]
    if found == [Reading.NAME, Reading.ADDRESS] and _STREET.fullmatch(one_line(text)):
        found.reverse()
    return tuple(found)


def _is_long_number(small: str) -> bool:
    digits = sum(character.isdigit() for character in small)
    return digits > MOST_DIGITS and not _LETTER.search(small)


def as_identity(text: str, today: date) -> str | None:
    """The identity number of 18 characters, or None."""
    try:
        return identity_number(key(digits_folded(text)), today)
    except RefusedError:
        return None


def as_phone(text: str, phone_country: str) -> str | None:
    """The phone in E.164, or None."""
    if _LETTER.search(text):
        return None
    try:
        return e164(text, phone_country)
    except RefusedError:
        return None


def as_code(text: str) -> str:
    """The code as records keep it: NFKC, no blanks, capitals."""
    return key(digits_folded(text)).upper()


def name_parts(text: str) -> list[str]:
    """The parts that a name must hold: each word, or all as one where a word is a single character."""
    words = [key(word) for word in text.split()]
    return words if all(len(word) >= SHORTEST for word in words) else [key(text)]
