"""The five files of the departments give the figures of expected.json."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from gridhall_residents.files.check import Accepted, Rejected
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.table import Table

from .conftest import DATA, Outcome

EXPECTED: dict[str, Any] = json.loads((DATA / "departments" / "expected.json").read_text(encoding="utf-8"))
FILES: dict[str, dict[str, Any]] = EXPECTED["files"]
Opened = Callable[[str], tuple[Table, Layout]]
Checked = Callable[[Table, Layout], list[Outcome]]
FORMS = {
    "public_security_residents.csv": ("csv", "gb18030", ",", 1),
    "civil_affairs_low_income.xlsx": ("xlsx", None, None, 3),
    "housing_dwellings.csv": ("csv", "utf-8-sig", ",", 1),
    "health_elderly_alone.tsv": ("tsv", "utf-8", "\t", 1),
    "grassroots_survey.csv": ("csv", "utf-8", ",", 1),
}


@pytest.mark.parametrize("name", FILES)
def test_form_encoding_delimiter_and_header_row_are_found(name: str, department_file: Opened) -> None:
    table, layout = department_file(name)
    assert (table.form, table.encoding, table.delimiter, table.header_row) == FORMS[name]
    assert layout.missing() == ()
    assert layout.profile.category == FILES[name].get("category")


@pytest.mark.parametrize("name", FILES)
def test_each_row_is_accepted_or_rejected_as_expected(
    name: str, department_file: Opened, outcomes: Checked
) -> None:
    expected = FILES[name]
    found = outcomes(*department_file(name))
    unique = {outcome.digest: outcome for _, _, outcome in found}
    accepted = [outcome for outcome in unique.values() if isinstance(outcome, Accepted)]
    reasons = Counter(outcome.reason for outcome in unique.values() if isinstance(outcome, Rejected))

    rows = expected.get("data_rows_unique") or expected["data_rows"]
    assert len(unique) == rows
    assert len(found) - len(unique) == expected.get("repeated_rows", 0)
    assert reasons == (expected.get("rejected_unique_rows") or expected.get("rejected", {}))
    assert len(accepted) == expected.get("accepted_unique_rows", expected.get("accepted", rows))


def test_row_numbers_are_those_of_a_spreadsheet(department_file: Opened) -> None:
    residents, _ = department_file("public_security_residents.csv")
    numbers = [number for number, _ in residents.rows()]
    assert (numbers[0], numbers[-1]) == (2, 5816)
    low_income, _ = department_file("civil_affairs_low_income.xlsx")
    assert [number for number, _ in low_income.rows()] == list(range(4, 154))


def test_a_number_damaged_in_a_workbook_shows_its_exponent(
    department_file: Opened, outcomes: Checked
) -> None:
    damaged = [
        (number, cells[2])
        for number, cells, outcome in outcomes(*department_file("civil_affairs_low_income.xlsx"))
        if isinstance(outcome, Rejected)
    ]
    assert damaged[0] == (38, "3.309992009090588E+17")
    assert len(damaged) == 4


def test_people_with_a_number_are_as_many_as_expected(department_file: Opened, outcomes: Checked) -> None:
    numbers = {
        getattr(outcome.values, "identity_number", None)
        for name in FILES
        for _, _, outcome in outcomes(*department_file(name))
        if isinstance(outcome, Accepted)
    } - {None}
    assert len(numbers) == EXPECTED["after_all_in_this_order"]["people_with_identity_number"]
