"""What a typed text is taken for, by its form."""

from __future__ import annotations

from datetime import date

import pytest

from gridhall_residents.services.lists.reading import Reading, name_parts, readings

TODAY = date(2026, 11, 24)
IDENTITY, PHONE, CODE, NAME, ADDRESS = Reading


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("330998198001020028", (IDENTITY, CODE)),
        ("３３０９９８１９８００１０２００２８", (IDENTITY, CODE)),
        ("33099819800102 0028", (IDENTITY, CODE)),
        ("330998198001020029", (CODE,)),  # its check digit is wrong
        ("330998800102002", (IDENTITY, CODE)),  # fifteen digits, as they were given until 1999
        ("33099819340206837x", (IDENTITY, CODE, ADDRESS)),
        ("166-0055-4061", (PHONE, CODE)),
        ("+86 166 0055 4061", (PHONE,)),
        ("0086 16600554061", (PHONE, CODE)),
        ("0580-2345678", (PHONE, CODE)),
        ("١٦٦٠٠٥٥٤٠٦١", (PHONE, CODE)),
        ("H01000001", (CODE, ADDRESS)),
        ("h01000001", (CODE, ADDRESS)),
        ("330902002001001-001", (CODE,)),
        ("44", (CODE, ADDRESS)),
        ("12345678", (CODE,)),
        ("李雷", (NAME, ADDRESS)),
        ("雷", (NAME,)),
        ("Ann Lee", (NAME, ADDRESS)),
        ("O'Neil", (NAME, ADDRESS)),
        ("محمد", (NAME, ADDRESS)),
        ("人民路", (ADDRESS, NAME)),
        ("黄土岭村", (ADDRESS, NAME)),
        ("路遥", (NAME, ADDRESS)),
        ("Elm Street", (ADDRESS, NAME)),
        ("شارع البحر", (ADDRESS, NAME)),
        ("人民路44号6幢", (ADDRESS,)),
        ("6 Elm", (CODE, ADDRESS)),
        ("%", (NAME,)),
        ("", ()),
        (" \u200b\x00", ()),
    ],
)
def test_what_a_text_may_be(text: str, found: tuple[Reading, ...]) -> None:
    assert readings(text, today=TODAY, phone_country="86") == found


def test_a_number_without_a_country_is_of_the_citys_own() -> None:
    assert readings("052 123 456", today=TODAY, phone_country="966") == (PHONE, CODE)
    assert readings("052 123 456", today=TODAY, phone_country="86") == (CODE,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("李雷", ["李雷"]),
        ("李 雷", ["李雷"]),
        ("雷", ["雷"]),
        ("Ann Lee", ["Ann", "Lee"]),
        ("Ann B Lee", ["AnnBLee"]),
        ("Ｌｅｅ", ["Lee"]),
    ],
)
def test_each_word_is_a_part_of_the_name(text: str, parts: list[str]) -> None:
    assert name_parts(text) == parts
