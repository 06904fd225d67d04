"""What the frame of a page shows: the city, the menu, who one is, the languages."""

from dataclasses import dataclass
from functools import cached_property

from gridhall.services import principals, sessions
from gridhall.settings.tenant import word
from gridhall.web import assets
from gridhall.web.csrf import CsrfPolicy
from gridhall.web.language import tag
from gridhall.web.menu import MenuEntry, menu
from gridhall.web.request import Request
from gridhall.words import DIRECTIONS, OWN_NAMES, Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class User:
    """Who has signed in."""

    name: str
    role_titles: tuple[str, ...]


class Shell:
    """The variable ``shell`` of the templates; each part is made when it is first used."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._static: dict[str, str] = {}

    @cached_property
    def city_name(self) -> str:
        """In the reader's language."""
        city = self._request.here
        return word(city.tenant.name, self._request.words.language) if city else "Gridhall"

    @cached_property
    def emblem_url(self) -> str | None:
        """The city's emblem, or None."""
        return assets.emblem_url(self._request)

    @property
    def lang(self) -> str:
        """BCP 47."""
        return tag(self._request.words.language)

    @property
    def dir(self) -> str:
        """The direction of writing: ltr or rtl."""
        return DIRECTIONS[self._request.words.language]

    @property
    def scheme(self) -> str:
        """auto, light or dark."""
        return self._request.principal.scheme if self._request.principal else "auto"

    @cached_property
    def menu(self) -> list[MenuEntry]:
        """What the reader may open."""
        return menu(self._request)

    @cached_property
    def user(self) -> User | None:
        """None: nobody has signed in."""
        principal = self._request.principal
        if principal is None:
            return None
        titles = principals.role_titles(self._request.scope)
        words = self._request.words
        return User(principal.name, tuple(words(_(name)) if own else name for name, own in titles))

    @cached_property
    def languages(self) -> list[tuple[str, str, bool]]:
        """``(code, own name, current)`` of what the city offers."""
        city = self._request.here
        now = self._request.words.language
        return [(tag(code), OWN_NAMES[code], code == now) for code in city.languages] if city else []

    @cached_property
    def flashes(self) -> tuple[tuple[str, str], ...]:
        """``(kind, text)``; shown once."""
        signed_in = self._request.signed_in
        if signed_in is None or not signed_in.flashes:
            return ()
        sessions.forget_flashes(self._request.scope)
        return signed_in.flashes

    @cached_property
    def csrf_token(self) -> str:
        """For forms and htmx."""
        return CsrfPolicy().get_csrf_token(self._request) if self._request.here else ""

    @cached_property
    def urls(self) -> dict[str, str]:
        """The pages that the frame leads to."""
        names = {"home": "today", "language": "language", "account": "account", "sign_out": "sign_out"}
        return {key: self._request.route_path(route) for key, route in names.items()}

    @cached_property
    def search_action(self) -> str | None:
        """Where the search field of the menu leads; None: there is none that the reader may use."""
        principal = self._request.principal
        if principal is None or principal.must_change_password:
            return None
        pages = self._request.platform.host.searches(self._request.enabled)
        route = next((page.route for page in pages if principal.can(page.permission)), None)
        return self._request.route_path(route) if route else None

    def static(self, path: str) -> str:
        """The address of a static file, with the hash of what it holds."""
        if path not in self._static:
            self._static[path] = assets.static_url(self._request, path)
        return self._static[path]

    @cached_property
    def theme_css(self) -> str:
        """The address of the theme, likewise."""
        return assets.theme_url(self._request)
