"""The keys of a city: encryption, search by blind index, and the password of its role.

Everything is derived from one master key by HKDF-SHA256 (RFC 5869) with the city's slug and the
purpose in ``info``, so a key of one city or purpose says nothing about another. Losing the master
key loses every encrypted field: back it up apart from the database.
"""

from __future__ import annotations

import base64
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gridhall.errors import ConfigError, GridhallError

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12


class Undecipherable(GridhallError):
    """Stored bytes were not written with this city's key, or were changed since."""


def derive(master: bytes, *purpose: str) -> bytes:
    """Derive 32 bytes for one purpose, e.g. ``derive(master, "shard", "worker")``.

    Each part is preceded by its length, so ``("ab", "c")`` and ``("a", "bc")`` differ.
    """
    parts = (part.encode() for part in ("gridhall", *purpose))
    info = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def derive_password(master: bytes, *purpose: str) -> str:
    """Derive a password of 43 letters, digits, ``-`` and ``_`` (256 bits)."""
    return base64.urlsafe_b64encode(derive(master, "password", *purpose)).rstrip(b"=").decode()


def read_master_key(path: Path) -> bytes:
    """Read a master key: 32 bytes in base64.

    :raises ConfigError: the file is missing, readable by others, or holds no such key
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
        master = base64.b64decode(text.strip(), validate=True)
    except (OSError, ValueError) as error:
        raise ConfigError(path, "master_key", f"cannot be read: {error}", _MAKE_ONE) from error
    if mode & 0o077:
        raise ConfigError(path, "master_key", "other users of this machine can read it", f"chmod 600 {path}")
    if len(master) != KEY_BYTES:
        raise ConfigError(path, "master_key", f"holds {len(master)} bytes instead of {KEY_BYTES}", _MAKE_ONE)
    return master


_MAKE_ONE = "Restore it from your backup; for a new deployment: (umask 077; openssl rand -base64 32 > FILE)"


def ensure_master_key(path: Path) -> bytes:
    """Read the master key, made first (mode 0600) where there is none. Safe between processes."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # never replaces the key that another process made meanwhile
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return read_master_key(path)


class CityKeys:
    """The keys of one city.

    A ciphertext is key id (4 bytes), nonce (12 bytes), AES-256-GCM text and tag (16 bytes); the key
    id is authenticated with the text. A random nonce allows 2**32 texts a key (NIST SP 800-38D).

    :param master: the current master key, 32 bytes
    :param retired: earlier master keys, still good for reading
    """

    def __init__(self, master: bytes, slug: str, *, retired: tuple[bytes, ...] = ()) -> None:
        self._master = master
        self._slug = slug
        self._ciphers = {
            derive(key, "city", slug, "key id")[:KEY_ID_BYTES]: AESGCM(derive(key, "city", slug, "encrypt"))
            for key in (*retired, master)
        }
        self._key_id = derive(master, "city", slug, "key id")[:KEY_ID_BYTES]
        self._index_keys: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return f"CityKeys({self._slug!r})"

    def encrypt(self, text: str) -> bytes:
        """Encrypt a text; the same text twice gives different bytes, 32 longer than its UTF-8."""
        nonce = os.urandom(NONCE_BYTES)
        return self._key_id + nonce + self._ciphers[self._key_id].encrypt(nonce, text.encode(), self._key_id)

    def decrypt(self, stored: bytes) -> str:
        """Give back the text that :meth:`encrypt` was given.

        :raises Undecipherable: another city, another master key, or bytes that were changed
        """
        key_id, rest = bytes(stored[:KEY_ID_BYTES]), bytes(stored[KEY_ID_BYTES:])
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Undecipherable("This field was encrypted with another key.")
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], key_id).decode()
        except (InvalidTag, ValueError) as error:
            raise Undecipherable("This field was changed or damaged after it was encrypted.") from error

    def blind_index(self, kind: str, text: str) -> bytes:
        """Return 32 bytes by which equal texts of one kind are found, and nothing else.

        :param kind: what the text is, e.g. ``"phone"``; kinds never match each other
        :param text: in its normal form already: equality is by bytes
        """
        key = self._index_keys.get(kind)
        if key is None:
            key = self._index_keys[kind] = derive(self._master, "city", self._slug, "blind index", kind)
        return hmac.digest(key, text.encode(), "sha256")

    def role_password(self) -> str:
        """Return the password of the city's login role."""
        return derive_password(self._master, "city", self._slug)
