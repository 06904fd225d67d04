"""Puts pictures of pages side by side into one small PNG."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GROUND = "#e7ecf0"
EDGE = "#c3ccd5"
GAP = 48
ROUND = 20
COLOURS = 128
"""Of a picture: pages have few, and each bit less makes the file smaller."""


def save(shots: Sequence[bytes], file: Path, *, width: int) -> None:
    """Place screenshots beside each other on a quiet ground, top by top.

    :param shots: PNG files
    :param width: of the picture, in pixels
    """
    framed = [_framed(Image.open(BytesIO(shot)).convert("RGB")) for shot in shots]
    across = sum(each.width for each in framed) + GAP * (len(framed) + 1)
    whole = Image.new("RGB", (across, max(each.height for each in framed) + 2 * GAP), GROUND)
    left = GAP
    for each in framed:
        whole.paste(each, (left, GAP))
        left += each.width + GAP
    small = whole.resize((width, round(whole.height * width / whole.width)), Image.Resampling.LANCZOS)
    file.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def _framed(shot: Image.Image) -> Image.Image:
    """With rounded corners and an edge."""
    corners = Image.new("L", shot.size, 0)
    box = (0, 0, shot.width - 1, shot.height - 1)
    ImageDraw.Draw(corners).rounded_rectangle(box, ROUND, fill=255)
    framed = Image.new("RGB", shot.size, GROUND)
    framed.paste(shot, mask=corners)
    ImageDraw.Draw(framed).rounded_rectangle(box, ROUND, outline=EDGE, width=2)
    return framed
