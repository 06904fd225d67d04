"""Identity numbers: GB 11643."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall_residents.files.identity import birth_date_of, check_digit, identity_number, sex_of
from gridhall_residents.files.reasons import RefusedError

from .conftest import TODAY

born = st.dates(date(1900, 1, 1), TODAY)
digits_6 = st.from_regex(r"[1-9][0-9]{5}", fullmatch=True)
digits_3 = st.from_regex(r"[0-9]{3}", fullmatch=True)


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    """Any valid 18-character number."""
    first = f"{draw(digits_6)}{draw(born):%Y%m%d}{draw(digits_3)}"
    return first + check_digit(first)


def refusal(cell: str) -> str:
    with pytest.raises(RefusedError) as refused:
        identity_number(cell, TODAY)
    return refused.value.reason


def test_the_example_of_the_standard_holds() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@given(valid_numbers())
def test_a_valid_number_is_accepted(number: str) -> None:
    assert identity_number(number, TODAY) == number


@given(valid_numbers(), st.sampled_from(["", " ", "\u3000", "\t", "\ufeff"]))
def test_blanks_around_small_x_and_full_width_change_nothing(number: str, blank: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in number)
    assert identity_number(blank + number.lower() + blank, TODAY) == number
    assert identity_number(blank + wide + blank, TODAY) == number


@given(valid_numbers(), st.integers(0, 17), st.integers(1, 9))
def test_a_number_with_any_one_digit_changed_is_rejected(number: str, place: int, by: int) -> None:
    old = number[place]
    new = str(by) if old == "X" else str((int(old) + by) % 10)
    assert refusal(number[:place] + new + number[place + 1 :]) == "checksum"


@given(valid_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_rejected(number: str, place: int) -> None:
    one, other = number[place], number[place + 1]
    if one != other:
        changed = number[:place] + other + one + number[place + 2 :]
        assert refusal(changed) == ("identity_malformed" if "X" in changed[:17] else "checksum")


@given(digits_6, st.dates(date(1900, 1, 1), date(1999, 12, 31)), digits_3)
def test_a_legacy_number_gains_century_and_check_digit(area: str, day: date, sequence: str) -> None:
    number = identity_number(f"{area}{day:%y%m%d}{sequence}", TODAY)
    assert number[:17] == f"{area}{day:%Y%m%d}{sequence}"
    assert identity_number(number, TODAY) == number
    assert birth_date_of(number) == day


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("3.30999E+17", "spreadsheet_damaged"),
        ("3.309992009090588e17", "spreadsheet_damaged"),
        ("33099919940206837", "identity_malformed"),
        ("330999 199402068373", "identity_malformed"),
        ("٣٣٠٩٩٩199402068373", "identity_malformed"),
        ("330999430231155", "date_invalid"),
        ("33099919940230001" + check_digit("33099919940230001"), "date_invalid"),
    ],
)
def test_what_is_no_number_says_why(cell: str, reason: str) -> None:
    assert refusal(cell) == reason


def test_nobody_is_born_tomorrow() -> None:
    first = f"330999{TODAY + timedelta(days=1):%Y%m%d}001"
    assert refusal(first + check_digit(first)) == "date_invalid"


def test_the_seventeenth_digit_tells_the_sex() -> None:
    assert (sex_of("330999199402068373"), sex_of("330999199704097380")) == ("male", "female")
