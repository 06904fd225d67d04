"""Finds the words of a language: a city's own before a plugin's, English where there are none.

Catalogues lie as ``<folder>/<language>/LC_MESSAGES/<domain>.mo``, as gettext has them.
"""

import gettext
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from babel.numbers import format_decimal

DIRECTIONS = {"en": "ltr", "zh_Hans": "ltr", "ar": "rtl"}
"""Each language that the platform speaks, and its direction of writing."""

OWN_NAMES = {"en": "English", "zh_Hans": "简体中文", "ar": "العربية"}
"""What each language calls itself."""

CORE = "gridhall"


class Words:
    """Translates into one language for one city."""

    def __init__(self, language: str, domains: dict[str, gettext.NullTranslations]) -> None:
        self.language = language
        self._domains = domains

    def __call__(self, msgid: str, **params: object) -> str:
        """Translate a text and fill its ``{places}``."""
        text = str(self._of(getattr(msgid, "domain", CORE)).gettext(msgid)) if msgid else ""
        return text.format(**params) if params else text

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """Translate a text that depends on a number, given to it as ``{n}`` in the language's own writing."""
        text = self._of(getattr(one, "domain", CORE)).ngettext(one, many, n)
        return text.format(n=format_decimal(n, locale=self.language), **params)

    def domain(self, name: str) -> gettext.NullTranslations:
        """The catalogue of one domain, for Jinja2."""
        return self._of(name)

    def _of(self, domain: str) -> gettext.NullTranslations:
        return self._domains.get(domain) or self._domains[CORE]


class Catalogues:
    """Where the catalogues of core and of each plugin lie.

    :param folders: the ``locale`` folder of each domain
    """

    def __init__(self, folders: dict[str, Path]) -> None:
        self._folders = folders

    def words(self, language: str, own: Path | None = None) -> Words:
        """The words of a language.

        :param own: a city's ``locale`` folder; what it says comes first
        """
        return Words(
            language,
            {
                domain: _chain(domain, language, tuple(folder for folder in (own, at) if folder))
                for domain, at in self._folders.items()
            },
        )


def _chain(domain: str, language: str, folders: Sequence[Path]) -> gettext.NullTranslations:
    found = [folder / language / "LC_MESSAGES" / f"{domain}.mo" for folder in folders]
    return _load(tuple((file, file.stat().st_mtime_ns) for file in found if file.exists()))


@lru_cache(maxsize=512)
def _load(files: tuple[tuple[Path, int], ...]) -> gettext.NullTranslations:
    """Load files, the first before the others; a changed file has another time, so it is read again."""
    chain: gettext.NullTranslations = gettext.NullTranslations()
    for file, _ in reversed(files):
        with file.open("rb") as opened:
            translations = gettext.GNUTranslations(opened)
        translations.add_fallback(chain)
        chain = translations
    return chain
