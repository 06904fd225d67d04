"""Whatever is typed into a form or an address, no page breaks, and none gives it back as markup.

What a page asks for is learnt from the page itself: the names that it reads, and those of its fields.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from webob.multidict import MultiDict

from gridhall.services.permissions import rights
from gridhall.web.security import OWN_SIGN_IN, PUBLIC, SIGNED_IN

from .asking import Asker, undone
from .people import EVERYTHING
from .walking import Way, ways
from .world import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import Portal, Stage

    from .world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SCRIPT = "<script>alert(1)</script>\"'`{{7*7}}"
NONSENSE = {
    "nothing": "",
    "digits": "9" * 5000,
    "a large number": "4294967296",
    "below zero": "-1",
    "other digits": "٣",
    "nul": "a\0b",
    "script": SCRIPT,
    "path": "../../../etc/passwd",
    "pattern": "%_\\",
    "long": "𠀀" * 3000,
    "nested": "[" * 100_000,
    "date": "0001-01-01",
    "last date": "9999-12-31",
    "lines": "a\r\nX-Injected: 1",
}
LONGEST_ADDRESS = 20_000
ANYBODY = {PUBLIC, SIGNED_IN, OWN_SIGN_IN}
"""What needs no right is tried once, by the one who holds all that roles hold."""


@contextmanager
def listening() -> Iterator[set[str]]:
    """The names that pages look up in addresses and forms."""
    asked: set[str] = set()

    def hear(name: str) -> Any:
        original = getattr(MultiDict, name)

        def heard(self: Any, key: str, *rest: Any) -> Any:
            asked.add(key)
            return original(self, key, *rest)

        return patch.object(MultiDict, name, heard)

    with hear("get"), hear("__getitem__"), hear("getall"), hear("__contains__"):
        yield asked


def names_of(asker: Asker, way: Way) -> set[str]:
    with listening() as asked:
        answer = send(asker, way, {"x": "x"})
    fields = {field["name"] for field in answer.html.select("main [name]")} if is_page(answer) else set()
    return {name for name in asked | fields if name not in ("csrf_token", "x")}


def is_page(answer: Any) -> bool:
    return bool(answer.status_int == 200 and answer.content_type == "text/html")


def send(asker: Asker, way: Way, fields: dict[str, str]) -> Any:
    path = way.path(asker.world, OWN)
    asker.be_here()
    if way.method == "POST":
        return asker.browser.post(path, fields, status="*")
    joined = urlencode({name: value[: LONGEST_ADDRESS // len(fields)] for name, value in fields.items()})
    return asker.browser.get(f"{path.partition('?')[0]}?{joined}", status="*")


def faults(asker: Asker, stage: Stage, method: str) -> Iterator[str]:
    of_roles = rights(stage.host, frozenset(stage.host.manifests)).for_roles
    for way in ways(stage):
        is_other = way.view.permission not in of_roles and way.view.permission not in ANYBODY
        if way.method != method or not way.may(asker.principal) or is_other == (asker.who == EVERYTHING):
            continue
        names = names_of(asker, way)
        for kind, value in NONSENSE.items():
            for given in [names, *({name} for name in names)] if kind in ("digits", "nul") else [names]:
                if not given:
                    continue
                answer = send(asker, way, dict.fromkeys(given, value))
                if answer.status_int >= 500 or "X-Injected" in answer.headers:
                    yield f"{method} {way.route}, {kind} for {sorted(given)}: {answer.status_int}"
                if answer.content_type == "text/html" and SCRIPT[:8] in answer.text:
                    yield f"{method} {way.route} gives back {kind} of {sorted(given)}"


@pytest.mark.parametrize("who", [EVERYTHING, "system", "security", "audit"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nonsense_breaks_no_page(who: str, method: str, world: World, portal: Portal, stage: Stage) -> None:
    asker = Asker(who, world, portal)
    with undone():
        assert "\n".join(faults(asker, stage, method)) == ""
