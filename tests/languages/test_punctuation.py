"""Translations end as their source does, and are punctuated as their own language is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gridhall.testing.catalogues import LANGUAGES, Source, sources

ROOT = Path(__file__).parents[2]
STOP = {"zh_Hans": "。", "ar": "."}
PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")
FOREIGN = {
    "zh_Hans": re.compile(r"[\u4e00-\u9fff][,.:;?!()\"']|[,;?!()\"'][\u4e00-\u9fff]"),
    "ar": re.compile(r"[,;?\"'](?!\d)"),
}
"""Marks of English beside letters of the language; a comma within a number is none."""
ABBREVIATED = {"No."}


def texts(source: Source, language: str) -> list[tuple[str, str]]:
    """Each text with its translation; each form of a text that counts."""
    with source.file(language).open("rb") as opened:
        catalogue = read_po(opened, locale=language)
    found = []
    for message in catalogue:
        said = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        found += [(said[-1], form) for form in forms if said[-1]]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", sources(ROOT), ids=lambda source: source.domain)
def test_a_sentence_stays_a_sentence(source: Source, language: str) -> None:
    said = [(text, form) for text, form in texts(source, language) if text not in ABBREVIATED]
    other = [form for text, form in said if text.endswith(".") != form.endswith(STOP[language])]
    assert other == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", sources(ROOT), ids=lambda source: source.domain)
def test_no_mark_of_english_stands_among_its_letters(source: Source, language: str) -> None:
    foreign = FOREIGN[language]
    assert [form for _text, form in texts(source, language) if foreign.search(PLACE.sub("", form))] == []
