"""Made-up people hold together, and none of them can be anybody."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from gridhall_residents.files.identity import birth_date_of, identity_number, sex_of
from gridhall_residents.files.phones import e164
from gridhall_residents.population import Dwelling, Household, Person, populate
from gridhall_residents.population.numbers import IdentityNumbers

TODAY = date(2026, 11, 24)
CHINESE = [(f"330902010{village:03}{grid:03}", "zh_Hans") for village in range(60) for grid in range(1, 41)]
RELATIONS = {"head", "spouse", "son", "daughter", "father", "mother", "other_relative"}
SCRIPTS = {
    "zh_Hans": r"[一-鿿]{2,4}",
    "en": r"[A-Z][a-z]+ [A-Z][a-z]+",
    "ar": r"[\u0621-\u064a]+( [\u0621-\u064a]+){2}",
}


@pytest.fixture(scope="module")
def dwellings() -> list[Dwelling]:
    """As many as the demo city has: 2,400 grids."""
    return list(populate(CHINESE, today=TODAY))


@pytest.fixture(scope="module")
def households(dwellings: list[Dwelling]) -> list[Household]:
    return [household for dwelling in dwellings for household in dwelling.households]


@pytest.fixture(scope="module")
def people(households: list[Household]) -> list[Person]:
    return [person for household in households for person in household.members]


def age(person: Person) -> int:
    born = person.birth_date
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    first = list(populate(CHINESE[:20], today=TODAY))
    assert list(populate(CHINESE[:20], today=TODAY)) == first
    assert list(populate(CHINESE[:20], today=TODAY, seed=2)) != first


def test_the_families_of_a_grid_do_not_depend_on_other_grids() -> None:
    def families(dwelling: Dwelling) -> list[tuple[str, str, date]]:
        members = [person for household in dwelling.households for person in household.members]
        return [(dwelling.address, person.name, person.birth_date) for person in members]

    among_others = [home for home in populate(CHINESE[:5], today=TODAY) if home.grid_code == CHINESE[3][0]]
    alone = list(populate([CHINESE[3]], today=TODAY))
    assert list(map(families, among_others)) == list(map(families, alone))


def test_30_000_people_take_less_than_three_seconds() -> None:
    begin = time.process_time()
    made = sum(len(h.members) for home in populate(CHINESE, today=TODAY) for h in home.households)
    assert (made > 30_000, time.process_time() - begin < 3) == (True, True)


def test_every_grid_is_lived_in(dwellings: list[Dwelling]) -> None:
    lived_in = dict.fromkeys(home.grid_code for home in dwellings if home.households)
    assert list(lived_in) == [code for code, _ in CHINESE]


def test_codes_phones_and_identity_numbers_are_unique(
    dwellings: list[Dwelling], households: list[Household], people: list[Person]
) -> None:
    for values in (
        [dwelling.code for dwelling in dwellings],
        [household.code for household in households],
        [person.identity_number for person in people],
        [person.phone for person in people if person.phone],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_codes_follow_the_grid_and_the_home(dwellings: list[Dwelling]) -> None:
    for home in dwellings:
        assert re.fullmatch(rf"{home.grid_code}-\d{{3}}", home.code)
        assert [household.code for household in home.households] == [home.code, f"{home.code}-2"][
            : len(home.households)
        ]


def test_identity_numbers_are_valid_and_of_no_county(people: list[Person]) -> None:
    for person in people:
        number = person.identity_number
        assert number is not None
        assert identity_number(number, TODAY) == number
        assert (number[4:6], birth_date_of(number), sex_of(number)) == ("98", person.birth_date, person.sex)
    assert {person.identity_number[:6] for person in people if person.identity_number} == {"330998"}


def test_identity_numbers_go_on_where_a_day_is_full() -> None:
    numbers = IdentityNumbers()
    taken = [numbers.take(TODAY, "female") for _ in range(501)]
    assert (len(set(taken)), taken[499][:6], taken[500][:6]) == (501, "330998", "330198")


@pytest.mark.parametrize(
    ("language", "phone"),
    [("zh_Hans", r"\+86154\d{8}"), ("en", r"\+1\d{3}55501\d\d"), ("ar", r"\+96652\d{7}")],
)
def test_names_and_phones_are_of_the_language(language: str, phone: str) -> None:
    homes = list(populate([(f"G{n}", language) for n in range(300)], today=TODAY))
    members = [person for home in homes for household in home.households for person in household.members]
    assert [person.name for person in members if not re.fullmatch(SCRIPTS[language], person.name)] == []
    assert [home.owner_name for home in homes if not re.fullmatch(SCRIPTS[language], home.owner_name)] == []
    phones = [person.phone for person in members if person.phone]
    assert [number for number in phones if not re.fullmatch(phone, number) or e164(number) != number] == []
    assert len(set(phones)) == len(phones)
    assert {person.identity_number is None for person in members} == {language != "zh_Hans"}


def test_arabic_children_carry_their_fathers_name() -> None:
    homes = list(populate([(f"G{n}", "ar") for n in range(100)], today=TODAY))
    checked = 0
    for members in (household.members for home in homes for household in home.households):
        fathers = [
            p.name.split()[0] for p in members[:2] if p.relation in {"head", "spouse"} and p.sex == "male"
        ]
        children = [p.name.split()[1] for p in members if p.relation in {"son", "daughter"}]
        if fathers:
            assert children == fathers * len(children)
            checked += len(children)
    assert checked > 100


def test_children_have_the_family_name_of_their_father(households: list[Household]) -> None:
    checked = 0
    for members in (household.members for household in households):
        fathers = [p for p in members[:2] if p.relation in {"head", "spouse"} and p.sex == "male"]
        for child in (person for person in members if person.relation in {"son", "daughter"}):
            if fathers:
                assert child.name[0] == fathers[0].name[0]
                checked += fathers[0].relation == "spouse"
    assert checked > 100


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        list(populate([("G1", "tlh")], today=TODAY))


def test_each_household_has_one_head_who_stands_first(households: list[Household]) -> None:
    for household in households:
        relations = [person.relation for person in household.members]
        assert (relations[0], relations.count("head"), set(relations) <= RELATIONS) == ("head", 1, True)


def test_relations_agree_with_sex_and_age(households: list[Household]) -> None:
    sexes = {"son": "male", "father": "male", "daughter": "female", "mother": "female"}
    for household in households:
        head = household.members[0]
        assert 18 <= age(head) <= 97
        for person in household.members[1:]:
            assert person.sex == sexes.get(person.relation, person.sex)
            assert 0 <= age(person) < 100
            if person.relation == "spouse":
                assert (person.sex != head.sex, age(person) >= 20) == (True, True)
            elif person.relation in {"son", "daughter"}:
                assert age(head) - age(person) >= 18
            elif person.relation in {"father", "mother"}:
                assert age(person) - age(head) >= 18


def test_categories_follow_who_people_are(households: list[Household]) -> None:
    for household in households:
        alone = len(household.members) == 1
        adults = [age(person) for person in household.members if age(person) >= 18]
        for person in household.members:
            assert [a < b for a, b in pairwise(person.categories)].count(False) == 0
            assert ("elderly_alone" in person.categories) == (alone and age(person) >= 60)
            assert ("left_behind_child" in person.categories) == (age(person) < 16 and min(adults) >= 50)


def test_shares_are_those_of_a_city(people: list[Person], households: list[Household]) -> None:
    share = {key: n / len(people) for key, n in Counter(c for p in people for c in p.categories).items()}
    assert sorted(share) == ["disabled", "elderly_alone", "left_behind_child", "low_income", "veteran"]
    bounds = {
        "disabled": (0.03, 0.08),
        "elderly_alone": (0.02, 0.06),
        "left_behind_child": (0.004, 0.02),
        "low_income": (0.01, 0.04),
        "veteran": (0.01, 0.04),
    }
    assert {key: low < share[key] < high for key, (low, high) in bounds.items()} == dict.fromkeys(
        bounds, True
    )
    ages = [age(person) for person in people]
    assert 0.12 < sum(a < 18 for a in ages) / len(ages) < 0.25
    assert 0.18 < sum(a >= 60 for a in ages) / len(ages) < 0.32
    assert 2.2 < len(people) / len(households) < 3.0


def test_homes_are_owned_used_and_measured(dwellings: list[Dwelling]) -> None:
    for home in dwellings:
        assert bool(home.households) == (home.use in {"owner_occupied", "rented"})
        assert (Decimal(18) <= home.area_m2 <= 400, home.area_m2 * 10 % 1 == 0) == (True, True)
        if home.use == "owner_occupied":
            assert home.owner_name == home.households[0].members[0].name
    assert {home.use for home in dwellings} == {"owner_occupied", "rented", "vacant", "commercial", "other"}
