"""Catalogues of translations: what the code says against what they hold.

``python -m gridhall.testing.catalogues`` brings the ``.po`` files of core and of every plugin below
``plugins/`` up to date with the code; :func:`gaps` is what a test asserts to be empty, as is :func:`strays`
of a city's own words.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("zh_Hans", "ar")
"""English is the source; these are complete."""

METHODS = [("**.py", "gridhall.testing.extraction:extract_python"), ("**.jinja2", "jinja2.ext:babel_extract")]
OPTIONS = {"**.jinja2": {"extensions": "jinja2.ext.i18n", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}
UNUSED_HEADERS = re.compile(
    rb'"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    rb"|Generated-By):"
)
"""Nobody reads them, and the dates would change the file each time."""
_PLACE = re.compile(r"\{(\w*)[^}]*\}|%\((\w+)\)")


@dataclass(frozen=True)
class Source:
    """The texts of one distribution."""

    package: Path
    """The folder that holds the code and ``locale/``."""
    domain: str

    def file(self, language: str) -> Path:
        """Where a language's translations lie."""
        return self.package / "locale" / language / "LC_MESSAGES" / f"{self.domain}.po"

    def messages(self) -> Catalog:
        """Every text that the code marks, with the files it stands in."""
        catalogue = Catalog(project=self.domain, charset="utf-8")
        for path, _line, text, comments, context in extract_from_dir(
            self.package, METHODS, OPTIONS, KEYWORDS, comment_tags=("translators:",)
        ):
            if text:
                catalogue.add(
                    text, None, [(Path(path).as_posix(), 0)], auto_comments=comments, context=context
                )
        return catalogue


def gaps(source: Source, language: str) -> list[str]:
    """What a language's catalogue gets wrong: untranslated, unsure or stale texts, and other places."""
    file = source.file(language)
    if not file.exists():
        return [f"{file.name}: there is no such file for {language}"]
    with file.open("rb") as opened:
        held = read_po(opened, locale=language)
    said = source.messages()
    missing = [_first(message) for message in said if message.id and not _is_translated(held.get(message.id))]
    unsure = [_first(message) for message in held if message.id and message.fuzzy]
    stale = [_first(message) for message in held if message.id and said.get(message.id) is None]
    wrong = [_first(message) for message in held if message.id and not _same_places(message)]
    found = {"not translated": missing, "unsure": unsure, "no longer said": stale, "other places": wrong}
    return [f"{what}: {text}" for what, texts in found.items() for text in texts]


def strays(file: Path, source: Source) -> list[str]:
    """What is wrong with a city's own words for a domain: a text that is not said, or that has other places.

    :param file: ``tenants/<slug>/locale/<language>/LC_MESSAGES/<domain>.po``
    """
    with file.open("rb") as opened:
        own = [message for message in read_po(opened) if message.id]
    said = source.messages()
    unsaid = [_first(message) for message in own if said.get(message.id) is None]
    wrong = [_first(message) for message in own if not _is_translated(message) or not _same_places(message)]
    found = {"nobody says": unsaid, "empty, or other places": wrong}
    return [f"{what}: {text}" for what, texts in found.items() for text in texts]


def update(source: Source, language: str) -> None:
    """Bring a language's file up to date: new texts are added empty, those no longer said go."""
    file = source.file(language)
    held = Catalog(locale=language, domain=source.domain, charset="utf-8", fuzzy=False)
    if file.exists():
        with file.open("rb") as opened:
            held = read_po(opened, locale=language, domain=source.domain)
    held.update(source.messages(), no_fuzzy_matching=True)
    held.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    held.header_comment = f"# {held.locale.english_name}. What each term is called: docs/glossary.md"
    file.write_bytes(_written(held))


def sources(root: Path) -> list[Source]:
    """Core and every plugin of a checkout."""
    plugins = sorted(folder for folder in root.glob("plugins/*/gridhall_*") if folder.is_dir())
    found = [Source(folder, folder.name.removeprefix("gridhall_")) for folder in plugins]
    return [Source(root / "core" / "gridhall", "gridhall"), *found]


def _written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=0, no_location=True, omit_header=False, sort_output=True)
    return b"".join(
        line for line in out.getvalue().splitlines(keepends=True) if not UNUSED_HEADERS.match(line)
    )


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    texts = _texts(message.string)
    return bool(texts) and all(texts)


def _same_places(message: Message) -> bool:
    """Whether the translation fills the same places; a plural may leave out the number."""
    ids = _texts(message.id)
    asked = set().union(*(_places(text) for text in ids))
    free = {"n", "num"} if len(ids) > 1 else set()
    return all(_places(text) | free == asked | free for text in _texts(message.string) if text)


def _texts(said: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def _places(text: str) -> set[str]:
    return {a or b for a, b in _PLACE.findall(text)}


if __name__ == "__main__":
    for each in sources(Path(sys.argv[1] if len(sys.argv) > 1 else ".")):
        for spoken in LANGUAGES:
            update(each, spoken)
