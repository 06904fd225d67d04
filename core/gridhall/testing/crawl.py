"""Walks through a portal as one person: every link, every part that htmx asks for, every form."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import Any, Self
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from webtest import TestResponse

from gridhall.testing.browser import Browser

LEFT_OUT = ("/sign-out", "/sign-out-everywhere", "/language", "/static", "/theme.css")
"""What would end the walk, or is no page."""
NOWHERE = "ζζζ"
"""What no record has in its name: a search for it shows the empty list."""
ALIKE = 6
"""Of pages of one shape, e.g. ``/roles/7``, so many are looked at."""
FORMS_ALIKE = 2
NUMBER = re.compile(r"(?<=/)[0-9a-f-]*\d[0-9a-f-]*(?=/|$)")
TYPED = ("text", "search", "date", "number", "tel", "email", "password")


class Crawl:
    """What somebody is shown.

    A page is known by its path and the names in its query, so that a list is asked for once and not once
    for each value of a filter; of pages that differ by a number only, the first few are seen. An answer of
    500 fails the test.

    :param within: only what lies at or below this path, e.g. a plugin's own pages
    """

    def __init__(self, browser: Browser, *, within: str = "/") -> None:
        self._browser = browser
        self._within = within.rstrip("/")
        self.pages: dict[str, TestResponse] = {}
        """Each page and part that was found, by its address."""
        self.answers: dict[str, TestResponse] = {}
        """What came after a form was sent, by ``address → action``."""

    @property
    def html(self) -> dict[str, str]:
        """The markup of all that was seen."""
        return {where: page.text for where, page in {**self.pages, **self.answers}.items() if _is_html(page)}

    def follow(self, *starts: str) -> Self:
        """Go wherever a link leads, from these addresses on."""
        waiting, seen = deque(starts), {_key(start) for start in starts}
        alike: Counter[object] = Counter()
        while waiting:
            address = waiting.popleft()
            page = self._get(address)
            self.pages[address] = page
            for found in _links(page) if _is_html(page) or page.location else ():
                target = urljoin(address, found)
                if self._is_ours(target) and _key(target) not in seen and alike[_shape(target)] < ALIKE:
                    seen.add(_key(target))
                    alike[_shape(target)] += 1
                    waiting.append(target)
        return self

    def send_forms(self) -> Self:
        """Send forms twice: with nothing typed, which shows the errors; and as they stand.

        Of forms that differ by a number only, two are sent.
        """
        for address, form in list(self._forms()):
            for emptied in (True, False):
                self._send(f"{address} → {form.action}{' emptied' * emptied}", form, emptied=emptied)
        return self

    def _forms(self) -> Iterator[tuple[str, Any]]:
        alike: Counter[object] = Counter()
        for address, page in self.pages.items():
            forms = page.forms.items() if _is_html(page) else ()
            for action, form in ((form.action or address, form) for at, form in forms if isinstance(at, int)):
                shape = (_shape(action), *sorted(map(str, form.fields)))
                alike[shape] += 1
                if form.method.upper() == "POST" and self._is_ours(action) and alike[shape] <= FORMS_ALIKE:
                    yield address, form

    def _is_ours(self, address: str) -> bool:
        parts = urlsplit(address)
        return not parts.netloc and _begins(parts.path, [self._within]) and not _begins(parts.path, LEFT_OUT)

    def _get(self, address: str) -> TestResponse:
        page = self._browser.app.get(address, expect_errors=True)
        assert page.status_int < 500, f"{address} answers {page.status}"
        return page

    def _send(self, name: str, form: Any, *, emptied: bool) -> None:
        if emptied:
            for fields in form.fields.values():
                for field in fields:
                    if field.tag == "textarea" or (
                        field.tag == "input" and field.attrs.get("type", "text") in TYPED
                    ):
                        field.value = ""
        answer = form.submit(expect_errors=True)
        assert answer.status_int < 500, f"{name} answers {answer.status}"
        if answer.location and self._is_ours(urlsplit(answer.location).path):
            answer = self._get(urlsplit(answer.location)._replace(scheme="", netloc="").geturl())
        self.answers[name] = answer


def _links(page: TestResponse) -> Iterator[str]:
    if page.location:
        yield urlsplit(page.location)._replace(scheme="", netloc="").geturl()
        return
    for name in ("href", "hx-get"):
        yield from (element[name] for element in page.html.select(f"a[{name}], [hx-get][{name}]"))
    for form in page.html.select("form[method=get]"):
        if form.select_one("[name=q]"):
            yield f"{form['action']}?q={quote(NOWHERE)}"


def _begins(path: str, tops: Iterable[str]) -> bool:
    return any(path == top or path.startswith(f"{top}/") for top in tops)


def _key(address: str) -> tuple[str, frozenset[str]]:
    parts = urlsplit(address)
    return parts.path, frozenset(parse_qs(parts.query, keep_blank_values=True))


def _shape(address: str) -> tuple[str, frozenset[str]]:
    path, names = _key(address)
    return NUMBER.sub("#", path), names


def _is_html(page: TestResponse) -> bool:
    return page.content_type == "text/html" and bool(page.text.strip())
