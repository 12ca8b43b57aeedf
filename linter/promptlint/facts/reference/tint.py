"""Whether a picture has one tint only, and whether light of one colour lies over it."""

from __future__ import annotations

from typing import Final

import numpy as np

from promptlint.facts.reference.colour import Lab

_LEVELS: Final = 20
_ONE_TINT: Final = 4.0
_NEARLY_ALL: Final = 97
"""Percent of the pixels that differ from the mean colour of their lightness by a C*ab of no more than that."""
_GREY: Final = 4.0
"""Mean C*ab of a picture without colour."""
_TOGETHER: Final = 0.94
"""Length of the mean of a* and b* over the mean of their lengths."""
_TINTED: Final = 12.0
_OTHER_HUES: Final = 0.01
_DARK: Final = 8.0
_COLOURED: Final = 10.0
_SKIN_CHROMA: Final = (5.0, 42.0)
_SKIN_HUE: Final = (15.0, 90.0)


def is_monochrome(lab: Lab) -> bool:
    """Whether all of it is grey, or has one hue whose strength follows from lightness: black and white, sepia, blue."""
    levels = np.clip(lab.light.ravel() * (_LEVELS / 100), 0, _LEVELS - 1).astype(np.int32)
    counts = np.maximum(np.bincount(levels, minlength=_LEVELS), 1)
    planes = (lab.a.ravel(), lab.b.ravel())
    means = [np.bincount(levels, plane, minlength=_LEVELS) / counts for plane in planes]
    rests = [plane - mean[levels] for plane, mean in zip(planes, means, strict=True)]
    if float(np.percentile(np.hypot(*rests), _NEARLY_ALL)) > _ONE_TINT:
        return False
    lengths = float((np.hypot(*means) * counts).sum())
    together = float(np.hypot(*((mean * counts).sum() for mean in means)))
    return lengths <= _GREY * lab.light.size or together >= _TOGETHER * lengths


def is_in_coloured_light(lab: Lab) -> bool:
    """Whether nearly all colours of a picture have one hue, as under a coloured lamp or in the last sunlight."""
    seen = lab.at(lab.light > _DARK)
    if not seen.light.size or float(np.median(seen.chroma)) < _TINTED:
        return False
    a, b = float(seen.a.mean()), float(seen.b.mean())
    if np.hypot(a, b) < _TOGETHER * float(seen.chroma.mean()):
        return False
    aside = np.abs((seen.hue - np.degrees(np.arctan2(b, a)) + 180) % 360 - 180)
    return float(((aside > 45) & (seen.chroma > _COLOURED)).mean()) <= _OTHER_HUES


def is_odd_skin(light_a_b: tuple[float, float, float]) -> bool:
    """Whether a face has a colour that no skin has in white light.

    Faces of the reference pictures in ordinary light have a chroma of 11 to 35 and a hue of 31 to 70 degrees, drawn
    ones a hue of up to 90.
    """
    _, a, b = light_a_b
    chroma, hue = float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a))) % 360
    (dull, strong), (red, yellow) = _SKIN_CHROMA, _SKIN_HUE
    return not (dull <= chroma <= strong and red <= hue <= yellow)
