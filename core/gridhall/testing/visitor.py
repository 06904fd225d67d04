"""Somebody in a real browser: what goes wrong there is kept, and what could be better is found.

What :meth:`Visitor.findings` looks for: rules of axe-core (WCAG 2.2 AA and good practice), a page wider than
the screen, targets too small for a thumb, text that the page's own policy or scripts made an error of.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

PHONE = 360
"""Width of a small phone, in CSS pixels."""
DESK = 1280
HEIGHTS = {PHONE: 740, DESK: 850}
AXE = "typeof axe === 'object' || (() => { %s })()"
RUN_AXE = """async () => (await axe.run(document, {
  resultTypes: ["violations"], rules: {"target-size": {enabled: true}},
})).violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}`))"""
TOO_WIDE = """() => {
  const root = document.scrollingElement;
  return root.scrollWidth > root.clientWidth ? [`wider than the screen: ${root.scrollWidth} px`] : [];
}"""
THUMB = 44
"""Least height of what is touched on a phone, in CSS pixels (WCAG 2.5.5; Apple's and our own measure)."""
TOO_SMALL = """least => [...document.querySelectorAll(
  "button, select, summary, .button, .menu-link, .tabs a, .crumbs a, .links > li > a, .shortcuts a, .input"
)].filter(item => item.checkVisibility({visibilityProperty: true}) && !item.closest(".visually-hidden"))
  .map(item => [item, item.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.height < least - 0.5)
  .map(([item, box]) => `too low for a thumb: ${item.className} “${item.innerText.trim()}” ${box.height}`)"""


class Visitor:
    """One tab of one browser.

    :param address: of the city, without a slash at the end
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        """Errors of scripts and of the page's policy, and files that could not be fetched."""
        self._asked = ""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._on_failed)
        self.page.on("response", self._on_response)

    def open(self, path: str) -> Response | None:
        """Go to a page; what happened on the one before is forgotten."""
        self.faults.clear()
        self._asked = self.address + path
        return self.page.goto(self._asked, wait_until="load")

    def findings(self) -> list[str]:
        """What is wrong with the page as it stands now; empty: nothing was found."""
        return sorted({*self._found()})

    def too_wide(self, *widths: int) -> list[str]:
        """On which other screens the page is wider than the screen; the first comes back afterwards."""
        first, found = self.page.viewport_size, []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[DESK]})
            found += [f"{width} px: {fault}" for fault in self.page.evaluate(TOO_WIDE)]
        if first is not None:
            self.page.set_viewport_size(first)
        return found

    def _found(self) -> Iterator[str]:
        yield from self.faults
        yield from self.page.evaluate(TOO_WIDE)
        if self.page.viewport_size and self.page.viewport_size["width"] < DESK:
            yield from self.page.evaluate(TOO_SMALL, THUMB)
        self.page.evaluate(AXE % _axe())
        yield from self.page.evaluate(RUN_AXE)

    def _on_console(self, message: ConsoleMessage) -> None:
        # That the page itself answers 403 or 404 is what some tests ask for.
        if message.type == "error" and message.location["url"] != self._asked:
            self.faults.append(f"console: {message.text}")

    def _on_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left for another page
            self.faults.append(f"not fetched: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.url != self._asked:
            self.faults.append(f"{response.status}: {response.url}")


@cache
def _axe() -> str:
    import axe_playwright_python  # noqa: PLC0415 - brings the script; most tests need none

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


def options(width: int, scheme: str = "light", language: str = "en") -> dict[str, Any]:
    """For ``chromium.new_context``.

    :param scheme: light or dark
    :param language: as the browser asks for it, e.g. ``zh-CN``
    """
    return {
        "viewport": {"width": width, "height": HEIGHTS.get(width, HEIGHTS[PHONE])},
        "has_touch": width < DESK,
        "color_scheme": scheme,
        "locale": language,
        "reduced_motion": "reduce",
    }
