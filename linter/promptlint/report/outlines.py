"""Boxes with labels, drawn into a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from PIL import Image, ImageDraw, ImageFont

from promptlint.finding import Severity
from promptlint.geometry import Box
from promptlint.report.picture_marks import MarkKind
from promptlint.report.visible import visible

Outline: TypeAlias = tuple[Box, str, str]
"""A box in pixels of the picture as it is shown, its colour, and its label."""

SEVERITY_COLOURS: Final = {Severity.ERROR: "#c62828", Severity.WARNING: "#b26a00", Severity.INFO: "#1565c0"}
KIND_COLOURS: Final[dict[MarkKind, str]] = {
    "face": "#00a65a",
    "subject": "#1e88e5",
    "thing": "#6d7f2c",
    "letters": "#d81b60",
    "region": "#8e24aa",
}


def draw_outlines(
    image: Image.Image, outlines: Iterable[Outline], scale: float, *, size: int = 13, line: int = 3
) -> None:
    """Draw boxes into a copy of a picture.

    Args:
        image: the copy, RGB.
        outlines: the boxes, each with a colour and a label, which may be empty.
        scale: pixels of the copy for each of the picture.
        size: of the labels, in pixels.
        line: width of the lines, in pixels.
    """
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size)
    for box, colour, label in outlines:
        left, top, right, bottom = (round(value * scale) for value in (box.x, box.y, box.right, box.bottom))
        if right <= left or bottom <= top:
            continue
        draw.rectangle((left, top, right, bottom), outline=colour, width=line)
        if not label:
            continue
        _, _, width, height = draw.textbbox((0, 0), visible(label), font=font)
        above = top - height - 6 if top > height + 6 else top + 3
        draw.rectangle((left, above, left + width + 8, above + height + 6), fill=colour)
        draw.text((left + 4, above + 2), visible(label), fill="white", font=font)
