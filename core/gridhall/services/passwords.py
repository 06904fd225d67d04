"""Hashing of passwords, and which may be chosen.

Argon2id with the low-memory parameters of RFC 9106 (64 MiB, 3 passes). A chosen password has twelve
characters or more and no rules about kinds of characters (NIST SP 800-63B); those that everybody tries
first are refused.
"""

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from gridhall.errors import Invalid
from gridhall.services.common_passwords import COMMON
from gridhall.words import Domain

_ = Domain("gridhall")

LEAST = 12
MOST = 128
LEAST_DISTINCT = 5
"""Fewer different characters than this are a pattern, not a password."""
LEAST_WORD, LEAST_BESIDE = 3, 8
"""A password that holds a name of so many characters has so many others."""
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of initial passwords: nothing that is mistaken for something else when read out or copied."""

_hasher = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


def hash_password(password: str) -> str:
    """The hash in PHC format."""
    return _hasher.hash(_normal(password))


def verify(stored: str | None, password: str) -> bool:
    """Whether a password fits a hash; without a hash (an unknown account) it takes as long and fails."""
    try:
        _hasher.verify(stored or _dummy(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def initial() -> str:
    """A password to be changed at the first sign-in: four groups of four (79 bits)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def require_good(password: str, *, login: str, name: str, field: str = "new") -> None:
    """Refuse a password that would be guessed.

    :param field: the form field that is at fault
    :raises Invalid: it is too short, too long, made of the login or name, or among the commonest
    """
    normal = _normal(password).casefold()
    if len(normal) < LEAST:
        raise Invalid(_("Take at least {least} characters."), field=field, least=LEAST)
    if len(normal) > MOST:
        raise Invalid(_("Take at most {most} characters."), field=field, most=MOST)
    if any(_is_made_of(normal, _normal(word).casefold()) for word in (login, name, *name.split())):
        raise Invalid(_("Your password must not be your name or user name."), field=field)
    if normal in COMMON or len(set(normal)) < LEAST_DISTINCT:
        raise Invalid(_("This password is among those tried first. Choose another one."), field=field)


def _is_made_of(password: str, word: str) -> bool:
    """Whether hardly more than the word would have to be guessed."""
    return password == word or (len(word) >= LEAST_WORD and len(password.replace(word, "")) < LEAST_BESIDE)


def _normal(password: str) -> str:
    """The same whatever keyboard or system it was typed on."""
    return unicodedata.normalize("NFKC", password)


@cache
def _dummy() -> str:
    return _hasher.hash(secrets.token_urlsafe())
