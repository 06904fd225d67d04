"""The homes of a city, grid by grid."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, repeat
from random import Random
from typing import NamedTuple

from .households import Sketch, categories_of, names_of, sketch_household
from .numbers import IdentityNumbers, Phones
from .shapes import Dwelling, Household, Person
from .words import WORDS, Words

_USES = {"owner_occupied": 76, "rented": 12, "vacant": 7, "commercial": 4, "other": 1}
_LIVED_IN = {"owner_occupied", "rented"}
_SHARED = 0.12
"""Of the rented homes, the share where two households have rooms."""


class Place(NamedTuple):
    """A grid to fill."""

    grid_code: str
    language: str
    """``zh_Hans``, ``en`` or ``ar``: of the people's names and addresses."""


def populate(
    places: Iterable[Place | tuple[str, str]], *, today: date, people_per_grid: int = 12, seed: int = 1
) -> Iterator[Dwelling]:
    """Dwellings with their households, in the order of the grids.

    The same arguments give the same people. A grid's homes and families do not depend on the other grids;
    only phones and the sequence within identity numbers do. Codes, phones and identity numbers are unique
    within one call.

    :param today: nobody is born later; ages are those of this day
    :param people_per_grid: about; a grid is wanted to have up to a fifth more or less, its last home is whole
    :raises KeyError: a language without words
    """
    register = _Register(IdentityNumbers(), Phones(), today)
    for grid_code, language in places:
        random = Random(f"{seed}:{grid_code}")
        wanted = max(1, round(people_per_grid * random.uniform(0.8, 1.2)))
        for number in count(1):
            dwelling = register.dwelling(random, grid_code, number, WORDS[language])
            wanted -= sum(len(household.members) for household in dwelling.households)
            yield dwelling
            if wanted <= 0:
                break


class _Register(NamedTuple):
    """What is handed out once in a whole city."""

    numbers: IdentityNumbers
    phones: Phones
    today: date

    def dwelling(self, random: Random, grid_code: str, number: int, words: Words) -> Dwelling:
        """One home or shop with who lives in it."""
        code = f"{grid_code}-{number:03}"
        use = random.choices(tuple(_USES), tuple(_USES.values()))[0]
        households = []
        if use in _LIVED_IN:
            households.append(self.household(random, code, words))
        if use == "rented" and random.random() < _SHARED:
            households.append(self.household(random, f"{code}-2", words))
        return Dwelling(
            grid_code=grid_code,
            code=code,
            address=words.address(random, number),
            use=use,
            area_m2=_area(random, use),
            owner_name=households[0].members[0].name if use == "owner_occupied" else _owner(random, words),
            households=tuple(households),
        )

    def household(self, random: Random, code: str, words: Words) -> Household:
        """A family with names, numbers and categories."""
        sketches = sketch_household(random)
        names = names_of(random, sketches, words)
        categories = categories_of(random, sketches)
        people = map(self.person, repeat(random), sketches, names, categories, repeat(words.language))
        return Household(code=code, members=tuple(people))

    def person(
        self, random: Random, sketch: Sketch, name: str, categories: tuple[str, ...], language: str
    ) -> Person:
        """One member, born on a day that gives the age."""
        birth_date = self.today - timedelta(days=int(sketch.age * 365.2425) + random.randint(1, 364))
        has_phone = random.random() < _phone_share(sketch.age)
        return Person(
            name=name,
            sex=sketch.sex,
            birth_date=birth_date,
            relation=sketch.relation,
            phone=self.phones.take(language) if has_phone else None,
            identity_number=self.numbers.take(birth_date, sketch.sex) if language == "zh_Hans" else None,
            categories=categories,
        )


def _phone_share(age: int) -> float:
    """How many of this age have a phone that the city knows."""
    if age < 14:
        return 0.05
    return 0.95 if age < 70 else 0.6


def _area(random: Random, use: str) -> Decimal:
    """Floor area, to a tenth of a square metre."""
    middle = 60 if use == "commercial" else 92
    return Decimal(round(min(max(random.lognormvariate(0, 0.35) * middle, 18), 400) * 10)) / 10


def _owner(random: Random, words: Words) -> str:
    """Somebody who lives elsewhere."""
    sex = "male" if random.random() < 0.6 else "female"
    given, father = (
        words.given_name(random, sex, random.randint(30, 75)),
        words.given_name(random, "male", 80),
    )
    return words.name(words.family(random), given, father)
