"""Identity numbers and phones that look right and cannot be anybody's."""

from collections import Counter
from datetime import date

from ..files.identity import check_digit

_PREFIXES = tuple(f"33{city:02}98" for city in (9, *range(1, 9), 10, 11))
"""County code 98 in the prefectures of Zhejiang, Zhoushan first: no county has it."""
_A_DAY = 500
"""Odd or even sequence numbers of three digits: so many of one sex can be born on a day."""


class IdentityNumbers:
    """Gives each number once, counting up per day of birth and sex (GB 11643-1999)."""

    def __init__(self) -> None:
        self._given: Counter[tuple[date, str]] = Counter()

    def take(self, birth_date: date, sex: str) -> str:
        """The next number of this day and sex, 18 characters.

        :raises IndexError: 5,500 of one sex were born that day
        """
        count = self._given[birth_date, sex]
        self._given[birth_date, sex] += 1
        prefix, sequence = _PREFIXES[count // _A_DAY], count % _A_DAY * 2 + (sex == "male")
        first_17 = f"{prefix}{birth_date:%Y%m%d}{sequence:03}"
        return first_17 + check_digit(first_17)


class Phones:
    """Gives each phone once: numbers that no operator hands out."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def take(self, language: str) -> str:
        """The next number of the language's country, E.164."""
        self._given[language] += 1
        count = self._given[language]
        # The odd factor walks through the whole range and leaves neighbours looking unlike each other.
        match language:
            case "zh_Hans":
                return f"+86154{count * 61_803_399 % 10**8:08}"  # 154 is no operator's
            case "ar":
                return f"+96652{count * 6_180_339 % 10**7:07}"  # 52 is no operator's
        area, line = divmod(count * 61_803 % 70_000, 100)
        return f"+1{200 + area}55501{line:02}"  # 555-0100 to 555-0199 are kept for fiction
