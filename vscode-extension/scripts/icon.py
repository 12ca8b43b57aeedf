"""Draws the icon of the extension: a frame of film with a word underlined in it."""

from __future__ import annotations

from math import pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = 128
SCALE = 8
"""Drawn this many times larger and reduced, for smooth edges."""

NIGHT, FRAME, LIGHT, AMBER = "#1d2430", "#e8ecf2", "#8fb7ff", "#ffb454"


def draw() -> Image.Image:
    """The icon, 128 pixels square."""
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE))
    pen = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, radius: float, fill: str) -> None:
        corners = [value * SCALE for value in (left, top, right, bottom)]
        pen.rounded_rectangle(corners, radius * SCALE, fill=fill)

    box(0, 0, 128, 128, 26, NIGHT)
    box(18, 26, 110, 102, 8, FRAME)
    for x in range(25, 104, 14):
        box(x, 31, x + 8, 37, 2, NIGHT)
        box(x, 91, x + 8, 97, 2, NIGHT)
    box(25, 43, 103, 85, 3, NIGHT)
    pen.polygon([(x * SCALE, y * SCALE) for x, y in ((34, 50), (34, 66), (48, 58))], fill=LIGHT)
    box(54, 54, 94, 61, 3, FRAME)
    for step in range(40 * SCALE + 1):
        across = 54 + step / SCALE
        down = 72 + 3.2 * sin((across - 54) / 10 * 2 * pi)
        pen.ellipse([(value + sign * 2) * SCALE for sign in (-1, 1) for value in (across, down)], fill=AMBER)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().save(Path(__file__).resolve().parents[1] / "media" / "icon.png", optimize=True)
