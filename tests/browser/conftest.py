"""A city with something on every page, and people who look at it in a real browser."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from gridhall.testing.visitor import DESK, Visitor, options

from . import filling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import Portal, SampleCity, TenantFiles


class Enter(Protocol):
    """Opens a browser as somebody; None: nobody has signed in."""

    def __call__(
        self, login: str | None, width: int = DESK, language: str = "en", scheme: str = "light"
    ) -> Visitor: ...


@pytest.fixture(scope="session")
def tenant_files() -> TenantFiles:
    return filling.TENANT_FILES


@pytest.fixture
def enter(chromium: Any, live: str, portal: Portal) -> Iterator[Enter]:
    with ExitStack() as open_contexts:

        def enter(
            login: str | None, width: int = DESK, language: str = "en", scheme: str = "light"
        ) -> Visitor:
            context = chromium.new_context(**options(width, scheme, language.replace("_", "-")))
            open_contexts.callback(context.close)
            if login is not None:
                token = portal.as_(login).app.cookies["gridhall"]
                context.add_cookies([{"name": "gridhall", "value": token, "url": live}])
            return Visitor(context, live)

        yield enter


@pytest.fixture
def filled(city: SampleCity, portal: Portal) -> SampleCity:
    filling.fill(city, portal)
    return city
