"""A text to be translated later, where it is known who reads it."""

from typing import Self


class Message(str):
    """An English msgid that knows its gettext domain: two plugins with the same msgid stay distinct."""

    __slots__ = ("domain",)
    domain: str

    def __new__(cls, msgid: str, domain: str) -> Self:
        """Make one; code calls a :class:`Domain` instead."""
        self = super().__new__(cls, msgid)
        self.domain = domain
        return self


class Domain:
    """Marks texts of one distribution: ``_ = Domain("residents")``, then ``_("House number")``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, msgid: str) -> Message:
        """Mark a text."""
        return Message(msgid, self.name)
