"""A city's own words come first, each domain keeps its own, and English is the last resort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from gridhall.words import Catalogues, Domain

if TYPE_CHECKING:
    from pathlib import Path

core, diary = Domain("gridhall"), Domain("diary")


DAYS = ("a day", "{n} days")
ARABIC_DAYS = ("لا أيام", "يوم واحد", "يومان", "{n} أيام", "{n} يوم", "{n} يومًا")
"""In the order of the forms: none, one, two, 3 to 10, 100 to 102, 11 to 99."""


def write(
    folder: Path,
    domain: str,
    language: str,
    words: dict[str, str],
    plurals: dict[tuple[str, str], tuple[str, ...]] | None = None,
) -> None:
    catalogue = Catalog(locale=language)
    for msgid, text in words.items():
        catalogue.add(msgid, text)
    for msgids, texts in (plurals or {}).items():
        catalogue.add(msgids, texts)
    file = folder / language / "LC_MESSAGES" / f"{domain}.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_mo(opened, catalogue)


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    write(tmp_path / "core", "gridhall", "zh_Hans", {"Note": "备注", "{n} left": "剩余 {n}"})
    write(tmp_path / "diary", "diary", "zh_Hans", {"Note": "日记"})
    return Catalogues({"gridhall": tmp_path / "core", "diary": tmp_path / "diary"})


def test_the_same_msgid_stays_distinct_between_domains(catalogues: Catalogues) -> None:
    words = catalogues.words("zh_Hans")
    assert (words(core("Note")), words(diary("Note")), words("Note")) == ("备注", "日记", "备注")


def test_places_are_filled_after_translation(catalogues: Catalogues) -> None:
    assert catalogues.words("zh_Hans")(core("{n} left"), n=3) == "剩余 3"


def test_a_citys_own_words_come_first_and_the_rest_stays(catalogues: Catalogues, tmp_path: Path) -> None:
    write(tmp_path / "own", "diary", "zh_Hans", {"Note": "民情"})
    words = catalogues.words("zh_Hans", tmp_path / "own")
    assert (words(diary("Note")), words(core("Note"))) == ("民情", "备注")


def test_changed_words_are_read_without_a_restart(catalogues: Catalogues, tmp_path: Path) -> None:
    write(tmp_path / "own", "diary", "zh_Hans", {"Note": "走访"})
    before = catalogues.words("zh_Hans", tmp_path / "own")(diary("Note"))
    write(tmp_path / "own", "diary", "zh_Hans", {"Note": "走访记录"})
    assert (before, catalogues.words("zh_Hans", tmp_path / "own")(diary("Note"))) == ("走访", "走访记录")


def test_what_nobody_translated_is_english(catalogues: Catalogues) -> None:
    assert catalogues.words("ar")(diary("Note")) == "Note"
    assert catalogues.words("zh_Hans").plural("one grid", "{n} grids", 2) == "2 grids"


def test_nothing_is_translated_to_nothing(catalogues: Catalogues) -> None:
    """Gettext gives a catalogue's header for the empty text."""
    assert catalogues.words("zh_Hans")("") == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا أيام"),
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يومًا"),
        (99, "99 يومًا"),
        (100, "100 يوم"),
        (102, "102 يوم"),
        (103, "103 أيام"),
        (30_000, "30,000 يوم"),
    ],
)
def test_arabic_counts_in_six_forms(tmp_path: Path, number: int, said: str) -> None:
    write(tmp_path, "diary", "ar", {}, {DAYS: ARABIC_DAYS})
    words = Catalogues({"gridhall": tmp_path, "diary": tmp_path}).words("ar")
    assert words.plural(diary(DAYS[0]), DAYS[1], number) == said


def test_chinese_counts_in_one_form(tmp_path: Path) -> None:
    write(tmp_path, "diary", "zh_Hans", {}, {DAYS: ("{n} 天",)})
    words = Catalogues({"gridhall": tmp_path, "diary": tmp_path}).words("zh_Hans")
    assert [words.plural(diary(DAYS[0]), DAYS[1], n) for n in (1, 2400)] == ["1 天", "2,400 天"]
