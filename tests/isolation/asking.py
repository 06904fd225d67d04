"""Somebody with a browser, who asks for whatever there is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from zope.sqlalchemy.datamanager import SessionDataManager

from gridhall.services import runs
from gridhall.web import cookies

from . import residents
from .people import add_person
from .table import FIELDS
from .world import OWN, hash_of, some_job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.access import Principal
    from gridhall.testing import Browser, Portal

    from .walking import Way
    from .world import World


class Asker:
    """One of ``people.py``, with a post in East where the role needs one."""

    def __init__(self, who: str, world: World, portal: Portal) -> None:
        self.who, self.world = who, world
        self.login = add_person(world.city, who, world.sides[OWN].village)
        self.browser: Browser = portal.as_(self.login) if self.login else portal.stranger()
        self.principal: Principal | None = None
        if self.login is None:
            self.browser.csrf = self.browser.get("/sign-in").forms[0]["csrf_token"].value
            return
        self._token = self.browser.app.cookies[cookies.SESSION].strip('"')
        world.sides[OWN].ids["session"] = hash_of(world.city, self.login)
        with world.city.scope(self.login) as scope:
            self.principal = scope.principal
            run = runs.enqueue(scope, some_job(world.city), title="mine.csv", arguments={})
            world.sides[OWN].ids["run"] = str(run)
        residents.bring(world.sides[OWN], self.login, OWN)

    def be_here(self) -> None:
        """Whoever signed out a moment ago is here again, and so is what was removed."""
        if self.login:
            self.browser.app.set_cookie(cookies.SESSION, self._token)
        self.world.write_files()

    def ask(self, way: Way, target: str) -> Any:
        """The answer."""
        self.be_here()
        path = way.path(self.world, target)
        if way.method == "GET":
            return self.browser.get(path, status="*")
        return self.browser.post(path, FIELDS.get(way.route, {}), status="*")

    def ask_without_token(self, way: Way, target: str) -> Any:
        return self.browser.app.post(way.path(self.world, target), FIELDS.get(way.route, {}), status="*")


@contextmanager
def undone() -> Iterator[None]:
    """What a request does is done, checked and then rolled back: the next one finds the same world."""

    def vote(manager: Any, _transaction: object) -> None:
        if manager.tx is not None:
            manager.session.flush()
            manager._finish("rolled back")

    with patch.object(SessionDataManager, "tpc_vote", vote):
        yield
