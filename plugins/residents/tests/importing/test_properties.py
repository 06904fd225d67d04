"""What holds for every file: chunks make no difference, twice is once, doubled rows are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gridhall.db import Base, as_owner
from gridhall_residents.files.identity import check_digit

from .desk import profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.testing import Stage

    from ..places import Places
    from .desk import Desk, Row

NUMBERS = tuple(
    first + check_digit(first)
    for first in ("33099919900131001", "33099919900131002", "33099919900131003", "33099919850505001")
)
NAMES, BIRTHS = ("李芳", "王伟"), ("1990-01-31", "1985-05-05", "")
THINGS = ("", "one", "two")
SLOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
POLICE = profile("police")


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row of a small world, in which many mean each other."""
    number = draw(st.sampled_from(("", *NUMBERS)))
    return {
        "identity_number": number,
        "name": draw(st.sampled_from(NAMES)),
        "birth_date": draw(st.sampled_from(BIRTHS)),
        "village": draw(st.sampled_from(("east", "west"))),
        "address": draw(st.sampled_from(THINGS)),
        "note": draw(st.sampled_from(THINGS)),
    }


FILES = st.lists(rows(), min_size=1, max_size=12)


def namesake(birth_date: str, note: str = "") -> dict[str, Any]:
    said = {"identity_number": "", "name": "李芳", "village": "east", "address": ""}
    return said | {"birth_date": birth_date, "note": note}


@pytest.fixture
def empty(stage: Stage, desk: Desk) -> Callable[[], None]:
    """Forgets all records of the city, and all that was said of them."""
    tables = [table for table in Base.metadata.sorted_tables if table.name.startswith("residents_")]

    def forget() -> None:
        with as_owner(stage.databases.admin("main"), desk.city.city) as connection:
            for table in reversed(tables):
                connection.execute(table.delete())

    return forget


def placed(places: Places, file: list[dict[str, Any]]) -> list[Row]:
    """The rows as a file has them."""
    codes = {"east": places.east.code, "west": places.west.code}
    return [
        {name: value for name, value in row.items() if name != "village"}
        | {"village_code": codes[row["village"]]}
        for row in file
    ]


def known(desk: Desk) -> tuple[object, ...]:
    """Who is known, and which rows wait for a decision."""
    waiting = sorted(
        (each.reason, each.match_key, len(each.candidates), sorted(each.values)) for each in desk.reviews()
    )
    return desk.people(), waiting


@pytest.mark.slow
@SLOW
@given(file=FILES, before=st.lists(rows(), max_size=4), chunk_rows=st.integers(1, 4))
@example(file=[namesake("1990-01-31"), namesake(""), namesake("", "one")], before=[], chunk_rows=1)
def test_it_makes_no_difference_how_a_file_is_cut_into_chunks(
    desk: Desk,
    places: Places,
    empty: Callable[[], None],
    file: list[Any],
    before: list[Any],
    chunk_rows: int,
) -> None:
    found = []
    for size in (100, chunk_rows):
        empty()
        desk.bring(*placed(places, before), source=profile("health"))
        told = desk.bring(*placed(places, file), chunk_rows=size)
        sums = {name: told[name] for name in ("rows", "accepted", "created", "for_review", "repeated")}
        found.append((sums, known(desk)))
    assert found[0] == found[1]


@pytest.mark.slow
@SLOW
@given(file=FILES, chunk_rows=st.integers(1, 4))
def test_a_file_imported_twice_is_a_file_imported_once(
    desk: Desk, places: Places, empty: Callable[[], None], file: list[Any], chunk_rows: int
) -> None:
    empty()
    first = desk.bring(*placed(places, file), chunk_rows=chunk_rows)
    once = (known(desk), len(desk.statements()))
    again = desk.bring(*placed(places, file), chunk_rows=5)
    assert (known(desk), len(desk.statements())) == once
    kept = {"created": 0, "updated": 0, "for_review": first["for_review"], "rows": first["rows"]}
    assert again | kept == again


@pytest.mark.slow
@SLOW
@given(file=FILES, data=st.data())
def test_rows_doubled_and_shuffled_are_the_same_people(
    desk: Desk, places: Places, empty: Callable[[], None], file: list[Any], data: st.DataObject
) -> None:
    """Where rows of one person do not contradict each other, as then the first one counts."""
    agreed = [
        row | {"village": "east", "address": "", "note": "", "birth_date": row["birth_date"] or "1990-01-31"}
        for row in file
    ]
    for row in agreed:
        if row["identity_number"]:
            row["birth_date"] = "1990-01-31" if "19900131" in row["identity_number"] else "1985-05-05"
            row["name"] = NAMES[int(row["identity_number"][15:17]) % 2]
    doubled = data.draw(st.permutations(agreed + data.draw(st.lists(st.sampled_from(agreed), max_size=8))))
    found = []
    for each in (agreed, doubled):
        empty()
        desk.bring(*placed(places, each), source=POLICE, chunk_rows=3)
        found.append(known(desk))
    assert found[0] == found[1]
