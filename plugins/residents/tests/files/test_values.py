"""Dates, phones, areas, villages and names."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from gridhall_residents.files.areas import area_m2
from gridhall_residents.files.dates import past_date
from gridhall_residents.files.phones import e164
from gridhall_residents.files.reasons import RefusedError
from gridhall_residents.files.text import key, one_line
from gridhall_residents.files.villages import KnownVillages

from .conftest import TODAY


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refused:
        read()
    return refused.value.reason


@pytest.mark.parametrize(
    "cell",
    [
        "19500102",
        "1950-01-02",
        "1950/1/2",
        "1950.01.02",
        "1950年1月2日",
        "1950-01-02 00:00:00",
        "１９５０年１月２日",
        " 1950－1－2\u3000",
        "١٩٥٠-٠١-٠٢",
    ],
)
def test_a_date_is_read_in_each_form(cell: str) -> None:
    assert past_date(cell, TODAY) == date(1950, 1, 2)


@pytest.mark.parametrize(
    "cell", ["50-1-2", "1950-13-01", "1950-1/2", "1950年1月", "32835", "2026-11-25", "1849-12-31"]
)
def test_what_is_no_past_date_is_refused(cell: str) -> None:
    assert refusal(lambda: past_date(cell, TODAY)) == "date_invalid"


@pytest.mark.parametrize(
    "cell",
    [
        "16600554061",
        "+86 16600554061",
        "166-0055-4061",
        "008616600554061",
        "8616600554061",
        "１６６００５５４０６１",
        "(+86)166 0055 4061",
    ],
)
def test_a_mobile_number_is_read_in_each_form(cell: str) -> None:
    assert e164(cell) == "+8616600554061"


def test_a_number_of_a_city_and_of_other_countries() -> None:
    assert e164("0580-2551234") == "+865802551234"
    assert e164("010-65551234") == "+861065551234"
    assert e164("+852 2555 1234") == "+85225551234"
    assert e164("050 123 4567", "971") == "+971501234567"


@pytest.mark.parametrize(
    "cell", ["2551234", "1660055406", "166005540611", "166x0554061", "16600554061/16600554062"]
)
def test_what_is_no_phone_is_refused(cell: str) -> None:
    assert refusal(lambda: e164(cell)) == "phone_invalid"


@pytest.mark.parametrize(
    ("cell", "area"),
    [
        ("100.1", "100.1"),
        ("1,234.5", "1234.5"),
        ("１００．１", "100.1"),
        ("58.5㎡", "58.5"),
        ("90 平方米", "90"),
    ],
)
def test_an_area_is_read_in_each_form(cell: str, area: str) -> None:
    assert area_m2(cell) == Decimal(area)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("约一百平", "area_not_a_number"),
        ("1,23", "area_not_a_number"),
        ("NaN", "area_not_a_number"),
        ("1E+3", "area_not_a_number"),
        ("9" * 40, "area_not_a_number"),
        ("-58.5", "area_not_positive"),
        ("0.0", "area_not_positive"),
    ],
)
def test_what_is_no_area_says_why(cell: str, reason: str) -> None:
    assert refusal(lambda: area_m2(cell)) == reason


def test_a_village_is_found_by_code_or_name() -> None:
    known = KnownVillages.of([(1, "330902010211", "光华村委会"), (2, "A", "合兴社区"), (3, "B", "合兴社区")])
    assert known.find("３３０902010211", "elsewhere") == 1
    assert known.find("", "光华 村委会") == 1
    assert refusal(lambda: known.find("", "合兴社区")) == "ambiguous_village"
    assert refusal(lambda: known.find("330999999999", "光华村委会")) == "unknown_village"
    assert refusal(lambda: known.find("", "nowhere")) == "unknown_village"
    assert refusal(lambda: known.find(" ", "")) == "village_missing"


def test_names_lose_blanks_between_chinese_characters_only_and_keep_rare_ones() -> None:
    assert one_line(" 朱\u3000冬梅") == "朱冬梅"
    assert one_line("李䶮 𠮷") == "李䶮𠮷"
    assert one_line("Anna  Maria\nLi") == "Anna Maria Li"
    assert one_line("阿依努尔·买买提") == "阿依努尔·买买提"
    assert key("朱\u3000冬梅 Ａ") == "朱冬梅A"
