"""Cells as text: normal forms, and the quoting that keeps spreadsheets from running or rounding them."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_CJK = r"[\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"
_BLANK_BETWEEN_CJK = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
_BLANK = re.compile(r"\s+")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ROUNDED = re.compile(r"\s*(?:0[0-9]+|[0-9]{12,})\s*")
"""Digits that a spreadsheet would shorten (leading noughts) or round (twelve or more)."""


def clean(cell: str) -> str:
    """The cell without control characters (PostgreSQL refuses NUL) and without blanks around it."""
    return (cell if cell.isprintable() else _CONTROL.sub("", cell)).strip()


def folded(cell: str) -> str:
    """NFKC and trimmed: full-width digits and letters become plain ones."""
    text = clean(cell)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def digits_folded(cell: str) -> str:
    """Like ``folded``, and Arabic-Indic digits become plain ones too."""
    return folded(cell).translate(_ARABIC_DIGITS)


def key(cell: str) -> str:
    """NFKC with all blanks removed: the form in which names are compared."""
    return "".join(folded(cell).split())


def one_line(cell: str) -> str:
    """For reading: no line breaks; blanks between two Chinese characters go, others become one space."""
    return _BLANK.sub(" ", _BLANK_BETWEEN_CJK.sub("", clean(cell)))


def harmless(cell: str) -> str:
    """The text, after an apostrophe where a spreadsheet would run it as a formula (OWASP: CSV injection).

    Whoever writes a file for people passes each cell through this.
    """
    return "'" + cell if cell.lstrip(" ").startswith(_RUNS_AS_FORMULA) else cell


def quoted(cell: str) -> str:
    """Harmless, safe from rounding, and exactly reversible by ``unquoted``."""
    shielded = harmless(cell)
    return "'" + cell if shielded == cell and (cell.startswith("'") or _ROUNDED.fullmatch(cell)) else shielded


def unquoted(cell: str) -> str:
    """What ``quoted`` was given."""
    return cell.removeprefix("'")
