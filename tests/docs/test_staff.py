"""The guides for staff name things as the pages do, in each language, and say the same."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gridhall.testing.catalogues import sources

from .pages import Page
from .project import ROOT, page

BOLD = re.compile(r"\*\*([^*]+)\*\*")
GUIDES = {"en": "docs/staff.md", "zh_Hans": "docs/staff.zh_Hans.md", "ar": "docs/staff.ar.md"}
COUNTED = re.compile(r"%\((n|num)\)s|\{n\}")


@cache
def texts(language: str) -> frozenset[str]:
    """All that pages say in a language; where a number stands, one and several are put for it."""
    files = [source.file(language) for source in sources(ROOT)]
    files += sorted(Path(ROOT, "tenants").glob(f"*/locale/{language}/LC_MESSAGES/*.po"))
    said: list[str | tuple[str, ...] | list[str] | None] = []
    if language == "en":
        said += [message.id for source in sources(ROOT) for message in source.messages()]
    for file in files if language != "en" else ():
        with file.open("rb") as opened:
            said += [message.string for message in read_po(opened, locale=language)]
    every = (form for text in said if text for form in ([text] if isinstance(text, str) else text))
    return frozenset(COUNTED.sub("1", form) for form in every)


def unknown(text: Page, known: frozenset[str]) -> list[str]:
    """What a guide shows as a word of a page, and no page says."""
    labels = (" ".join(label.split()) for label in BOLD.findall(text.prose))
    return [label for label in labels if label not in known]


def outline(text: Page) -> list[int]:
    """The ranks of the headings."""
    return [len(found) for found in re.findall(r"^(#+) ", text.prose, re.MULTILINE)]


@pytest.mark.parametrize("language", GUIDES)
def test_a_guide_uses_the_words_of_the_pages(language: str) -> None:
    assert unknown(page(GUIDES[language]), texts(language)) == []


@pytest.mark.parametrize("language", ["zh_Hans", "ar"])
def test_a_guide_says_what_the_english_one_says(language: str) -> None:
    english, other = page(GUIDES["en"]), page(GUIDES[language])
    assert outline(other) == outline(english)
    assert len(other.rows()) == len(english.rows())
    assert len(BOLD.findall(other.prose)) == len(BOLD.findall(english.prose))


def test_a_word_that_no_page_says_is_found() -> None:
    text = Page("docs/staff.md", "Press **Save**, then **Save\nit all** or **Launch**.")
    assert unknown(text, frozenset({"Save", "Save it all"})) == ["Launch"]


def test_a_part_that_is_missing_is_found() -> None:
    assert outline(Page("a.md", "# A\n\n## B\n\n```text\n# c\n```\n")) == [1, 2]
