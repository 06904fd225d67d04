"""Who lives with whom: kinds of households, with the sex, age and relation of each member."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from .words import Words

Sketches = list["Sketch"]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A member before the name."""

    relation: str
    sex: str
    age: int
    own_family: bool = False
    """Has another family name than the head: married in, or no kin."""


def _sex(random: Random) -> str:
    return "male" if random.random() < 0.51 else "female"


def _other(sex: str) -> str:
    return "female" if sex == "male" else "male"


def _couple(random: Random, youngest: int, oldest: int) -> Sketches:
    sex = "male" if random.random() < 0.78 else "female"
    age = random.randint(youngest, oldest)
    spouse_age = max(22, age + random.randint(-5, 3))
    return [Sketch("head", sex, age), Sketch("spouse", _other(sex), spouse_age, own_family=True)]


def _child(random: Random, parent_age: int) -> Sketch:
    """A child that was born when the parent was between 22 and 36."""
    sex = _sex(random)
    age = max(0, parent_age - random.randint(22, 36))
    return Sketch("son" if sex == "male" else "daughter", sex, age)


def _mother_age(members: Sketches) -> int:
    return min(member.age for member in members[:2])


def _single(random: Random) -> Sketches:
    return [Sketch("head", _sex(random), random.randint(22, 59))]


def _elderly_alone(random: Random) -> Sketches:
    return [Sketch("head", "female" if random.random() < 0.66 else "male", random.randint(61, 96))]


def _young_couple(random: Random) -> Sketches:
    return _couple(random, 24, 48)


def _elderly_couple(random: Random) -> Sketches:
    return _couple(random, 60, 90)


def _family(random: Random) -> Sketches:
    members = _couple(random, 26, 55)
    children = random.choices((1, 2, 3), (60, 34, 6))[0]
    return members + [_child(random, _mother_age(members)) for _ in range(children)]


def _three_generations(random: Random) -> Sketches:
    members = _family(random)
    age = members[0].age + random.randint(22, 33)
    if random.random() < 0.6:
        members.append(Sketch("father", "male", min(age + random.randint(0, 4), 97)))
    members.append(Sketch("mother", "female", min(age, 99), own_family=True))
    return members


def _single_parent(random: Random) -> Sketches:
    sex = "female" if random.random() < 0.75 else "male"
    age = random.randint(24, 52)
    return [Sketch("head", sex, age), *(_child(random, age) for _ in range(random.choice((1, 1, 2))))]


def _left_behind(random: Random) -> Sketches:
    """Grandparents with a grandchild whose parents work elsewhere."""
    members = _couple(random, 52, 70)[: random.choice((1, 2, 2))]
    return [*members, Sketch("other_relative", _sex(random), random.randint(2, 15))]


def _siblings(random: Random) -> Sketches:
    age = random.randint(20, 70)
    return [
        Sketch("head", _sex(random), age),
        Sketch("other_relative", _sex(random), max(18, age - random.randint(1, 9))),
    ]


_KINDS: tuple[tuple[Callable[[Random], Sketches], int], ...] = (
    (_single, 13),
    (_elderly_alone, 9),
    (_young_couple, 12),
    (_elderly_couple, 14),
    (_family, 32),
    (_three_generations, 10),
    (_single_parent, 5),
    (_left_behind, 2),
    (_siblings, 3),
)
_MAKERS, _WEIGHTS = zip(*_KINDS, strict=True)


def sketch_household(random: Random) -> Sketches:
    """A household of a random kind, the head first."""
    maker: Callable[[Random], Sketches] = random.choices(_MAKERS, _WEIGHTS)[0]
    return maker(random)


def names_of(random: Random, members: Sketches, words: Words) -> Iterator[str]:
    """The full name of each member, in the order of the members; children carry their father's."""
    family = words.family(random)
    family_of_children = family
    father_of_children: str | None = None
    for member in members:
        own = words.family(random) if member.own_family and not words.families_marry else family
        given = words.given_name(random, member.sex, member.age)
        child = member.relation in {"son", "daughter"}
        father = father_of_children if child else None
        if member.relation in {"head", "spouse"} and member.sex == "male":
            family_of_children, father_of_children = own, given
        own = family_of_children if child else own
        yield words.name(own, given, father or words.given_name(random, "male", 80))


def categories_of(random: Random, members: Sketches) -> Iterator[tuple[str, ...]]:
    """The categories of each member, in the order of the members."""
    poor = random.random() < (0.06 if len(members) == 1 else 0.022)
    adults = [member.age for member in members if member.age >= 18]
    left_behind = bool(adults) and min(adults) >= 50
    for member in members:
        found = []
        if random.random() < 0.012 + 0.0009 * member.age:
            found.append("disabled")
        if len(members) == 1 and member.age >= 60:
            found.append("elderly_alone")
        if left_behind and member.age < 16:
            found.append("left_behind_child")
        if poor:
            found.append("low_income")
        if member.age >= 22 and random.random() < (0.055 if member.sex == "male" else 0.004):
            found.append("veteran")
        yield tuple(found)
