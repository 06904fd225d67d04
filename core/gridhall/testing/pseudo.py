"""A made-up language, by which a text shows that never went through gettext.

In it every translated text stands in ⟦brackets⟧. A test fills its city with data in letters that are not
Latin, walks through the pages, and asserts that no Latin letter stands outside the brackets::

    def test_every_text_of_the_pages_is_translated(city, portal):
        with pseudo_language(city):
            crawl = Crawl(portal.as_(city.administrator("system"))).follow("/")
        assert {address: raw_texts(page) for address, page in crawl.html.items() if raw_texts(page)} == {}

It is written as if it were Simplified Chinese, whose dates have no Latin letters either.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup

from gridhall.testing.catalogues import Source
from gridhall.testing.sample_city import SampleCity
from gridhall.web.platform import catalogue_folders

LANGUAGE = "zh_Hans"
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-label", "data-confirm")
"""Attributes that people read or hear."""
DATA = "script, style, template, [translate=no], .ltr, .emblem-letter, [lang]:not(html)"
"""What is no text of a page: code for machines, codes, and names in a language of their own."""
TRANSLATED = re.compile("⟦[^⟦⟧]*⟧")
RAW = re.compile(r"[A-Za-z](?:[^⟦⟧<>]*[A-Za-z])?")


@contextmanager
def pseudo_language(city: SampleCity) -> Iterator[None]:
    """While it lasts, the city's own words in Chinese are the texts of the code, in brackets."""
    folder = city.city.folder / "locale" / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    files = [
        _write(folder / f"{domain}.mo", Source(locale.parent, domain))
        for domain, locale in catalogue_folders(city.platform.host).items()
    ]
    try:
        yield
    finally:
        for file in files:
            file.unlink()
        folder.rmdir()


def raw_texts(markup: str, *, data: Sequence[str] = ()) -> list[str]:
    """What a page in that language says without having translated it.

    :param data: texts that are right as they are, e.g. the city's name
    """
    page = BeautifulSoup(markup, "html.parser")
    for element in page.select(DATA):
        element.extract()
    said = [page.get_text()]
    said += [str(element[name]) for name in SPOKEN for element in page.select(f"[{name}]")]
    said += [str(element["value"]) for element in page.select("input[type=submit][value]")]
    return sorted({hit for text in said for hit in _raw(text, data)})


def _raw(text: str, data: Sequence[str]) -> list[str]:
    for each in data:
        text = text.replace(each, "")
    found = 1
    while found:
        text, found = TRANSLATED.subn("", text)
    return [hit for line in text.splitlines() for hit in RAW.findall(line)]


def _write(file: Path, source: Source) -> Path:
    catalogue = Catalog(locale=LANGUAGE)
    for message in source.messages():
        if message.id:
            *_, shown = [message.id] if isinstance(message.id, str) else message.id
            text = f"⟦{shown}⟧"
            catalogue.add(message.id, text if isinstance(message.id, str) else (text,))
    with file.open("wb") as opened:
        write_mo(opened, catalogue)
    return file
