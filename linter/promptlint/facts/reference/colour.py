"""CIELAB (D65, 2 degree observer) of pixels, and how many of them may pass for a colour word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from promptlint.facts.reference.decode import Rgb
from promptlint.facts.reference.families import Sector
from promptlint.facts.reference.model import ColourShare, Lightness

Plane: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]

VIVID: Final = 40.0
"""C*ab from which a colour is vivid. Of 59 false claims of a bright colour in a picture, 49 find less than 0.2 % of it
both vivid and of that colour."""

_CODES: Final = np.arange(256) / 255
_LINEAR: Final = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4)
_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
"""IEC 61966-2-1."""
_WHITE: Final = _XYZ.sum(axis=1)
_ADDED: Final = np.ascontiguousarray((_LINEAR[:, None, None] * (_XYZ / _WHITE[:, None]).T).astype(np.float32))
"""What a code (first axis) of a channel (second) adds to X, Y and Z (third), as parts of white."""
_KNEE: Final = np.float32((6 / 29) ** 3)


@dataclass(frozen=True, slots=True)
class Lab:
    """Pixels in CIELAB; all arrays have the same shape.

    Attributes:
        light: L*, 0 to 100.
        a, b: a* and b*.
        chroma: C*ab.
        hue: h_ab in degrees, 0 to 360.
    """

    light: Plane
    a: Plane
    b: Plane
    chroma: Plane
    hue: Plane

    @classmethod
    def of(cls, rgb: Rgb) -> Self:
        """The colours of pixels whose last axis is red, green, blue."""
        x, y, z = (_root(_part(rgb, axis)) for axis in range(3))
        a, b = 500 * (x - y), 200 * (y - z)
        return cls(116 * y - 16, a, b, np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360)

    def at(self, mask: Mask) -> Self:
        """The pixels of a mask, in a row."""
        return type(self)(self.light[mask], self.a[mask], self.b[mask], self.chroma[mask], self.hue[mask])

    @property
    def middle(self) -> tuple[float, float, float]:
        """Median L*, a* and b*; there must be a pixel."""
        return float(np.median(self.light)), float(np.median(self.a)), float(np.median(self.b))


def lightness(rgb: Rgb) -> Plane:
    """L*, 0 to 100, of pixels whose last axis is red, green, blue."""
    return 116 * _root(_part(rgb, 1)) - 16


def _part(rgb: Rgb, axis: int) -> Plane:
    """X, Y or Z, as a part of white."""
    red, green, blue = (_ADDED[:, channel, axis][rgb[..., channel]] for channel in range(3))
    part: Plane = red + green + blue
    return part


def _root(part: Plane) -> Plane:
    rooted: Plane = np.where(part > _KNEE, np.cbrt(part), part * np.float32(841 / 108) + np.float32(4 / 29))
    return rooted


def hex_code(light: float, a: float, b: float) -> str:
    """A colour in sRGB as ``#rrggbb``; one outside sRGB is cut off channel by channel."""
    y = (light + 16) / 116
    rooted = np.array([y + a / 500, y, y - b / 200])
    parts = np.where(rooted > 6 / 29, rooted**3, (rooted - 4 / 29) * (108 / 841)) * _WHITE
    linear = np.clip(np.linalg.solve(_XYZ, parts), 0, 1)
    return "#" + bytes(np.abs(_LINEAR[:, None] - linear).argmin(axis=0).tolist()).hex()


def within(lab: Lab, sector: Sector) -> Mask:
    """Which pixels lie in a sector."""
    (dark, light), (dull, strong), (start, end) = sector.lightness, sector.chroma, sector.hue
    inside: Mask = (lab.light >= dark) & (lab.light <= light) & (lab.chroma >= dull) & (lab.chroma <= strong)
    if sector.colourfulness:
        inside &= lab.chroma >= sector.colourfulness * lab.light
    if end - start < 360:
        after, before = lab.hue >= start, lab.hue <= end
        inside &= (after & before) if start <= end else (after | before)
    return inside


def shares(lab: Lab, families: Mapping[str, Sector]) -> tuple[ColourShare, ...]:
    """How much of the pixels lies in each sector; 0 where there are no pixels."""
    pixels = max(lab.light.size, 1)
    vivid = lab.chroma >= VIVID
    found = []
    for family, sector in families.items():
        inside = within(lab, sector)
        counts = int(np.count_nonzero(inside)), int(np.count_nonzero(inside & vivid))
        found.append(ColourShare(family, *(round(count / pixels, 4) for count in counts)))
    return tuple(found)


def lightness_of(light: Plane) -> Lightness:
    """Percentiles of L*; 0 where there are no pixels."""
    if not light.size:
        return Lightness(0.0, 0.0, 0.0)
    return Lightness(*(round(float(value), 1) for value in np.percentile(light, (10, 50, 90))))
