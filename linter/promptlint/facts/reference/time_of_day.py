"""Whether a picture shows daylight, or none."""

from __future__ import annotations

from typing import Final

import numpy as np

from promptlint.facts.reference.colour import Lab, Mask, Plane
from promptlint.facts.reference.model import TimeOfDay

_BLOCK: Final = 16
"""Pixels of a block's side, on a copy of 256. The mean over a block forgets lamps and stars, and keeps sky and sunlit
ground."""
_BRIGHT: Final = 60.0
_BRIGHT_AREA: Final = 0.1
_LIT: Final = 28.0
"""Least median L* of a picture in daylight."""
_DARK: Final = 20.0
_DARK_SKY: Final = 0.3
"""Share of dark pixels in the upper quarter that daylight does not leave."""
_NO_BRIGHT_AREA: Final = 0.08
_BLACK: Final = 10.0
_BLACK_AREA: Final = 0.2
"""A picture with so much even black may well have been taken in a studio."""
_EVEN: Final = 2.0
_EVEN_AREA: Final = 0.4
_SKY_BLUE: Final = -8.0


def time_of_day(lab: Lab) -> TimeOfDay:
    """Day where broad parts are as bright as daylight makes them, a low sun included; night where nothing is.

    It abstains on even backgrounds that are no blue sky, on black ones, on silhouettes, and on what lies between. A
    well-lit room passes for day, and a dark one for night: say how bright the picture is rather than when it was taken.

    Of 34 reference pictures by day 30 are told and none taken for night, of 4 by night 3 and none taken for day; 8 of
    13 at dusk pass for day and 3 for night. Of 26 whose time a person cannot tell, 11 get one.

    Args:
        lab: height x width, the longest side about 256 pixels.
    """
    height, width = lab.light.shape
    if min(height, width) < 2 * _BLOCK:
        return "unclear"
    means, spreads = _blocks(lab.light)
    bright = float((means > _BRIGHT).mean())
    median = float(np.median(lab.light))
    if bright >= _BRIGHT_AREA and median >= _LIT:
        dark_sky = float((lab.light[: height // 4] < _DARK).mean()) >= _DARK_SKY
        return "unclear" if dark_sky or _is_backdrop(lab, spreads < _EVEN) else "day"
    black = float(((means < _BLACK) & (spreads < 1.5 * _EVEN)).mean())
    if median < _LIT and bright < _NO_BRIGHT_AREA and black < _BLACK_AREA and not _is_foliage(lab):
        return "night"
    return "unclear"


def _blocks(plane: Plane) -> tuple[Plane, Plane]:
    """Mean and deviation of whole blocks."""
    rows, columns = (size // _BLOCK for size in plane.shape)
    blocks = plane[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    return blocks.mean(axis=(1, 3)), blocks.std(axis=(1, 3))


def _is_backdrop(lab: Lab, even: Mask) -> bool:
    """Whether much of the picture is an even area of another colour than a clear sky."""
    if float(even.mean()) < _EVEN_AREA:
        return False
    blueness, _ = _blocks(lab.b)
    return float(np.median(blueness[even])) > _SKY_BLUE


def _is_foliage(lab: Lab) -> bool:
    """Whether the picture is green on the whole: the floor of a forest is dark by day."""
    return float(np.median(lab.a)) < -3 and float(np.median(lab.b)) > 5
