"""Which encoding a text file is in."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from .errors import UnreadableError

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """The name of the encoding, as Python spells it.

    A byte order mark decides; otherwise UTF-8 and GB 18030 are proved by decoding the whole file, one MB at a
    time, since a sample may hold ASCII only. Only what is neither is guessed.

    :raises UnreadableError: ``encoding_unknown``
    """
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    guess = None if marked else from_bytes(sample).best()
    if guess is None or not _decodes(path, guess.encoding):
        raise UnreadableError("encoding_unknown")
    return guess.encoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
