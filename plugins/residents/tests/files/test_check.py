"""One row against all rules."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall_residents.files.check import Accepted, Rejected
from gridhall_residents.files.read_dwelling import DwellingValues
from gridhall_residents.files.read_resident import ResidentValues
from gridhall_residents.files.villages import KnownVillages

from .conftest import check_cells

Check = Callable[..., Accepted | Rejected]
VILLAGES = KnownVillages.of([(7, "V7", "光华村")])


def accepted(outcome: Accepted | Rejected) -> ResidentValues:
    assert isinstance(outcome, Accepted)
    assert isinstance(outcome.values, ResidentValues)
    return outcome.values


def fault(outcome: Accepted | Rejected) -> tuple[str, str]:
    assert isinstance(outcome, Rejected)
    return outcome.reason, outcome.column


def test_birth_date_and_sex_come_from_the_number_where_the_row_does_not_say(resident: Check) -> None:
    derived = accepted(resident(identity_number="330999199402068373"))
    assert (derived.birth_date, derived.sex) == (date(1994, 2, 6), "male")
    said = accepted(resident(identity_number="330999199402068373", birth_date="1995-01-01", sex="女"))
    assert (said.birth_date, said.sex) == (date(1995, 1, 1), "female")
    without = accepted(resident())
    assert (without.birth_date, without.sex, without.identity_number) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"identity_number": "330999199402068374"}, "checksum"),
        ({"name": "\u3000"}, "name_missing"),
        ({"name": "\ufeff"}, "name_missing"),
        ({"village_code": "330999999999"}, "unknown_village"),
        ({"village_code": ""}, "village_missing"),
        ({"birth_date": "soon"}, "date_invalid"),
        ({"phone": "none"}, "phone_invalid"),
        ({"sex": "?"}, "value_unknown"),
    ],
)
def test_a_resident_that_breaks_a_rule(resident: Check, fields: dict[str, str], reason: str) -> None:
    assert fault(resident(**fields)) == (reason, next(iter(fields)))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"code": " "}, "code_missing"),
        ({"owner_identity_number": "1"}, "identity_malformed"),
        ({"use": "?"}, "value_unknown"),
        ({"area_m2": "-1"}, "area_not_positive"),
    ],
)
def test_a_dwelling_that_breaks_a_rule(dwelling: Check, fields: dict[str, str], reason: str) -> None:
    assert fault(dwelling(**fields)) == (reason, next(iter(fields)))


def test_a_household_code_is_written_as_the_code_of_its_dwelling(resident: Check, dwelling: Check) -> None:
    lives = accepted(resident(household_code=" ｈ０１ 2")).household_code
    outcome = dwelling(code="H012")
    assert isinstance(outcome, Accepted)
    assert isinstance(outcome.values, DwellingValues)
    assert lives == outcome.values.code == "H012"


def test_a_row_with_more_cells_than_columns_is_rejected(resident: Check) -> None:
    assert fault(resident("one too many")) == ("row_too_long", "")
    assert resident("one too many").digest != resident("another").digest


def test_an_unknown_village_is_the_fault_of_the_cell_that_names_it() -> None:
    fields = {"name": "李雷", "village_code": "", "village_name": "nowhere"}
    assert fault(check_cells("resident", fields, list(fields.values()), VILLAGES)) == (
        "unknown_village",
        "village_name",
    )


def test_a_formula_is_kept_as_text(resident: Check) -> None:
    assert accepted(resident(note='=HYPERLINK("http://example.invalid")\x00')).note == (
        '=HYPERLINK("http://example.invalid")'
    )


def test_a_digest_tells_repeated_rows_whatever_the_blanks(resident: Check) -> None:
    digest = resident(identity_number="33099919690619269X").digest
    assert resident(identity_number=" 33099919690619269x ").digest == digest
    assert resident(identity_number="33099919690619269X", note="x").digest != digest
    assert resident(name="33099919690619269X", identity_number="李雷").digest != digest


@given(
    st.dictionaries(st.sampled_from(["identity_number", "name", "birth_date", "phone", "note"]), st.text())
)
def test_no_cell_makes_the_check_raise(fields: dict[str, str]) -> None:
    row = {"village_code": "V7", "name": "李雷"} | fields
    outcome = check_cells("resident", row, list(row.values()), VILLAGES)
    assert -(2**63) <= outcome.digest < 2**63
    if isinstance(outcome, Accepted):
        assert isinstance(outcome.values, ResidentValues)
        assert "\x00" not in f"{outcome.values.name}{outcome.values.note}"
