"""Names and addresses in the languages of the demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from .word_lists import (
    ARABIC_FAMILIES,
    ARABIC_FEMALE,
    ARABIC_MALE,
    ARABIC_STREETS,
    CHINESE_FEMALE,
    CHINESE_FEMALE_OLD,
    CHINESE_MALE,
    CHINESE_MALE_OLD,
    CHINESE_STREETS,
    CHINESE_SURNAMES,
    ENGLISH_FAMILIES,
    ENGLISH_FEMALE,
    ENGLISH_MALE,
    ENGLISH_STREETS,
)

_OLD = 50
"""From this age on, given names are those of another time."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a language names people and homes."""

    language: str
    families: Sequence[str]
    given: Mapping[tuple[str, bool], Sequence[str]]
    """By sex and by whether the person is old."""
    streets: Sequence[str]
    form: str
    """How family, given and father's name make a name."""
    address_form: str
    areas_form: str
    """How an address joins the areas around it."""
    families_marry: bool
    """Whether a wife takes her husband's family name."""

    def family(self, random: Random) -> str:
        """A family name; the first of the list are the common ones."""
        return self.families[int(len(self.families) * random.random() ** 1.6)]

    def given_name(self, random: Random, sex: str, age: int) -> str:
        """A given name as it was usual when the person was born."""
        return random.choice(self.given[sex, age >= _OLD])

    def name(self, family: str, given: str, father: str) -> str:
        """A full name. In Arabic the father's stands between the given and the family name."""
        return self.form.format(family=family, given=given, father=father)

    def address(self, random: Random, number: int) -> str:
        """Where a home is; ``number`` tells the homes of a grid apart."""
        return self.address_form.format(
            street=random.choice(self.streets),
            house=random.randint(1, 480),
            block=number // 8 + 1,
            flat=number,
        )

    def located(self, address: str, areas: Sequence[str]) -> str:
        """An address with the areas around it, which are given the larger one first."""
        for area in reversed(areas):
            address = self.areas_form.format(address=address, area=area)
        return address


def _pairs(firsts: str, seconds: str) -> tuple[str, ...]:
    """Given names of one and of two characters."""
    return (*seconds, *(first + second for first in firsts for second in seconds if first != second))


_CHINESE = Words(
    "zh_Hans",
    CHINESE_SURNAMES,
    {
        ("male", False): _pairs(*CHINESE_MALE),
        ("female", False): _pairs(*CHINESE_FEMALE),
        ("male", True): _pairs(*CHINESE_MALE_OLD),
        ("female", True): _pairs(*CHINESE_FEMALE_OLD),
    },
    CHINESE_STREETS,
    "{family}{given}",
    "{street}{house}号{block}幢{flat}室",
    "{area}{address}",
    families_marry=False,
)
_ENGLISH = Words(
    "en",
    ENGLISH_FAMILIES,
    {("male", old): ENGLISH_MALE for old in (False, True)}
    | {("female", old): ENGLISH_FEMALE for old in (False, True)},
    ENGLISH_STREETS,
    "{given} {family}",
    "{house} {street}, Building {block}, Flat {flat}",
    "{address}, {area}",
    families_marry=True,
)
_ARABIC = Words(
    "ar",
    ARABIC_FAMILIES,
    {("male", old): ARABIC_MALE for old in (False, True)}
    | {("female", old): ARABIC_FEMALE for old in (False, True)},
    ARABIC_STREETS,
    "{given} {father} {family}",
    "{street} {house}، مبنى {block}، شقة {flat}",
    "{address}، {area}",
    families_marry=False,
)
WORDS = {words.language: words for words in (_CHINESE, _ENGLISH, _ARABIC)}
