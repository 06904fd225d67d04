"""A form as it came back: what was typed, and what had stood there when it was opened."""

from collections.abc import Mapping
from dataclasses import dataclass

from gridhall.errors import Conflict
from gridhall_residents.words import _

TAKE_BACK = ".remove"
"""``phone.remove``: a box that takes back a value which the form does not show."""


class Stale(Conflict):
    """Somebody else has changed the record since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("This was changed by somebody else while you were typing. Check it and save again.")
        )


@dataclass(frozen=True)
class Sent:
    """What came back of a form that changes a record."""

    typed: Mapping[str, str]
    """By the keys of ``fields.py``."""
    was: Mapping[str, str]
    """The same, as the form had been filled when it was opened."""
    version: int
    """Of the record at that time."""

    @property
    def changed(self) -> dict[str, str]:
        """What the person has changed."""
        return {key: text for key, text in self.typed.items() if text != self.was.get(key, "")}

    def take_backs(self) -> list[str]:
        """The keys of the values that the person wants gone."""
        return [key.removesuffix(TAKE_BACK) for key in self.changed if key.endswith(TAKE_BACK)]
