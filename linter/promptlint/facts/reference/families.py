"""What may pass for a colour word: regions of CIELAB, by the families of the lexicon of colours.

The regions are generous and overlap: people call many things red, and light changes what a camera sees. So they serve
to say that a colour is absent, and never to name one. They were chosen on 77 reference pictures of public
image-to-video projects and 400 claims about the colours in them, half of which are false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FULL_TURN: Final = (0.0, 360.0)


@dataclass(frozen=True, slots=True)
class Sector:
    """A region of CIELAB in polar form.

    Attributes:
        lightness: least and greatest L*, 0 to 100.
        chroma: least and greatest C*ab.
        hue: from and to h_ab in degrees; a range whose start is greater than its end goes through 0.
        colourfulness: least C*ab / L*. Brown wood and skin have the hue of red and orange; this keeps them apart.
    """

    lightness: tuple[float, float]
    chroma: tuple[float, float]
    hue: tuple[float, float] = FULL_TURN
    colourfulness: float = 0.0


FAMILIES: Final[Mapping[str, Sector]] = {
    "red": Sector((5, 80), (14, 150), (348, 46), 0.5),
    "orange": Sector((18, 92), (18, 150), (38, 84), 0.25),
    "yellow": Sector((25, 100), (18, 150), (68, 116), 0.2),
    "green": Sector((5, 97), (12, 150), (100, 195), 0.3),
    "teal": Sector((5, 97), (9, 150), (165, 245), 0.1),
    "blue": Sector((3, 97), (8, 150), (212, 312), 0.15),
    "purple": Sector((5, 95), (10, 150), (285, 350), 0.1),
    "pink": Sector((25, 97), (10, 150), (315, 45), 0.12),
    "white": Sector((68, 100), (0, 18)),
    "black": Sector((0, 32), (0, 16)),
}
"""Families whose absence can be seen in any part of a picture. Grey, brown and beige are missing because shadow and
warm light bring them into every picture."""

HAIR: Final[Mapping[str, Sector]] = {
    "black": Sector((0, 26), (0, 18)),
    "brown": Sector((5, 60), (4, 98), (15, 98), 0.12),
    "red": Sector((5, 75), (12, 150), (5, 68), 0.45),
    "orange": Sector((15, 80), (16, 150), (30, 75), 0.4),
    "yellow": Sector((34, 100), (8, 150), (52, 108), 0.15),
    "beige": Sector((40, 100), (5, 60), (45, 108), 0.08),
    "grey": Sector((24, 96), (0, 11)),
    "white": Sector((60, 100), (0, 20)),
    **{family: FAMILIES[family] for family in ("green", "teal", "blue", "purple", "pink")},
}
"""What the families mean for hair: blonde is yellow, auburn is red and ginger orange there."""
