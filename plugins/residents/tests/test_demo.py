"""A city of the demo is full of people who hold together, and whom the departments' files do not disturb."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from gridhall.cli.demo.grids import generated_grids
from gridhall.models import GridNode
from gridhall.services.tree import Levels
from gridhall.services.tree_import import import_nodes
from gridhall_residents.demo import fill
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.importing.order import Order
from gridhall_residents.importing.run import import_file
from gridhall_residents.models import (
    Dwelling,
    Household,
    NameSuffix,
    Resident,
    ResidentCategory,
    Source,
    Statement,
)
from gridhall_residents.population import Person, populate
from gridhall_residents.services.counts import totals

from .conftest import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.access import Scope
    from gridhall.testing import SampleCity

DATA = Path(__file__).parent / "data"
EXPECTED: dict[str, Any] = json.loads((DATA / "departments" / "expected.json").read_text("utf-8"))


class Filled:
    """A city whose first language is given, filled as the demo fills it."""

    def __init__(self, city: SampleCity, language: str) -> None:
        self.city = city
        self.language = language
        self.told: list[tuple[int, int]] = []

    @contextmanager
    def scope(self) -> Iterator[Scope]:
        with self.city.scope() as scope:
            tenant = scope.city.tenant.model_copy(update={"languages": (self.language, "en")})
            yield replace(scope, city=replace(scope.city, tenant=tenant))

    def fill(self, people: int) -> Filled:
        with self.scope() as scope:
            fill(scope, lambda done, total: self.told.append((done, total)), people=people)
        return self

    def people(self, per_grid: int) -> list[Person]:
        """Whom ``populate`` gives for the grids of the city."""
        with self.scope() as scope:
            grids = select(GridNode.code).where(GridNode.level == "grid").order_by(GridNode.code)
            places = [(code, self.language) for code in scope.db.scalars(grids)]
            homes = populate(places, today=scope.today, people_per_grid=per_grid)
            return [person for home in homes for family in home.households for person in family.members]


def grids(city: SampleCity, number: int) -> None:
    top = city.node("定海区", level="county", under=city.node("舟山市", code="C"))
    village = city.node("光华村委会", under=city.node("小沙街道", under=top))
    for each in range(number):
        city.node(f"第{each}网格", under=village, code=f"G{each:03}")


@pytest.fixture
def filled(city: SampleCity) -> Filled:
    grids(city, 30)
    return Filled(city, "zh_Hans").fill(600)


def count(scope: Scope, model: Any) -> int:
    return scope.db.scalar(select(func.count()).select_from(model)) or 0


def test_everybody_who_is_made_up_is_there_once_in_a_home(filled: Filled) -> None:
    made = filled.people(20)
    with filled.scope() as scope:
        assert totals(scope, confirmed=True).residents == len(made) == count(scope, Resident)
        found = select(Resident.name, Resident.sex, Resident.birth_date, Resident.relation)
        assert sorted(map(tuple, scope.db.execute(found))) == sorted(
            (person.name, person.sex, person.birth_date, person.relation) for person in made
        )
        assert count(scope, Household) == sum(person.relation == "head" for person in made)
        homeless = select(func.count()).select_from(Resident).join(Household, isouter=True)
        assert scope.db.scalar(homeless.where(Household.dwelling_id.is_(None))) == 0
        numbers = select(
            func.count(Resident.identity_ix.distinct()), func.count(Resident.phone_ix.distinct())
        )
        assert tuple(scope.db.execute(numbers).one()) == (len(made), sum(bool(p.phone) for p in made))


def test_progress_counts_the_grids(filled: Filled) -> None:
    assert filled.told[-1] == (30, 30)


def test_people_and_homes_stand_in_grids_at_addresses_of_the_area(filled: Filled) -> None:
    with filled.scope() as scope:
        for model in (Resident, Dwelling, Household):
            where = select(GridNode.level, func.count(GridNode.id.distinct())).join(
                model, model.grid_id == GridNode.id
            )
            assert list(map(tuple, scope.db.execute(where.group_by(GridNode.level)))) == [("grid", 30)]
        for address in (Resident.address, Dwelling.address):
            starts = {
                str(found).startswith("小沙街道光华村委会") for found in scope.db.scalars(select(address))
            }
            assert starts == {True}
        shared = (
            select(Resident.id).join(Household).join(Dwelling).where(Resident.grid_id != Dwelling.grid_id)
        )
        assert scope.db.scalars(shared).all() == []


def test_owners_who_live_in_their_homes_are_the_heads(filled: Filled) -> None:
    with filled.scope() as scope:
        owners = (
            select(Dwelling.owner_identity_ix, Resident.identity_ix, Dwelling.owner_name, Resident.name)
            .join(Household, Household.dwelling_id == Dwelling.id)
            .join(Resident, Resident.household_id == Household.id)
            .where(Dwelling.use == "owner_occupied", Resident.relation == "head")
        )
        found = scope.db.execute(owners).all()
        assert len(found) > 30
        assert [row for row in found if row[0] != row[1] or row[2] != row[3]] == []


def test_each_value_was_said_by_the_demo(filled: Filled) -> None:
    with filled.scope() as scope:
        said = select(Statement.kind, func.count(Statement.record_id.distinct()), func.count())
        by_demo = said.join(Source).where(Source.key == "demo", Statement.run_id.is_(None))
        assert set(map(tuple, scope.db.execute(by_demo.group_by(Statement.kind)))) == {
            ("resident", count(scope, Resident), count(scope, Resident)),
            ("dwelling", count(scope, Dwelling), count(scope, Dwelling)),
        }
        assert count(scope, Source) == 1
        both = select(Statement.values, Resident.name, Resident.grid_id)
        pairs = both.join(Resident, Resident.id == Statement.record_id).where(Statement.kind == "resident")
        assert {
            values["name"] == name and values["place"] == grid_id
            for values, name, grid_id in scope.db.execute(pairs)
        } == {True}


def test_names_are_found_by_each_of_their_endings(filled: Filled) -> None:
    with filled.scope() as scope:
        names = scope.db.execute(select(Resident.id, Resident.name_key)).all()
        endings = {(name[start:], key) for key, name in names for start in range(max(len(name) - 1, 1))}
        found = scope.db.execute(select(NameSuffix.suffix, NameSuffix.resident_id))
        assert set(map(tuple, found)) == endings


def test_only_the_categories_of_the_city_are_given(filled: Filled) -> None:
    made = filled.people(20)
    with filled.scope() as scope:
        given = select(ResidentCategory.category, func.count()).group_by(ResidentCategory.category)
        assert set(map(tuple, scope.db.execute(given))) == {
            (category, sum(category in person.categories for person in made))
            for category in ("low_income", "elderly_alone")
        }
    assert {category for person in made for category in person.categories} > {"low_income", "disabled"}


@pytest.mark.parametrize(("language", "sample"), [("en", "Flat"), ("ar", "شقة")])
def test_people_speak_the_first_language_of_the_city(city: SampleCity, language: str, sample: str) -> None:
    grids(city, 3)
    filled = Filled(city, language).fill(60)
    with filled.scope() as scope:
        addresses = list(scope.db.scalars(select(Dwelling.address)))
        assert [address for address in addresses if sample not in str(address)] == []
        assert totals(scope, confirmed=False).residents == len(filled.people(20)) == count(scope, Resident)


@pytest.mark.slow
def test_the_departments_files_give_the_same_as_in_an_empty_city(city: SampleCity) -> None:
    divisions = (DATA / "divisions_zhoushan.csv").read_bytes()
    towns = tuple(EXPECTED["towns"])
    villages = [line for line in divisions.decode().splitlines() if line.startswith(("code", *towns))]
    with city.scope() as scope:
        import_nodes(scope, divisions)
        import_nodes(scope, generated_grids("\n".join(villages), Levels.of(scope.city), "zh_Hans"))
    filled = Filled(city, "zh_Hans").fill(3_000)
    with filled.scope() as scope:
        before = totals(scope)
    assert before.residents > 3_000
    for name, expected in EXPECTED["files"].items():
        path = DATA / "departments" / name
        order = Order(path=path, profile=SourceProfile.load(SOURCES / f"{path.stem}.toml"), file_name=name)
        report = import_file(city.scope, order, rejects_folder=city.city.folder).report
        rejected = expected.get("rejected_unique_rows", expected.get("rejected", {}))
        assert (dict(report.rejected), report.for_review) == (rejected, 0)
        if "new_unconfirmed" in expected:
            assert (report.created, report.matched) == (130, 570)
    after = EXPECTED["after_all_in_this_order"]
    with filled.scope() as scope:
        people = after["people_with_identity_number"] + after["people_unconfirmed"]
        assert totals(scope).residents == before.residents + people
        assert totals(scope).dwellings == before.dwellings + after["dwellings"]
