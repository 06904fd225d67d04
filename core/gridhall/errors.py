"""The errors of the domain: what is wrong, where, and what to do next.

They know no HTTP (``web/errors.py`` maps a class to a status) and no language: ``message`` is an
English gettext msgid with ``{name}`` places that ``params`` fill, translated where a person reads it.
A plugin gives a :class:`gridhall.words.Message`, which names the plugin's domain.
"""

from collections.abc import Sequence


class GridhallError(Exception):
    """Something that a person can be told about."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message.format(**self.params)


class ConfigError(GridhallError):
    """A file that a deployment writes is wrong; the start is refused."""

    def __init__(self, file: object, key: str, problem: str, remedy: str) -> None:
        text = "{file}: {key}: {problem}. {remedy}"
        super().__init__(text, file=file, key=key, problem=problem, remedy=remedy)


class NotFound(GridhallError):
    """There is no such thing, or not for the one who asks: the two look alike on purpose."""


class Forbidden(GridhallError):
    """The one who asks may not do this here."""


class Conflict(GridhallError):
    """The thing is not in the state that the change needs."""


class Invalid(GridhallError):
    """A value that a person gave cannot be used.

    :param field: the name of the form field, or "" for the form as a whole
    """

    def __init__(self, message: str, *, field: str = "", **params: object) -> None:
        super().__init__(message, **params)
        self.field = field
        self.parts: tuple[Invalid, ...] = (self,)
        """All that is wrong: itself, unless it was made by :meth:`all_of`."""

    @classmethod
    def all_of(cls, parts: Sequence["Invalid"]) -> "Invalid":
        """Several values at once, at least one: a form then shows all that has to be mended."""
        first = parts[0]
        whole = Invalid(first.message, field=first.field, **first.params)
        whole.parts = tuple(parts)
        return whole
