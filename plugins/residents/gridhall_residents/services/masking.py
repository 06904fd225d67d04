"""Sensitive values as they are shown: enough to recognise, too little to use."""

from gridhall.db import CityKeys

_DOTS = "•"


def identity(keys: CityKeys, stored: bytes | None) -> str | None:
    """An identity number with its first three and last four characters, e.g. ``330•••••••••••1234``."""
    return _masked(keys, stored, first=3, last=4)


def phone(keys: CityKeys, stored: bytes | None) -> str | None:
    """A phone number with its last four digits, as people know it, e.g. ``+86166••••4780``."""
    return _masked(keys, stored, first=6, last=4)


def ending(text: str) -> str:
    """Something that is taken for a number of somebody's: its last four characters."""
    shown = text[-4:] if len(text) > 2 * 4 else ""
    return _DOTS * (len(text) - len(shown)) + shown


def _masked(keys: CityKeys, stored: bytes | None, *, first: int, last: int) -> str | None:
    if stored is None:
        return None
    text = keys.decrypt(stored)
    hidden = max(len(text) - first - last, 0)
    if not hidden:
        return _DOTS * len(text)
    return text[:first] + _DOTS * hidden + text[len(text) - last :]
