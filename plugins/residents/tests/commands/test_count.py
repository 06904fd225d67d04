"""``gridhall residents count``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..factories import Deleted

if TYPE_CHECKING:
    from ..factories import Records
    from ..places import Places
    from .conftest import Commands


@pytest.fixture
def filled(records: Records, places: Places) -> None:
    home = records.dwelling(places.e1, "H1")
    household = records.household(places.e1, "H1", dwelling=home)
    number = records.new_identity()
    records.resident(places.e1, "A", identity=number, household=household, categories=["low_income"])
    records.resident(places.e2, "B", categories=["low_income", "elderly_alone"])
    records.resident(places.w1, "C", identity=records.new_identity())
    records.resident(places.e1, "Gone", deleted=Deleted())
    records.dwelling(places.w1, "H2")


@pytest.mark.usefixtures("filled")
def test_everything_is_counted_that_was_not_deleted(commands: Commands) -> None:
    assert commands.json("count") == {"residents": 3, "dwellings": 2, "households": 1}
    assert commands.run("count").stdout == "3 residents, 2 dwellings, 1 household\n"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("words", "residents"),
    [
        (("--status", "confirmed"), 2),
        (("--status", "unconfirmed"), 1),
        (("--category", "low_income"), 2),
        (("--category", "elderly_alone"), 1),
        (("--category", "low_income", "--status", "confirmed"), 1),
    ],
)
def test_residents_are_counted_by_category_and_status(
    commands: Commands, words: tuple[str, ...], residents: int
) -> None:
    assert commands.json("count", *words) == {"residents": residents, "dwellings": 2, "households": 1}


@pytest.mark.usefixtures("filled")
def test_an_area_is_counted_with_all_below_it(commands: Commands, places: Places) -> None:
    counts = {
        node.name: commands.json("count", "--grid", node.code)
        for node in (places.top, places.east, places.e2, places.west)
    }
    assert counts == {
        "Northport": {"residents": 3, "dwellings": 2, "households": 1},
        "East Village": {"residents": 2, "dwellings": 1, "households": 1},
        "East 2": {"residents": 1, "dwellings": 0, "households": 0},
        "West Village": {"residents": 1, "dwellings": 1, "households": 0},
    }


def test_what_the_city_does_not_have_is_told(commands: Commands) -> None:
    assert "There is no category “rich”. The city has: low_income, elderly_alone." in commands.refused(
        "count", "--category", "rich"
    )
    assert "no area with the code 999" in commands.refused("count", "--grid", "999")
    commands.refused("count", "--status", "maybe", status=2)
