"""How the light of a picture lies."""

from __future__ import annotations

from typing import Final

import numpy as np

from promptlint.facts.reference.colour import Mask, Plane, lightness_of
from promptlint.facts.reference.decode import Rgb
from promptlint.facts.reference.model import Exposure

_BURNT: Final = 252
_DARK_MEDIAN: Final = 20.0
_DARK_P90: Final = 55.0


def exposure(rgb: Rgb, light: Plane) -> Exposure:
    """Lightness, and what is burnt out.

    Args:
        rgb: the pixels, height x width x 3.
        light: their L*.
    """
    burnt = rgb.min(axis=-1) >= _BURNT
    clipped = int(np.count_nonzero(burnt & ~connected_to_border(burnt))) / burnt.size if burnt.any() else 0.0
    spread = lightness_of(light)
    return Exposure(spread, round(clipped, 4), spread.median < _DARK_MEDIAN and spread.p90 < _DARK_P90)


def connected_to_border(mask: Mask) -> Mask:
    """The pixels of a mask that hang together with the border, by sides: a white page and not a burnt-out face."""
    reached = mask.copy()
    reached[1:-1, 1:-1] = False
    before = -1
    while (now := int(np.count_nonzero(reached))) != before:
        before = now
        reached = _along_rows(mask, reached)
        reached = _along_rows(mask.T, reached.T).T
    return reached


def _along_rows(mask: Mask, reached: Mask) -> Mask:
    """Spread what is reached to the runs of the mask that it lies in."""
    height, width = mask.shape
    runs = np.cumsum(~mask, axis=1) + np.arange(height)[:, None] * (width + 1)
    touched = np.zeros(height * (width + 1) + 1, bool)
    touched[runs[reached]] = True
    spread: Mask = mask & touched[runs]
    return spread
