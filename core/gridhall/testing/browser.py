"""A browser without JavaScript: WebTest, at a city's host, signed in or not."""

from typing import Any

from webtest import TestApp, TestResponse

from gridhall.app import Wsgi
from gridhall.services.sessions import hash_token
from gridhall.testing.sample_city import SampleCity
from gridhall.web import cookies
from gridhall.web.csrf import token_of


class Portal:
    """The portal of one city."""

    def __init__(self, app: Wsgi, city: SampleCity) -> None:
        self._app = app
        self._city = city

    def as_(self, login: str) -> "Browser":
        """Somebody's browser, signed in without a password."""
        token = self._city.session(login)
        browser = Browser(self._app, self._city.host)
        browser.app.set_cookie(cookies.SESSION, token)
        keys = self._city.platform.keys(self._city.city)
        browser.csrf = token_of(keys, "session", hash_token(token).hex())
        return browser

    def stranger(self) -> "Browser":
        """A browser in which nobody has signed in."""
        return Browser(self._app, self._city.host)

    def at(self, host: str) -> "Browser":
        """A stranger's browser at another host."""
        return Browser(self._app, host)


class Browser:
    """Asks for pages; ``app`` is the ``webtest.TestApp`` behind it.

    A status other than 2xx and 3xx fails the test unless it is named; ``"*"`` names all. The address of the
    client is that of a documentation network (RFC 5737).
    """

    def __init__(self, app: Wsgi, host: str) -> None:
        self.app = TestApp(app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "203.0.113.7"})
        self.csrf = ""
        """The token that :meth:`post` sends; forms of pages have their own."""

    def get(self, path: str, *, status: int | str | None = None, **options: Any) -> TestResponse:
        """Ask for a page."""
        return self.app.get(path, status=status, **options)

    def post(
        self,
        path: str,
        fields: dict[str, Any] | None = None,
        *,
        status: int | str | None = None,
        **options: Any,
    ) -> TestResponse:
        """Send fields as a form of ours would."""
        return self.app.post(path, {"csrf_token": self.csrf, **(fields or {})}, status=status, **options)

    def fragment(self, path: str, *, status: int | None = None) -> TestResponse:
        """Ask for a part of a page, as htmx does."""
        return self.app.get(path, status=status, headers={"HX-Request": "true"})
