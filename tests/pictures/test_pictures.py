"""The pictures of the documentation are there, are shown, and stay small."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from .frames import GAP, save
from .shown import PICTURES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 200_000


def width(file: Path) -> int:
    with Image.open(file) as opened:
        return opened.width


def test_the_pictures_are_those_that_the_project_makes() -> None:
    made = {f"{picture.name}.png": picture.width for picture in PICTURES}
    assert {file.name: width(file) for file in FOLDER.iterdir()} == made


def test_each_picture_is_small() -> None:
    assert [file.name for file in FOLDER.iterdir() if file.stat().st_size > MOST_BYTES] == []


def test_each_picture_is_shown_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]
    shown = "".join(page.read_text("utf-8") for page in pages)
    assert [picture.name for picture in PICTURES if f"pictures/{picture.name}.png)" not in shown] == []


def test_pages_stand_side_by_side(tmp_path: Path) -> None:
    shots = []
    for colour, size in (("red", (100, 50)), ("blue", (60, 80))):
        shot = BytesIO()
        Image.new("RGB", size, colour).save(shot, "PNG")
        shots.append(shot.getvalue())
    across = 100 + 60 + 3 * GAP
    save(shots, tmp_path / "both.png", width=across)
    with Image.open(tmp_path / "both.png") as opened:
        both = opened.convert("RGB")
    assert both.size == (across, 80 + 2 * GAP)
    assert both.getpixel((GAP + 50, GAP + 25)) == (255, 0, 0)
    assert both.getpixel((2 * GAP + 100 + 30, GAP + 40)) == (0, 0, 255)
