"""What can be wrong with a whole file."""

from typing import Literal

FileReason = Literal[
    "broken",
    "encoding_unknown",
    "field_too_long",
    "html",
    "no_header",
    "no_sheet",
    "password",
    "too_large",
]


class UnreadableError(ValueError):
    """A file that cannot be read as a table.

    :param reason: a code, e.g. ``"no_header"``
    """

    def __init__(self, reason: FileReason) -> None:
        super().__init__(reason)
        self.reason: FileReason = reason
