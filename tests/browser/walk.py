"""Which pages there are: found by following links without a browser, which is quick."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pyramid.interfaces import IRoutesMapper

from gridhall.app import configure
from gridhall.testing.crawl import Crawl
from gridhall.web.checks import views_of

from .filling import closed_area

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity, Stage

ADMINISTRATORS = ("system", "security", "audit")
WHO = (*ADMINISTRATORS, "hanna.head", None)
"""Those who see every page between them; None: nobody has signed in."""
STARTS = ("/", "/tree", "/tree/none", "/staff", "/roles", "/jobs", "/account", "/password")
BY_ADDRESS = ("/sign-in", "/nowhere", "/settings/plugins/residents")
"""What no link leads to."""


PARTS = (".empty", ".table", "main form[method=post]")
"""What makes a page of the same address another one to look at."""


@dataclass(frozen=True)
class Walk:
    """Through the pages of a city."""

    stage: Stage
    city: SampleCity
    portal: Portal

    def login(self, who: str | None) -> str | None:
        """The login of one of ``WHO``; administrators are named when they are first needed."""
        return self.city.administrator(who) if who in ADMINISTRATORS else who

    def pages(self, login: str | None) -> dict[str, str]:
        """A page of each kind that somebody can come to: the kind to its address.

        The kind is the name of its route, its status, which parts it has, and the state of a job.
        """
        browser = self.portal.as_(login) if login else self.portal.stranger()
        starts = (*STARTS, closed_area(self.city)) if login else ()
        crawl = Crawl(browser).follow(*starts, *BY_ADDRESS)
        found: dict[str, str] = {}
        for address, page in crawl.pages.items():
            if page.content_type == "text/html" and page.html.select_one("html") and not page.location:
                found.setdefault(self._kind(address, page), address)
        return found

    def routes(self) -> set[str]:
        """The routes that answer to GET."""
        views = views_of(self._config)
        return {view.route for view in views if view.route and "POST" not in view.methods}

    @cached_property
    def _config(self) -> Any:
        return configure(self.stage.platform)

    def _kind(self, address: str, page: Any) -> str:
        path = urlsplit(address).path
        routes = self._config.registry.queryUtility(IRoutesMapper).get_routes()
        route = next((route.name for route in routes if route.match(path) is not None), "nowhere")
        shown = [part for part in PARTS if page.html.select_one(part)]
        state = page.html.select_one("#job-progress .badge, #job-progress .progress-line span")
        return " ".join([route, str(page.status_int), *shown, *([state.text] if state else [])])
