"""Every page: nothing that axe-core finds, nothing wider than a phone, no error of a script or policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridhall.testing.visitor import DESK, PHONE

from .walk import WHO, Walk

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity, Stage

    from .conftest import Enter

LOOKS = ((DESK, "en", "light"), (PHONE, "zh_Hans", "light"), (PHONE, "ar", "dark"))
OTHER_WIDTHS = (320, 700, 1024)
"""A page enlarged four times at a desk (WCAG 1.4.10), and a tablet held either way."""
NOT_FOR_PEOPLE = {"healthz", "readyz", "static", "theme"}
ELSEWHERE = {"cities"}
"""At the bare address, which is no city's; see below."""
PARTS = {"job.progress", "residents.export.file", "residents.import.rejects"}
"""What htmx asks for, seen within the page that holds it; and files."""


@pytest.fixture
def walk(stage: Stage, filled: SampleCity, portal: Portal) -> Walk:
    return Walk(stage, filled, portal)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_is_wrong_with_any_page(walk: Walk, enter: Enter) -> None:
    """Each kind of page by the first who can come to it, in each look."""
    found, seen = {}, set[str]()
    for who in WHO:
        login = walk.login(who)
        pages = {kind: address for kind, address in walk.pages(login).items() if kind not in seen}
        seen |= pages.keys()
        for look in LOOKS:
            visitor = enter(login, *look)
            for kind, address in pages.items():
                visitor.open(address)
                others = OTHER_WIDTHS if look[0] == DESK else ()
                if findings := visitor.findings() + visitor.too_wide(*others):
                    found[f"{kind} {address} {look}"] = findings
    assert found == {}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language", "scheme"), LOOKS)
def test_nothing_is_wrong_with_pages_that_are_no_citys(
    live: str, enter: Enter, width: int, language: str, scheme: str
) -> None:
    visitor = enter(None, width, language, scheme)
    port = live.rpartition(":")[2]
    for address in (f"http://localhost:{port}", f"http://nobody.localhost:{port}"):
        visitor.address = address
        visitor.open("/")
        assert visitor.findings() == []


@pytest.mark.slow
def test_the_walk_comes_to_every_page(walk: Walk) -> None:
    kinds = [kind for who in WHO for kind in walk.pages(walk.login(who))]
    seen = {kind.split()[0] for kind in kinds}
    assert walk.routes() - seen == {*NOT_FOR_PEOPLE, *PARTS, *ELSEWHERE}
