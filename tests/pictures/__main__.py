"""Makes the pictures of the documentation from the demo's cities in a real browser.

``python -m tests.pictures [NAME ...]`` makes all, or those that are named. The cities are founded and filled
in a folder of their own, which is removed at the end. It takes a minute or two.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridhall.cli.context import Deployment
from gridhall.cli.demo import serving
from gridhall.cli.demo.filling import fill
from gridhall.cli.demo.places import demo_cities
from gridhall.cli.demo.staff import PASSWORD
from gridhall.testing.live import chromium, chromium_path

from .frames import save
from .shown import PICTURES, Frame, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"


@contextmanager
def demo(slugs: set[str]) -> Iterator[int]:
    """Found, fill and serve cities of the demo; gives the port."""
    with tempfile.TemporaryDirectory(prefix="gh-", dir="/tmp") as folder:
        config = Path(folder) / "gridhall.toml"
        paths = {"root": str(ROOT), "var": f"{folder}/var"}
        config.write_text("".join(f"{key} = {json.dumps(path)}\n" for key, path in paths.items()), "utf-8")
        here = Deployment(config)
        try:
            for place in demo_cities(here):
                if place.city.slug in slugs:
                    fill(here, place)
            port = _free_port()
            with serving.processes(here.settings, port):
                yield port
        finally:
            here.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((serving.HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def shoot(browser: Any, port: int, frame: Frame) -> bytes:
    """Sign in, go where the frame says, and take a picture."""
    context = browser.new_context(
        viewport={"width": frame.width, "height": frame.height},
        device_scale_factor=frame.scale,
        is_mobile=frame.is_phone,
        has_touch=frame.is_phone,
        reduced_motion="reduce",
        locale=frame.language,
        timezone_id="UTC",
    )
    try:
        page = context.new_page()
        page.goto(f"http://{frame.city}.localhost:{port}/sign-in")
        page.fill("#field-login", frame.login)
        page.fill("#field-password", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_selector(".frame")
        frame.go(page)
        page.wait_for_load_state("networkidle")
        shot: bytes = page.screenshot(animations="disabled")
        return shot
    finally:
        context.close()


def take(pictures: list[Picture]) -> None:
    """Take pictures, one after the other."""
    path = chromium_path()
    if path is None:
        sys.exit("There is no Chromium: install one, or name it in GRIDHALL_CHROMIUM.")
    slugs = {frame.city for picture in pictures for frame in picture.frames}
    with demo(slugs) as port, chromium(path) as browser:
        for picture in pictures:
            file = FOLDER / f"{picture.name}.png"
            save([shoot(browser, port, frame) for frame in picture.frames], file, width=picture.width)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")  # noqa: T201


if __name__ == "__main__":
    wanted = sys.argv[1:] or [picture.name for picture in PICTURES]
    take([picture for picture in PICTURES if picture.name in wanted])
