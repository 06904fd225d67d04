"""What a plugin shows on pages that are not its own."""

from dataclasses import dataclass

from markupsafe import Markup

from gridhall.words import Message


@dataclass(frozen=True)
class Panel:
    """A box at a named place of a page."""

    title: Message
    """Its heading."""
    body: str | Markup = ""
    """Escaped unless it is ``Markup``; "" where a template makes it."""
    key: str = ""
    """Names the panel within its plugin, for ``after``."""
    after: tuple[str, ...] = ()
    """``plugin.key`` of panels that come before this one."""
    template: str = ""
    """The plugin's template that makes the body, in the reader's language."""
    page: object = None
    """What that template finds as ``page``."""


@dataclass(frozen=True)
class Line:
    """One thing to do, with its page."""

    text: str
    """In the reader's language."""
    href: str
    """A path of the portal, e.g. of ``request.route_path``."""


@dataclass(frozen=True)
class Card:
    """A card of My Day: what waits for the person who signed in."""

    title: Message
    """Its heading."""
    count: int
    """How many things wait."""
    href: str
    """Where all of them are; shown where there are lines."""
    lines: tuple[Line, ...] = ()
    """The first few; without any the card says that there is nothing to do."""
