"""What the pages of imports read of a request, and the words they share."""

from collections.abc import Mapping
from pathlib import Path
from unicodedata import bidirectional
from uuid import UUID

from gridhall.errors import NotFound
from gridhall.jobs import CityScopes
from gridhall.web.request import Request
from gridhall.words import Message
from gridhall_residents import labels
from gridhall_residents.settings import categories
from gridhall_residents.words import _

KIND: Mapping[str, Message] = {"resident": _("Residents"), "dwelling": _("Dwellings")}
"""What one row of a file is."""
FIELD: Mapping[str, Message] = {
    **labels.FIELD,
    "village_code": _("Village, by its code"),
    "village_name": _("Village, by its name"),
}
"""What a column can become."""


def files(request: Request) -> Path:
    """The city's folder of files."""
    return _scopes(request).files


def passing(request: Request) -> Path:
    """The folder of files that are kept for a day."""
    return _scopes(request).passing_files


def _scopes(request: Request) -> CityScopes:
    platform = request.platform
    return CityScopes(request.city, platform.databases, platform.host, platform.settings.var)


def uuid_of(request: Request, name: str) -> UUID:
    """An id that stands in the path.

    :raises NotFound: it is none
    """
    try:
        return UUID(request.matchdict[name])
    except ValueError:
        raise NotFound(_("There is no such page.")) from None


def is_number(text: str) -> bool:
    """Whether a value keeps the direction of digits in Arabic: a number, a date of a file, a masked one.

    A date as Arabic writes it says its own direction by marks that nobody sees.
    """
    strong = any(bidirectional(letter) in {"L", "R", "AL"} for letter in text)
    return any(letter.isdigit() for letter in text) and not strong


def field_title(request: Request, names: tuple[str, ...]) -> str:
    """What a column becomes, in words; "" for nothing."""
    return " · ".join(request.words(FIELD.get(name, name)) for name in names)


def category_title(request: Request, key: str | None) -> str:
    """The name of a category; "" for none."""
    language = request.words.language
    return next((each.title(language) for each in categories(request.city) if each.key == key), key or "")


def size(request: Request, size_bytes: int) -> str:
    """The size of a file."""
    number = request.formats.number
    kb = max(round(size_bytes / 1000), 1)
    if kb < 1000:  # noqa: PLR2004 - kB in a MB
        return request.words(_("{n} kB"), n=number(kb))
    return request.words(_("{n} MB"), n=number(round(kb / 1000, 1)))
